"""Articles go out as Markdown, and the same stories come back."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from broadsheet.news.models import ArticlePage
from broadsheet.news.models import Picture as KeptPicture
from broadsheet.wire import cleaning, jsonlines, outgoing
from broadsheet.wire.api import ExportRefused, Options, export, import_file
from broadsheet.wire.frontmatter.fields import Fields
from broadsheet.wire.frontmatter.head import split
from broadsheet.wire.frontmatter.marking import flat
from broadsheet.wire.frontmatter.stories import story_of
from broadsheet.wire.frontmatter.tree import Tree
from broadsheet.wire.frontmatter.writing import file_of
from broadsheet.wire.outgoing import Outgoing
from broadsheet.wire.story import (
    Agency,
    Block,
    Byline,
    Comment,
    Correction,
    Embed,
    FactBox,
    Gallery,
    Picture,
    PullQuote,
    Related,
    Section,
    State,
    Story,
    Subject,
    Table,
    Text,
)  # fmt: skip
from broadsheet.wire.wordpress import slug_in
from broadsheet.wire.writers.markdown import STORY_LINK, path_of
from tests.wire.everything import empty_the_paper

LETTERS = string.ascii_letters + string.digits + " .,:;!?-–_*#`~[]()<>&\"'|\\/+={}@$%^äß新聞"
names = st.text(string.ascii_letters + "äé '", min_size=1, max_size=30).map(str.strip).filter(slug_in)
lines = st.text(LETTERS, max_size=60).map(lambda one: " ".join(one.split()))
some = lines.filter(bool)
moments = st.integers(631152000, 1704067200).map(lambda one: datetime.fromtimestamp(one, UTC))
slugs = st.from_regex(r"[a-z]{1,8}(-[a-z]{1,8})?", fullmatch=True)
sources = slugs.map(lambda one: f"https://pics.example.org/{one}.jpg")
pictures = st.builds(Picture, src=sources, alt=lines, caption=lines, credit=lines)


def plain(words: str) -> str:
    return cleaning.plain(words.replace("&", "&amp;").replace("<", "&lt;"))


def escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


inline = st.recursive(
    lines.map(escaped),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["b", "i", "s", "sup", "sub"]), inner).map(
            lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
        ),
        inner.map(lambda one: f'<a href="https://example.org/?a=1&amp;b=(2)">{one}</a>'),
        st.lists(inner, min_size=2, max_size=3).map("<br>".join),
        st.lists(inner, min_size=2, max_size=3).map("".join),
    ),
    max_leaves=6,
)
lists = st.tuples(st.sampled_from(["ul", "ol"]), st.lists(inline, min_size=1, max_size=3)).map(
    lambda pair: f"<{pair[0]}>{''.join(f'<li>{one}</li>' for one in pair[1])}</{pair[0]}>"
)
parts = st.one_of(
    st.tuples(st.sampled_from(["p", "h2", "h3", "blockquote"]), inline).map(
        lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
    ),
    lists,
    st.just("<hr>"),
)


def one_text(html: str) -> Text | None:
    """What the paper keeps of it, when that is one block of text."""
    found = cleaning.blocks_of(html)
    if len(found) != 1 or not isinstance(found[0], Text):
        return None
    again = cleaning.blocks_of(found[0].html)
    return found[0] if again == found else None


texts = st.lists(parts, min_size=1, max_size=4).map("".join).map(one_text).filter(bool)
rows = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.tuples(*[lines] * width), min_size=1, max_size=4)
)
others = st.one_of(
    pictures,
    st.builds(Gallery, pictures=st.lists(pictures, min_size=1, max_size=3).map(tuple), title=lines),
    st.builds(PullQuote, text=some, attribution=lines),
    st.builds(FactBox, title=some, html=texts.map(lambda one: one.html)),
    st.builds(Embed, url=slugs.map(lambda one: f"https://video.example.org/{one}"), caption=lines),
    st.builds(
        Table, rows=rows.map(tuple), header=st.booleans(), side_header=st.booleans(), caption=lines
    ),
    st.builds(Related, ids=st.lists(slugs, min_size=1, max_size=3).map(tuple), title=lines),
)


def apart(blocks: list[Block]) -> tuple[Block, ...]:
    """No text beside another text: in a file they are one."""
    kept: list[Block] = []
    for block in blocks:
        if not (kept and isinstance(kept[-1], Text) and isinstance(block, Text)):
            kept.append(block)
    return tuple(kept)


bodies = st.lists(st.one_of(texts, others), max_size=6).map(apart)
sections = names.map(lambda one: Section(name=one, slug=slug_in(one)))
stories = st.builds(
    Story,
    id=st.just("news/story.md"),
    headline=some.map(plain).filter(bool),
    body=bodies,
    state=st.sampled_from([State.PUBLISHED, State.DRAFT]),
    slug=slugs,
    kicker=lines,
    standfirst=lines.map(plain),
    dateline_place=lines,
    published=moments,
    section=sections,
    bylines=st.lists(
        names.map(lambda one: Byline(name=one, slug=slug_in(one))), max_size=3, unique=True
    ).map(tuple),
    agency=st.none() | names.map(lambda one: Agency(name=one, slug=slug_in(one), credit_line="From it")),
    subjects=st.lists(
        st.tuples(names, st.sampled_from(["subject", "place"])).map(
            lambda pair: Subject(name=pair[0], slug=slug_in(pair[0]), kind=pair[1])
        ),
        max_size=3, unique_by=lambda one: one.slug,
    ).map(tuple),
    picture=st.none() | pictures.map(
        lambda one: replace(
            one, alt=plain(one.alt), caption=plain(one.caption), credit=plain(one.credit)
        )
    ),
    corrections=st.lists(st.builds(Correction, when=moments, text=some), max_size=2).map(tuple),
    comments_open=st.booleans(),
    contributed_by=lines,
    seo_title=lines,
    search_description=lines.map(plain),
    old_urls=st.lists(slugs.map(lambda one: f"/old/{one}"), max_size=2, unique=True).map(tuple),
)  # fmt: skip


def normal(story: Story) -> Story:
    """Without what nobody sees: line breaks between the tags of a text."""
    body = tuple(
        replace(one, html=flat(one)) if isinstance(one, (Text, FactBox)) else one for one in story.body
    )
    subjects = tuple(one for one in story.subjects if story.section and one.slug != story.section.slug)
    return replace(story, body=body, subjects=subjects)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(stories)
def test_any_story_comes_back_from_its_file(story: Story) -> None:
    text = file_of(story, address="/here/")
    head = split(text)
    tree = Tree(Path("/nowhere"))
    tree.grow(story.id, Fields(head.fields))
    found = story_of(story.id, head, tree)
    assert found.notes == ()
    assert found.old_urls == ("/here/", *story.old_urls)
    wanted = normal(story)
    if story.search_description == story.standfirst:
        wanted = replace(wanted, search_description=found.search_description)
    assert normal(replace(found, old_urls=story.old_urls)) == wanted


@pytest.mark.django_db
def test_a_paper_goes_out_as_markdown_and_comes_back(edition: Path, tmp_path: Path, client: Any) -> None:
    import_file(path=edition)
    addresses = {page.slug: page.url for page in ArticlePage.objects.all()}
    done = export(path=tmp_path / "out", format_name="markdown")
    assert (done.stories, done.pictures) == (3, 2)
    flood = (tmp_path / "out/city/flood.md").read_text()
    head = yaml.safe_load(flood.split("---\n")[1])
    assert head["title"] == "River at its highest"
    assert head["url"] == "/city/flood/"
    assert head["image"]["src"].startswith("../pictures/")
    assert "[the comet](<../science/comet.md>)" in flood
    before = story_facts()
    empty_the_paper()
    result = import_file(path=tmp_path / "out", options=Options(pictures=False))
    assert not [line for line in result.lines if "live" not in str(line)]
    assert story_facts() == before
    assert {page.slug: page.url for page in ArticlePage.objects.all()} == addresses
    assert KeptPicture.objects.count() > 0
    assert client.get("/old/flood.html")["Location"] == "/city/flood/"


def story_facts() -> Any:
    """What each article says, without the numbers of this database."""
    facts = {}
    for page, story in outgoing.stories(Outgoing(path_of)):
        body = tuple(
            replace(one, html=STORY_LINK.sub("", flat(one))) if isinstance(one, (Text, FactBox))
            else replace(one, ids=()) if isinstance(one, Related) else one
            for one in story.body
        )  # fmt: skip
        facts[page.slug] = replace(story, id="", body=body, live=False, language="", old_urls=())
    return facts


@pytest.mark.django_db
def test_nothing_is_written_over(edition: Path, tmp_path: Path) -> None:
    import_file(path=edition)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/mine.txt").write_text("mine")
    with pytest.raises(ExportRefused, match="is there already"):
        export(path=tmp_path / "out", format_name="markdown")
    assert (tmp_path / "out/mine.txt").read_text() == "mine"
    assert Page.objects.exists()


@pytest.mark.django_db
def test_a_format_that_is_none_is_refused(paper: Any, tmp_path: Path) -> None:
    with pytest.raises(ExportRefused, match="There is no format “pdf”; there are archive, markdown"):
        export(path=tmp_path / "out", format_name="pdf")


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(stories, st.lists(moments, max_size=3))
def test_any_story_comes_back_from_a_line_of_the_archive(story: Story, said: list[datetime]) -> None:
    comments = tuple(
        Comment(id=f"c{number}", name="Olga", text="So.\n\nYes.", when=when, parent="c0" * bool(number))
        for number, when in enumerate(said)
    )
    whole = replace(story, comments=comments, parent="x", live=True)
    line = jsonlines.dump(whole)
    assert "\n" not in line
    assert jsonlines.load(line, Story) == whole
    assert jsonlines.dump(jsonlines.load(line, Story)) == line


def test_an_article_and_its_translation_are_two_files(
    tmp_path: Path, file_article: Any, translate: Any
) -> None:
    there = translate(file_article())
    link = f'<p data-block-key="a1"><a linktype="page" id="{there.pk}">бұрын</a></p>'
    later = file_article("Кейін", section=there.section, body=[("text", link)])
    export(path=tmp_path / "out", format_name="markdown")
    assert "The river rose" in (tmp_path / "out/world/river-rises.md").read_text()
    assert "Сейсенбіде" in (tmp_path / "out/kk/world/river-rises.md").read_text()
    assert "[бұрын](<river-rises.md>)" in (tmp_path / f"out/kk/world/{later.slug}.md").read_text()
