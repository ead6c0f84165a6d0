"""Take a file's content into the paper, each thing in one transaction.

A thing is recorded as imported in the transaction that imports it, with a
fingerprint of what the file said. So a run that was killed goes on where it
was, and a second run changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from wagtail.models import Page, Revision

from broadsheet.edition.api import gathering
from broadsheet.foundation.clock import now
from broadsheet.foundation.text import clean_line, clean_text
from broadsheet.news.bulk import file_all
from broadsheet.news.filing import (
    Copy,
    Happened,
    Noted,
    file_and_publish,
    file_former,
    file_page,
    file_story,
    refile,
    refile_and_publish,
    refile_page,
)
from broadsheet.news.layout import lay_out_paper
from broadsheet.news.models import ArticlePage, FrontPage, Picture, StandingPage
from broadsheet.news.models.paper import CommentMode
from broadsheet.wire import agency, bodies, fronts, names, redirects, rooms
from broadsheet.wire.batches import Batch
from broadsheet.wire.models import Import, Imported
from broadsheet.wire.paper import (
    Contribution,
    Former,
    Front,
    Issue,
    Item,
    Names,
    Remark,
    Subscriber,
    Thread,
)
from broadsheet.wire.reading import ImportRefused, Options, Reading
from broadsheet.wire.reports import Outcome, Report, Result
from broadsheet.wire.run import KEY_LENGTH, Kind, Run, digest_of
from broadsheet.wire.story import Entry, State, Story

T = TypeVar("T")
FAILURES = (ValidationError, DataError, IntegrityError, ValueError, rooms.Refused)  # of one thing
UNFINISHED = "unfinished:"  # before a digest: the story refers to one that is not there yet


def run_import(*, format_name: str, reading: Reading, options: Options, report: Report) -> Result:
    """Import all that `reading` gives. See `wire.api.import_file`."""
    if not FrontPage.objects.exists():
        lay_out_paper(name=settings.PAPER.name, url=settings.PAPER.url)
    run = Run(
        of=_begin(reading.origin),
        reading=reading,
        options=options,
        result=Result(format=format_name, origin=reading.origin),
        report=report,
    )
    batch = Batch()
    try:
        for item in reading.items(run.moment_of):
            if not batch.takes(item) or reading.agency:
                _take_batch(run, batch)
                _take(run, item)
            elif batch.add(item):
                _take_batch(run, batch)
    except ImportRefused as error:
        run.result.broken_off = str(error)
    _take_batch(run, batch)
    _finish_references(run)
    if run.not_fetched:
        run.say("pictures", f"{run.not_fetched} on other sites were not fetched; they are links now")
    if not run.result.broken_off:
        Import.objects.filter(pk=run.of.pk).update(finished_at=now())
    return run.result


def _begin(origin: str) -> Import:
    """The origin's import: the one that was broken off, or a new one."""
    found, _ = Import.objects.get_or_create(origin=origin[:255], defaults={"moment": now()})
    if found.finished_at:
        found.moment, found.finished_at = now(), None
        found.save()
    return found


def _take_batch(run: Run, batch: Batch) -> None:
    """Take what has been collected, together; where one of it is bad, each by itself."""
    things = batch.empty()
    if len(things) < 2 or not _taken_together(run, things):
        for thing in things:
            _take(run, thing)
        return
    for thing in things:
        if isinstance(thing, Story):
            run.progress(thing.headline)


def _taken_together(run: Run, things: list[Story | Remark]) -> bool:
    run.forget_some()
    try:
        with run.holding(), transaction.atomic(), gathering():
            _take_all(run, things)
    except FAILURES:
        run.forget()
        return False
    return True


def _take_all(run: Run, things: list[Story | Remark]) -> None:
    """In the order of the file; those that can be filed together wait for the first that cannot."""
    stories = [thing for thing in things if isinstance(thing, Story)]
    known = run.known_of(Kind.STORY, (story.id for story in stories))
    names_there = _names_there(run, stories)
    waiting: dict[str, Waiting] = {}
    for place, thing in enumerate(things):
        run.place = place
        if isinstance(thing, Remark):
            run.remark(thing)
            continue
        key = thing.id[:KEY_LENGTH]
        digests = _digests(run, thing)
        one = known.get(key)
        if one and key not in waiting and (one.digest, one.talk_digest) == digests:
            run.result.count(Kind.STORY, Outcome.SAME)
        elif one or key in waiting or not _is_plain(run, thing, names_there, waiting):
            _file_waiting(run, waiting)
            run.place = place
            _take_story(run, thing)
            known.pop(key, None)
        else:
            waiting[key] = Waiting(place, thing, digests)
    _file_waiting(run, waiting)


def _names_there(run: Run, stories: list[Story]) -> set[UUID]:
    """Lasting names of these stories that articles have already."""
    names_of_all = {run.lasting_name(Kind.STORY, story.id) for story in stories}
    there = ArticlePage.objects.filter(translation_key__in=names_of_all)
    return set(there.values_list("translation_key", flat=True))


def _is_plain(run: Run, story: Story, there: set[UUID], waiting: dict[str, Waiting]) -> bool:
    """Whether a story comes out at once, is new, and refers to none that waits."""
    if story.state != State.PUBLISHED or (story.published or run.of.moment) > now():
        return False
    if story.entries:
        return False
    if run.lasting_name(Kind.STORY, story.id) in there:
        return False
    return not any(one[:KEY_LENGTH] in waiting for one in bodies.names_others(story.body))


def _file_waiting(run: Run, waiting: dict[str, Waiting]) -> None:
    """File the stories that wait together."""
    copies = []
    for place, story, _ in waiting.values():
        run.place = place
        for note in story.notes:
            run.say(_name(story), note)
        copies.append(copy_of(run, story))
    articles = file_all(copies=copies)
    filed = list(zip(waiting.values(), articles, strict=True))
    for (place, story, _), article in filed:
        run.place = place
        _tell_slug(run, story, article)
    run.result.redirects += redirects.lead_to_new(
        run, [(place, story, article) for (place, story, _), article in filed]
    )
    noted = []
    for (place, story, digests), article in filed:
        run.place = place
        run.result.comments += rooms.file_comments(article=article, comments=story.comments)
        run.result.count(Kind.STORY, Outcome.NEW)
        facts = {
            "digest": _or_unfinished(run, story, digests.facts), "talk_digest": digests.talk,
            "page": article, "revision_id": article.latest_revision_id,
        }  # fmt: skip
        noted.append((story.id, facts))
    run.note_new(Kind.STORY, noted)
    waiting.clear()


def _take(run: Run, item: Item) -> None:
    run.section_pages.clear()
    if isinstance(item, Remark):
        run.remark(item)
    elif isinstance(item, Names):
        names.take_names(run, item)
    elif isinstance(item, Story):
        if run.reading.agency:
            _take_copy(run, item)
        else:
            _take_story(run, item)
        run.progress(item.headline)
    elif isinstance(item, Former):
        _take_former(run, item)
    elif isinstance(item, Front):
        fronts.take_front(run, item)
    else:
        _take_once(run, item)


# Stories --------------------------------------------------------------------


def _take_story(run: Run, story: Story) -> None:
    kind = Kind.PAGE if story.kind == "page" else Kind.STORY
    known = run.known(kind, story.id)
    digests = _digests(run, story)
    if known and (known.digest, known.talk_digest) == digests:
        run.result.count(kind, Outcome.SAME)
        return
    if known and (known.digest, known.talk_digest) == (UNFINISHED + digests.facts, digests.talk):
        run.unfinished.append(replace(story, comments=()))
        run.result.count(kind, Outcome.SAME)
        return
    for note in story.notes:
        run.say(_name(story), note)
    file = _file_page if kind == Kind.PAGE else _file_article
    with _whole(run, kind, _name(story)):
        run.result.count(kind, file(run, story, known, digests))


def _take_copy(run: Run, story: Story) -> None:
    where = agency.name_of(story)
    with _whole(run, Kind.STORY, where):
        outcome = agency.take(run, story, copy_of=copy_of)
        if story.kind == "story":
            run.result.count(Kind.STORY, outcome)


class Digests(NamedTuple):
    """Fingerprints of a story, and of its comments."""

    facts: str
    talk: str


class Waiting(NamedTuple):
    """A story that waits to be filed with others; `place` is its place in the batch."""

    place: int
    story: Story
    digests: Digests


def _digests(run: Run, story: Story) -> Digests:
    return Digests(
        digest_of(replace(story, comments=()), str(run.options.pictures)),
        digest_of(story.comments) if story.comments else "",
    )


def _file_article(run: Run, story: Story, known: Imported | None, digests: Digests) -> Outcome:
    if known and known.page is None:
        return _stays_deleted(run, story, known, digests)
    if known is None:
        article, outcome = _new_article(run, story)
    else:
        assert known.page
        article = ArticlePage.objects.get(pk=known.page.pk)
        outcome = _renew(run, story, article, known, digests)
    run.result.redirects += redirects.lead_here(run, story, article)
    run.result.comments += rooms.file_comments(article=article, comments=story.comments)
    facts = digests.facts
    if outcome == Outcome.KEPT and known:
        facts, revision = known.digest, known.revision_id
    else:
        revision = article.latest_revision_id
        facts = _or_unfinished(run, story, facts)
    run.note(
        Kind.STORY, story.id, digest=facts, talk_digest=digests.talk, page=article, revision_id=revision
    )
    return outcome


def _or_unfinished(run: Run, story: Story, digest: str) -> str:
    """The digest, marked where the story refers to one that is not there yet."""
    if all(run.article_of(one) is not None for one in bodies.names_others(story.body)):
        return digest
    run.unfinished.append(replace(story, comments=()))
    return UNFINISHED + digest


def _tell_slug(run: Run, story: Story, page: Page) -> None:
    if story.slug and page.slug != story.slug:
        run.say(_name(story), f"its slug “{story.slug}” became “{page.slug}”")


def _new_article(run: Run, story: Story) -> tuple[ArticlePage, Outcome]:
    there = ArticlePage.objects.filter(translation_key=run.lasting_name(Kind.STORY, story.id)).first()
    if there:  # the paper's own archive, read back into the paper
        return there, Outcome.SAME
    copy = copy_of(run, story)
    public = story.state != State.DRAFT
    article = file_and_publish(copy=copy) if public else file_story(copy=copy)
    _tell_slug(run, story, article)
    return article, Outcome.NEW


def _renew(run: Run, story: Story, article: ArticlePage, known: Imported, digests: Digests) -> Outcome:
    """Bring an article to what the file says now, unless the newsroom has been at it."""
    if known.digest == digests.facts:
        return Outcome.CHANGED  # only its comments are new
    if article.latest_revision_id != known.revision_id:
        run.say(_name(story), "the newsroom has changed it since; it stays as it is")
        return Outcome.KEPT
    copy = copy_of(run, story)
    if story.state == State.DRAFT:
        refile(article=article, copy=copy)
    else:
        refile_and_publish(article=article, copy=copy)
    return Outcome.CHANGED


def _stays_deleted(run: Run, story: Story, known: Imported, digests: Digests) -> Outcome:
    run.say(_name(story), "the newsroom has deleted it; it stays deleted")
    run.note(known.kind, story.id, digest=digests.facts, talk_digest=digests.talk)
    return Outcome.KEPT


def _entry(one: Entry) -> Happened:
    return Happened(
        key=UUID(one.id),
        at=one.when,
        text=clean_text(one.text),
        headline=clean_line(one.headline)[:200],
        is_key=one.key,
        is_pinned=one.pinned,
        changed_at=one.changed,
    )


def copy_of(run: Run, story: Story) -> Copy:
    """The story as the newsroom files it."""
    where = _name(story)
    picture = run.kept_picture(story.picture, where)
    planned = story.published if story.state == State.SCHEDULED else None
    public = story.state == State.PUBLISHED or (planned is not None and planned <= now())
    return Copy(
        headline=clean_line(story.headline) or "…",
        section=names.section_of(run, story.section),
        body=bodies.stream_of(story.body, lookup=run.lookup(where)),
        key=run.lasting_name(Kind.STORY, story.id),
        slug=story.slug,
        kicker=clean_line(story.kicker)[:80],
        standfirst=clean_text(story.standfirst),
        language=story.language if story.language in dict(settings.LANGUAGES) else "",
        dateline_place=clean_line(story.dateline_place)[:120],
        dateline_date=date.fromisoformat(story.dateline_date) if story.dateline_date else None,
        source=names.source_of(run, story.agency) if story.agency else None,
        authors=_once([names.author_of(run, one) for one in story.bylines]),
        topics=_once([names.topic_of(run, one) for one in story.subjects]),
        picture=picture,
        picture_caption=_own_caption(story, picture),
        published_at=(story.published or run.of.moment) if public else None,
        updated_at=story.updated if public else None,
        go_live_at=None if public else planned,
        live_coverage=story.live,
        comment_mode=story.comment_mode or ("" if story.comments_open else CommentMode.CLOSED),
        contributed_by=clean_line(story.contributed_by)[:120],
        corrections=[
            Noted(
                when=one.when,
                text=clean_text(one.text),
                before=clean_text(one.before),
                after=clean_text(one.after),
            )
            for one in story.corrections
        ],
        entries=[_entry(one) for one in story.entries],
        seo_title=clean_line(story.seo_title)[:255],
        search_description=clean_text(story.search_description),
    )


def _own_caption(story: Story, picture: Picture | None) -> str:
    """The caption in this article, where it differs from the picture's own."""
    if not picture or not story.picture or story.picture.caption == picture.caption:
        return ""
    return clean_text(story.picture.caption)


def _once(things: list[T]) -> list[T]:
    return list(dict.fromkeys(things))


def _take_former(run: Run, former: Former) -> None:
    """Put what a story said before into its article's history, once."""
    pk = run.article_of(former.story)
    if pk is None:
        run.say(f"story “{former.text.slug}”", "a former text is left out: its article is not here")
        return
    with _whole(run, Kind.STORY, _name(former.text)):
        copy = replace(copy_of(run, former.text), published_at=former.text.published)
        file_former(article=ArticlePage.objects.get(pk=pk), copy=copy, at=former.when)


def _finish_references(run: Run) -> None:
    """Stories that refer to later ones get their links now that all are there."""
    for story in run.unfinished:
        with _whole(run, Kind.STORY, _name(story)):
            known = run.known(Kind.STORY, story.id)
            assert known
            assert known.page
            lost = [one for one in bodies.names_others(story.body) if run.article_of(one) is None]
            for one in lost:
                run.say(_name(story), f"it refers to the story “{one}”, which is not in the paper")
            article = ArticlePage.objects.get(pk=known.page.pk)
            if len(lost) < len(set(bodies.names_others(story.body))):
                refile(article=article, copy=copy_of(run, story))
                # The text without its links was never meant to be kept.
                Revision.objects.filter(pk=known.revision_id).delete()
            run.note(
                Kind.STORY,
                story.id,
                digest=digest_of(story, str(run.options.pictures)),
                revision_id=article.latest_revision_id,
            )


# Standing pages -------------------------------------------------------------


def _file_page(run: Run, story: Story, known: Imported | None, digests: Digests) -> Outcome:
    if known and known.page is None:
        return _stays_deleted(run, story, known, digests)
    title = clean_line(story.headline) or "…"
    body = bodies.stream_of(story.body, lookup=run.lookup(_name(story)))
    if known and known.page:
        page = StandingPage.objects.get(pk=known.page.pk)
        outcome = _renew_page(run, page, title, body, known)
    else:
        page, outcome = _new_page(run, story, title, body)
    run.result.redirects += redirects.lead_here(run, story, page)
    if story.comments:
        text = f"its {len(story.comments)} comments are left out: standing pages have none"
        run.say(_name(story), text)
    kept = outcome == Outcome.KEPT and known
    run.note(
        Kind.PAGE,
        story.id,
        digest=known.digest if kept and known else digests.facts,
        talk_digest=digests.talk,
        page=page,
        revision_id=known.revision_id if kept and known else page.latest_revision_id,
    )
    return outcome


def _new_page(run: Run, story: Story, title: str, body: bodies.Stream) -> tuple[StandingPage, Outcome]:
    name = run.lasting_name(Kind.PAGE, story.id)
    if there := StandingPage.objects.filter(translation_key=name).first():
        return there, Outcome.SAME
    above = run.known(Kind.PAGE, story.parent) if story.parent else None
    parent = above.page.specific if above and above.page else FrontPage.objects.get()
    public = story.state == State.PUBLISHED
    page = file_page(title=title, body=body, parent=parent, slug=story.slug, key=name, public=public)
    _tell_slug(run, story, page)
    return page, Outcome.NEW


def _renew_page(
    run: Run, page: StandingPage, title: str, body: bodies.Stream, known: Imported
) -> Outcome:
    if page.latest_revision_id != known.revision_id:
        run.say(f"page “{title}”", "the newsroom has changed it since; it stays as it is")
        return Outcome.KEPT
    refile_page(page=page, title=title, body=body)
    return Outcome.CHANGED


# Threads, issues, subscribers, contributions --------------------------------


def _take_once(run: Run, item: Thread | Issue | Subscriber | Contribution) -> None:
    """Things that other rooms keep, and that they know again by their key."""
    kind = KINDS[type(item)]
    key = item.email if isinstance(item, Subscriber) else item.id
    known = run.known(kind, key)
    digest = digest_of(item)
    if known and known.digest == digest:
        run.result.count(kind, Outcome.SAME)
        return
    with _whole(run, kind, f"{kind} “{key}”"):
        rooms.file(run, item)
        run.note(kind, key, digest=digest)
        run.result.count(kind, Outcome.CHANGED if known else Outcome.NEW)


KINDS = {
    Thread: Kind.THREAD,
    Issue: Kind.ISSUE,
    Subscriber: Kind.SUBSCRIBER,
    Contribution: Kind.CONTRIBUTION,
}


@contextmanager
def _whole(run: Run, kind: str, where: str) -> Iterator[None]:
    """All of a thing or none of it: what fails is reported, and the import goes on."""
    try:
        with transaction.atomic():
            yield
    except FAILURES as error:
        run.forget()
        run.skip(kind, where, f"left out: {_sentence(error)}")


def _sentence(error: Exception) -> str:
    messages = error.messages if isinstance(error, ValidationError) else [str(error)]
    return " ".join(messages).strip() or type(error).__name__


def _name(story: Story) -> str:
    return f"{story.kind} “{story.slug or story.headline[:60]}”"
