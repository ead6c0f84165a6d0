"""The files of an edition folder, each turned into what it stands for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.conf import settings

from broadsheet.news.models.paper import CommentMode
from broadsheet.topics.models import Topic
from broadsheet.wire import markdown
from broadsheet.wire.paper import Contribution, Front, Issue, Names, Settings, Thread
from broadsheet.wire.story import (
    Agency,
    Byline,
    Comment,
    CommentState,
    Correction,
    Picture,
    Section,
    State,
    Story,
    Subject,
)
from broadsheet.wire.toml import Misread, Table, parse

FENCE = "+++"


@dataclass(frozen=True)
class Known:
    """The names in edition.toml, by slug."""

    sections: dict[str, Section] = field(default_factory=dict)
    authors: dict[str, Byline] = field(default_factory=dict)
    agencies: dict[str, Agency] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Names) -> Known:
        return cls(
            {one.slug: one for one in names.sections},
            {one.slug: one for one in names.authors},
            {one.slug: one for one in names.agencies},
            {one.slug: one for one in names.subjects},
        )


def names_in(table: Table) -> Names:
    """The paper's settings, sections, authors, sources and topics."""
    return Names(
        settings=_settings(table.table("paper")),
        sections=tuple(_section(one) for one in table.tables("sections")),
        authors=tuple(_author(one) for one in table.tables("authors")),
        agencies=tuple(_agency(one) for one in table.tables("sources")),
        subjects=tuple(_subject(one) for one in table.tables("topics")),
    )


def front_in(table: Table) -> Front:
    """The curated front page and what is breaking."""
    front, breaking = table.table("front"), table.table("breaking")
    return Front(
        lead=front.text("lead"),
        picks=tuple(front.texts("picks")),
        breaking=breaking.text("text"),
        breaking_story=breaking.text("story"),
    )


def _settings(table: Table) -> Settings:
    paper = Settings(
        name=table.text("name"),
        tagline=table.text("tagline"),
        about=table.text("about"),
        contact_email=table.text("contact_email"),
        house_rule=table.text("house_rule"),
        comment_mode=table.one_of("comment_mode", [*CommentMode.values], ""),
    )
    table.finish()
    return paper


def _section(table: Table) -> Section:
    section = Section(
        slug=table.need("slug"), name=table.need("name"), description=table.text("description")
    )
    table.finish()
    return section


def _author(table: Table) -> Byline:
    portrait = table.text("portrait")
    author = Byline(
        slug=table.need("slug"),
        name=table.need("name"),
        role=table.text("role"),
        bio=table.text("bio"),
        email=table.text("email"),
        portrait=Picture(src=portrait, alt=table.need("name")) if portrait else None,
    )
    table.finish()
    return author


def _agency(table: Table) -> Agency:
    agency = Agency(
        slug=table.need("slug"),
        name=table.need("name"),
        credit_line=table.text("credit_line"),
        url=table.text("url"),
    )
    table.finish()
    return agency


def _subject(table: Table) -> Subject:
    subject = Subject(
        slug=table.need("slug"),
        name=table.need("name"),
        kind=table.one_of("kind", [*Topic.Kind.values], Topic.Kind.SUBJECT),
        description=table.text("description"),
    )
    table.finish()
    return subject


def split(text: str) -> tuple[Table, str, int]:
    """Front matter, body, and the number of the body's first line."""
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").split("\n")
    if lines[0].strip() != FENCE:
        raise Misread(1, f"the file must begin with a line {FENCE}, then TOML, then {FENCE} again")
    for number, line in enumerate(lines[1:], start=1):
        if line.strip() == FENCE:
            head = parse("\n".join(lines[1:number]), line=2)
            return head, "\n".join(lines[number + 1 :]), number + 2
    raise Misread(1, f"the front matter is not closed; put a line {FENCE} after it")


def story_in(text: str, *, slug: str, known: Known, moment: datetime) -> Story:
    """The story in a file's text, without its comments.

    Raises:
        Misread: something is missing, unknown or of the wrong kind.
    """
    head, body, line = split(text)
    published = head.moment("published") or moment - _age(head, "age")
    updated = head.moment("updated")
    if ago := head.duration("updated_age"):
        updated = moment - ago
    place, day = head.text("dateline_place"), head.day("dateline_date")
    story = Story(
        id=slug,
        slug=slug,
        headline=head.need("headline"),
        section=known.sections[_one(head, "section", known.sections)],
        kicker=head.text("kicker"),
        standfirst=head.text("standfirst"),
        language=head.one_of(
            "language", [code for code, _ in settings.LANGUAGES], settings.LANGUAGE_CODE
        ),
        bylines=tuple(known.authors[one] for one in _some(head, "authors", known.authors)),
        agency=known.agencies[_one(head, "source", known.agencies)] if head.text("source") else None,
        subjects=tuple(known.subjects[one] for one in _some(head, "topics", known.subjects)),
        dateline_place=place,
        dateline_date=day,
        published=published,
        updated=updated,
        picture=_picture(head),
        live=head.value("live", bool, False),
        comments_open=head.value("comments_open", bool, True),
        old_urls=tuple(head.texts("old_urls")),
        corrections=tuple(_correction(one, published) for one in head.tables("corrections")),
        contributed_by=head.text("contributed_by"),
        state=State.DRAFT if head.value("draft", bool, False) else State.PUBLISHED,
    )
    head.finish()
    return replace(story, body=markdown.blocks_of(body, line=line))


def page_in(text: str, *, slug: str) -> Story:
    """The standing page in a file's text."""
    head, body, line = split(text)
    page = Story(id=f"page:{slug}", kind="page", slug=slug, headline=head.need("headline"))
    head.finish()
    return replace(page, body=markdown.blocks_of(body, line=line))


def comment_in(table: Table, *, start: datetime, moment: datetime) -> Comment:
    """A comment; `after` counts from `start`, and nothing is said in the future."""
    when = table.moment("when") or _later(start, table, "after")
    comment = Comment(
        id=table.need("id"),
        name=table.need("name"),
        text=table.need("text"),
        when=min(when, moment),
        parent=table.text("parent"),
        email=table.text("email"),
        state=CommentState(table.one_of("state", [*CommentState], CommentState.PUBLISHED)),
        reason=table.text("reason"),
        pick=table.value("pick", bool, False),
    )
    table.finish()
    return comment


def thread_in(table: Table, *, boards: dict[str, Section], moment: datetime) -> Thread:
    """A forum topic with its replies."""
    start = table.moment("when") or moment - _age(table, "age")
    key = table.need("id")
    first = Comment(id=key, name=table.need("name"), text=table.need("text"), when=start)
    replies = [comment_in(one, start=start, moment=moment) for one in table.tables("replies")]
    thread = Thread(
        id=key,
        board=_one(table, "board", boards),
        title=table.need("title"),
        posts=(first, *(replace(one, parent=one.parent or key) for one in replies)),
    )
    table.finish()
    return thread


def issue_in(table: Table, *, moment: datetime) -> Issue:
    """A newsletter issue."""
    state = table.one_of("state", ["draft", "sent"], "draft")
    when = table.moment("when") or moment - _age(table, "age")
    issue = Issue(
        id=table.need("key"),
        subject=table.need("subject"),
        intro=table.text("intro"),
        stories=tuple(table.texts("stories")),
        state=state,
        when=when if state == "sent" else None,
    )
    table.finish()
    return issue


def contribution_in(table: Table, *, moment: datetime) -> Contribution:
    """A story that a reader sent in."""
    contribution = Contribution(
        id=table.need("key"),
        name=table.need("name"),
        email=table.need("email"),
        headline=table.need("headline"),
        text=table.need("text"),
        place=table.text("place"),
        when=table.moment("when") or moment - _age(table, "age"),
        files=tuple(table.texts("files")),
    )
    table.finish()
    return contribution


def _age(table: Table, name: str) -> timedelta:
    return table.duration(name) or timedelta()


def _later(start: datetime, table: Table, name: str) -> datetime:
    try:
        return start + _age(table, name)
    except OverflowError as error:
        raise Misread(table.line_of(name), f"{name} leads beyond the year 9999") from error


def _one(table: Table, name: str, known: Collection[str]) -> str:
    table.need(name)
    return table.one_of(name, list(known), "")


def _some(table: Table, name: str, known: Collection[str]) -> list[str]:
    for one in table.texts(name):
        if one not in known:
            raise Misread(table.line_of(name), f"{name}: “{one}” is not in edition.toml")
    return list(dict.fromkeys(table.texts(name)))


def _picture(head: Table) -> Picture | None:
    table = head.table("picture")
    if not table.fields:
        return None
    picture = markdown.picture_in(table)
    table.finish()
    return picture


def _correction(table: Table, published: datetime) -> Correction:
    correction = Correction(
        when=table.moment("when") or _later(published, table, "after"), text=table.need("text")
    )
    table.finish()
    return correction
