"""Any story goes out as WordPress's export and comes back the same, as far as that can hold it."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import timedelta
from html import escape
from pathlib import Path

from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.wire.formats.wxr import FORMAT
from broadsheet.wire.reading import Options
from broadsheet.wire.story import (
    Block,
    Byline,
    Comment,
    CommentState,
    Embed,
    FactBox,
    Gallery,
    Picture,
    Related,
    Rights,
    Section,
    State,
    Story,
    Subject,
    Text,
)
from broadsheet.wire.writers import wxritems
from broadsheet.wire.writers.html import html_of
from broadsheet.wire.writers.wxritems import Place
from tests.wire.test_any_story import EPOCH, EXAMPLES, MOMENTS, SOME_WORDS, WORDS, any_story, merged

SLUGS = st.sampled_from(["ann-lee", "bo", "城市", "dé-jà"])
NAMES = st.lists(st.tuples(SLUGS, SOME_WORDS), max_size=3, unique_by=lambda pair: pair[0])
SECTIONS = st.none() | st.builds(Section, slug=st.just("part"), name=SOME_WORDS, description=WORDS)
COMMENTS = st.builds(
    Comment,
    id=st.just(""),
    name=SOME_WORDS,
    text=st.lists(SOME_WORDS, min_size=1, max_size=3).map("\n\n".join),
    when=MOMENTS,
    email=st.sampled_from(["", "jo@example.org"]),
    url=st.sampled_from(["", "https://jo.example/"]),
    state=st.sampled_from(CommentState),
)


@st.composite
def any_article(draw: st.DrawFn) -> Story:
    """A story of a paper, or a standing page."""
    story = draw(any_story().filter(lambda one: one.kind == "story"))
    comments = draw(st.lists(COMMENTS, max_size=3))
    state = draw(st.sampled_from(State))
    return replace(
        story,
        id=draw(st.integers(1, 10**6).map(str)),
        kind=draw(st.sampled_from(["story", "page"])),
        state=state,
        slug=draw(SLUGS),
        published=story.published or EPOCH + timedelta(days=9999),
        section=draw(SECTIONS),
        subjects=tuple(Subject(slug=slug, name=name) for slug, name in draw(NAMES)),
        bylines=tuple(Byline(slug=slug, name=name) for slug, name in draw(NAMES)),
        comments=tuple(
            replace(one, id=str(number), parent="1" if number > 1 else "")
            for number, one in enumerate(comments, 1)
        ),
        comments_open=draw(st.booleans()),
    )


def export_of(story: Story) -> str:
    """The story as an export of its own."""
    parts = [wxritems.head()]
    elements = [
        wxritems.group("author", {"author_login": one.slug, "author_display_name": one.name})
        for one in story.bylines
    ]
    if story.section:
        facts = {
            "category_nicename": story.section.slug,
            "cat_name": story.section.name,
            "category_description": story.section.description,
        }
        elements.append(wxritems.group("category", facts))
    if story.picture:
        elements.append(
            wxritems.attachment(story.picture, number=10**9, title=story.picture.alt, made_at=None)
        )
    place = Place(
        number=int(story.id),
        address="https://paper.example/part/a/",
        when=story.published,
        thumbnail=10**9 if story.picture else 0,
    )
    body = html_of(story.body, leading=lambda _: ("", ""), source=str)
    item = wxritems.item(story, place=place, body=body)
    wxritems.put_comments(item, story.comments, after=0)
    return "".join([*parts, *map(wxritems.text_of, [*elements, item]), wxritems.TAIL])


def held(story: Story) -> Story:
    """What the table in docs/formats.md says that the export can hold."""
    public = story.state == State.PUBLISHED
    comments = tuple(one for one in story.comments if one.state != CommentState.REMOVED)
    gone = len(story.comments) - len(comments)
    notes = []
    if story.state == State.SCHEDULED:
        when = f"{timezone.localtime(story.published):%Y-%m-%d %H:%M:%S}"
        notes.append(f"it is scheduled for {when}; it came in as a draft")
    if gone:
        notes.append(f"{gone} of its comments left out: spam or trash")
    return Story(
        id=story.id,
        kind=story.kind,
        headline=story.headline,
        slug=story.slug,
        standfirst=story.standfirst,
        state=State.PUBLISHED if public else State.DRAFT,
        published=story.published if public else None,
        section=story.section,
        subjects=story.subjects,
        bylines=story.bylines,
        picture=_picture(story.picture) if story.picture else None,
        body=merged([part for block in story.body for part in _held(block)]),
        comments=comments,
        comments_open=story.comments_open,
        old_urls=("/part/a/",),
        notes=tuple(notes),
    )


def _held(block: Block) -> list[Block]:
    match block:
        case FactBox():
            return [Text(html=f"<h3>{escape(block.title, quote=False)}</h3>{block.html}")]
        case Embed(caption=caption) if caption:
            return [Embed(url=block.url), Text(html=f"<p>{escape(caption, quote=False)}</p>")]
        case Picture():
            return [_picture(block)]
        case Gallery():
            return [replace(block, pictures=tuple(map(_picture, block.pictures)))]
        case Related():
            return []
    return [block]


def _picture(picture: Picture) -> Picture:
    words = " – ".join(one for one in (picture.caption, picture.credit) if one)
    return replace(picture, caption=words, credit="", rights=Rights())


@settings(max_examples=EXAMPLES, deadline=None)
@given(story=any_article())
def test_an_article_comes_back(story: Story) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xml"
        path.write_text(export_of(story), encoding="utf-8")
        assert FORMAT.recognises(path, path.read_bytes()[:8192])
        read = FORMAT.read(path, Options(pictures=False)).items(lambda _: EPOCH)
        assert [one for one in read if isinstance(one, Story)] == [held(story)]
