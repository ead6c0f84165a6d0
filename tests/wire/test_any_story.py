"""Any story goes through each format and back as the same, as far as the format can hold it.

What each cannot hold is said here, in the functions `held_by_…`, and in docs/formats.md.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from broadsheet.wire import markup
from broadsheet.wire.cleaning import blocks_of
from broadsheet.wire.datelines import Dateline, dateline_in
from broadsheet.wire.formats import copy_formats
from broadsheet.wire.story import (
    Agency,
    Block,
    Byline,
    Embed,
    FactBox,
    Gallery,
    Picture,
    PullQuote,
    Related,
    Release,
    Rights,
    Signal,
    State,
    Story,
    Subject,
    Table,
    Text,
)

EXAMPLES = int(os.environ.get("BROADSHEET_EXAMPLES", "40"))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# Any story -------------------------------------------------------------------

LETTERS = st.characters(
    categories=("Lu", "Ll", "Lo", "Nd", "Po", "Sm", "So", "Pd"), exclude_characters="\\\ue0ff"
)
WORDS = st.lists(
    st.text(LETTERS | st.sampled_from("&<>'\"é٣字"), min_size=1, max_size=6), max_size=4
).map(lambda words: " ".join(" ".join(words).split()))
SOME_WORDS = WORDS.filter(bool)
MOMENTS = st.datetimes(datetime(1975, 1, 1), datetime(2050, 1, 1)).map(  # noqa: DTZ001 - made aware here
    lambda when: when.replace(microsecond=0, tzinfo=UTC)
)
ADDRESSES = st.integers(0, 10**9).map(lambda number: f"https://pictures.example/{number}.jpg")
CODES = st.one_of(
    st.just(""),
    st.integers(0, 999_999).map(lambda number: f"medtop:20{number:06}"),
    st.integers(0, 999_999).map(lambda number: f"subj:04{number:06}"),
    st.sampled_from(["N2:POL", "NSW", "a:b:c"]),
)
RIGHTS = st.builds(Rights, holder=WORDS, notice=WORDS, terms=WORDS)
PICTURES = st.builds(Picture, src=ADDRESSES, alt=WORDS, caption=WORDS, credit=WORDS, rights=RIGHTS)
ESCAPED = SOME_WORDS.map(
    lambda words: words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
)
INLINE = st.lists(
    ESCAPED
    | st.builds(
        lambda tag, words: f"<{tag}>{words}</{tag.split()[0]}>",
        st.sampled_from(["b", "i", "s", "sup", "sub", 'a href="https://x.example/?a=1&amp;b"']),
        ESCAPED,
    ),
    min_size=1,
    max_size=3,
).map(" ".join)
PARAGRAPHS = st.one_of(
    INLINE.map(lambda inside: f"<p>{inside}</p>"),
    INLINE.map(lambda inside: f"<p>{inside}<br>{inside}</p>"),
    ESCAPED.map(lambda inside: f"<h2>{inside}</h2>"),
    ESCAPED.map(lambda inside: f"<h3>{inside}</h3>"),
    INLINE.map(lambda inside: f"<blockquote>{inside}</blockquote>"),
    st.lists(INLINE, min_size=1, max_size=3).map(
        lambda items: "<ul>" + "".join(f"<li>{one}</li>" for one in items) + "</ul>"
    ),
    st.just("<hr>"),
)
TEXTS = st.lists(PARAGRAPHS, min_size=1, max_size=4).map(lambda parts: Text(html="".join(parts)))
TABLES = st.builds(
    lambda rows, header, caption: Table(rows=tuple(rows), header=header, caption=caption),
    st.lists(st.tuples(SOME_WORDS, SOME_WORDS), min_size=2, max_size=3),
    st.booleans(),
    WORDS,
)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    TEXTS,
    PICTURES,
    TABLES,
    st.builds(PullQuote, text=SOME_WORDS, attribution=WORDS),
    st.builds(Embed, url=st.just("https://video.example/watch?v=1&t=2"), caption=WORDS),
    st.builds(Gallery, pictures=st.tuples(PICTURES, PICTURES), title=WORDS),
    st.builds(FactBox, title=SOME_WORDS, html=PARAGRAPHS),
    st.builds(Related, ids=st.just(("urn:x:1",)), title=WORDS),
)


@st.composite
def any_story(draw: st.DrawFn) -> Story:
    kind = draw(st.sampled_from(["story", "story", "story", "picture", "package"]))
    body: tuple[Block, ...] = ()
    if kind == "story":
        body = merged(draw(st.lists(BLOCKS, max_size=4)))
    elif kind == "package":
        body = (
            Related(
                ids=tuple(
                    draw(st.lists(st.sampled_from(["urn:x:1", "a b", "7"]), min_size=1, unique=True))
                )
            ),
        )
    main = draw(PICTURES if kind == "picture" else st.none() | PICTURES)
    if kind == "package":
        main = None
    sources = [one.src for one in pictures_of(body)] + ([main.src] if main else [])
    assume(len(set(sources)) == len(sources))
    assume(dateline_in(body, sent=None) == Dateline())
    published = draw(st.none() | MOMENTS)
    later = draw(st.none() | st.integers(1, 10**6).map(lambda seconds: timedelta(seconds=seconds)))
    last = (published or EPOCH) + (later or timedelta())
    place = draw(st.sampled_from(["", "Berlin", "New York, NY", "東京"]))
    return Story(
        id=draw(st.sampled_from(["urn:newsml:x.example:2020:1", "7", "a b/ü"])),
        kind=kind,
        state=State.DRAFT,
        headline=draw(SOME_WORDS),
        kicker=draw(WORDS),
        slugline=draw(WORDS),
        standfirst=draw(WORDS) if kind != "picture" else "",
        language=draw(st.sampled_from(["", "en", "de-AT", "ar"])),
        dateline_place=place,
        dateline_date=draw(st.sampled_from(["", "2020-02-29"])) if place else "",
        body=body,
        bylines=draw(bylines()) if kind != "picture" else (),
        agency=draw(st.none() | AGENCIES),
        published=published,
        updated=published + later if published and later else None,
        subjects=tuple(draw(st.lists(SUBJECTS, max_size=3))),
        keywords=tuple(draw(st.lists(SOME_WORDS, max_size=3))),
        picture=main,
        urgency=draw(st.integers(0, 9)),
        version=draw(st.just("") | st.integers(1, 10**9).map(str)),
        release=draw(st.sampled_from(Release)),
        signal=draw(st.sampled_from(Signal)),
        embargo=draw(st.none() | st.just(last + timedelta(days=1))),
        ednote=draw(WORDS),
        rights=main.rights if kind == "picture" and main else draw(RIGHTS),
    )


AGENCIES = st.builds(
    Agency, name=SOME_WORDS, credit_line=WORDS, url=st.sampled_from(["", "https://agency.example/"])
)
SUBJECTS = st.builds(
    Subject,
    name=SOME_WORDS,
    code=CODES,
    kind=st.sampled_from(["subject", "person", "place", "organisation", "event"]),
)


def bylines() -> st.SearchStrategy[tuple[Byline, ...]]:
    one = st.builds(Byline, name=SOME_WORDS, slug=st.sampled_from(["", "ann-lee"]), role=WORDS)
    return st.lists(one, max_size=3).map(tuple)


def merged(blocks: list[Block]) -> tuple[Block, ...]:
    """Blocks in which no two texts follow each other, and each is as cleaning leaves it."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Text) and found and isinstance(found[-1], Text):
            found[-1] = Text(html=found[-1].html + block.html)
        else:
            found.append(block)
    for block in found:
        if isinstance(block, (Text, FactBox)):
            assume(blocks_of(block.html) == (Text(html=block.html),))
    return tuple(found)


def pictures_of(body: tuple[Block, ...]) -> list[Picture]:
    found = [block for block in body if isinstance(block, Picture)]
    return found + [one for block in body if isinstance(block, Gallery) for one in block.pictures]


# What each format holds ------------------------------------------------------


def held_by_ninjs(story: Story) -> Story:
    """No signal, no day in the dateline, no roles of authors; a fact box becomes text."""
    kinds = ["person", "organisation", "place", "event", "subject"]
    return replace(
        without_related(as_html(story)),
        signal=Signal.NONE,
        dateline_date="",
        bylines=tuple(replace(one, role="") for one in story.bylines),
        subjects=tuple(sorted(story.subjects, key=lambda one: kinds.index(one.kind))),
    )


def held_by_nitf(story: Story) -> Story:
    """Every item is a story; no kicker, no address of the agency."""
    coded = [
        one for one in story.subjects if one.kind == "subject" and one.code[:5] in {"medto", "subj:"}
    ]
    others = [one for one in story.subjects if one not in coded]
    agency = replace(story.agency, url="") if story.agency else None
    return replace(
        without_related(story),
        kind="story",
        kicker="",
        agency=agency,
        subjects=(*coded, *others),
    )


def held_by_newsmlg2(story: Story) -> Story:
    """No rights of pictures inside a text; it must have a time, if only that of 1970."""
    story = as_html(story)
    published = story.published or EPOCH
    if story.kind == "story":
        picture = replace(story.picture, rights=Rights()) if story.picture else None
        body = tuple(without_rights(block) for block in without_related(story).body)
        return replace(story, published=published, picture=picture, body=body)
    if story.picture:
        line = story.agency.credit_line if story.agency else ""
        taken = story.picture.credit.removesuffix(f"/{line}") if line else story.picture.credit
        credit = "/".join(dict.fromkeys(filter(None, [taken, line])))
        return replace(story, published=published, picture=replace(story.picture, credit=credit))
    return replace(story, published=published)


def as_html(story: Story) -> Story:
    """Fact boxes as HTML has them: a heading and its text."""
    body: list[Block] = []
    for block in story.body:
        if isinstance(block, FactBox):
            block = Text(html=blocks_of(markup.html_of([block]))[0].html)  # type: ignore[union-attr]
        body.append(block)
    return replace(story, body=merged(body))


def without_related(story: Story) -> Story:
    return replace(story, body=merged([one for one in story.body if not isinstance(one, Related)]))


def without_rights(block: Block) -> Block:
    if isinstance(block, Picture):
        return replace(block, rights=Rights())
    if isinstance(block, Gallery):
        return replace(block, pictures=tuple(replace(one, rights=Rights()) for one in block.pictures))
    return block


HELD: dict[str, Callable[[Story], Story]] = {
    "ninjs": held_by_ninjs,
    "NITF": held_by_nitf,
    "NewsML-G2": held_by_newsmlg2,
}


def test_every_format_that_is_written_is_tried() -> None:
    assert set(HELD) == {name for name, form in copy_formats().items() if form.write}


@pytest.mark.parametrize("name", HELD)
@settings(max_examples=EXAMPLES, deadline=None)
@given(story=any_story())
def test_a_story_comes_back(name: str, story: Story) -> None:
    form = copy_formats()[name]
    assert form.write
    written = form.write([story])
    assert form.recognises(written[:8192])
    assert list(form.read(written)) == [HELD[name](story)]


@pytest.mark.parametrize("name", HELD)
@settings(max_examples=5, deadline=None)
@given(stories=st.lists(any_story(), min_size=2, max_size=3))
def test_several_stories_come_back(name: str, stories: list[Story]) -> None:
    form = copy_formats()[name]
    assert form.write
    assert list(form.read(form.write(stories))) == list(map(HELD[name], stories))


@pytest.mark.parametrize(
    ("name", "file"), [("NITF", "nitf-3-6.xsd"), ("NewsML-G2", "NewsML-G2_2.28-spec-All-Power.xsd")]
)
def test_what_is_written_is_valid(name: str, file: str, fixtures: Path) -> None:
    schema = etree.XMLSchema(etree.parse(fixtures / "schemas" / file))
    write = copy_formats()[name].write
    assert write

    @settings(max_examples=EXAMPLES, deadline=None)
    @given(any_story())
    def valid(story: Story) -> None:
        schema.assertValid(etree.fromstring(write([story])))

    valid()
