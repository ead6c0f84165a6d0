"""Nothing outside the block model survives, and nothing a reader wants is lost."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.wire import cleaning
from broadsheet.wire.api import Options, import_file
from broadsheet.wire.story import Embed, Gallery, Picture, PullQuote, Table, Text


def text(html: str, **how: Any) -> str:
    return "".join(block.html for block in cleaning.blocks_of(html, **how) if isinstance(block, Text))


def test_names_of_tags_become_those_of_the_block_model() -> None:
    assert text("<h1>A</h1><h5>B</h5><p><strong>c</strong> <em>d</em> <del>e</del></p>") == (
        "<h2>A</h2><h3>B</h3><p><b>c</b> <i>d</i> <s>e</s></p>"
    )
    assert text("<dl><dt>Term</dt><dd>What</dd></dl>") == "<p><b>Term</b></p><p>What</p>"
    assert text("<pre>a\n  b</pre>") == "<p>a<br>  b</p>"


def test_quotations_stay_and_hold_lines() -> None:
    assert text("<blockquote><p>One</p><p>Two</p></blockquote>") == "<blockquote>One<br>Two</blockquote>"


def test_older_posts_get_their_paragraphs_from_blank_lines() -> None:
    assert text("One\ntwo\n\nThree <b>four</b>", line_breaks=True) == (
        "<p>One<br>two</p><p>Three <b>four</b></p>"
    )


def test_pictures_leave_the_text_in_order() -> None:
    blocks = cleaning.blocks_of('<p>One</p><p><a href="/b"><img src="a.png" alt="A"></a></p><p>Two</p>')
    assert [type(block) for block in blocks] == [Text, Picture, Text]
    assert blocks[1] == Picture(src="a.png", alt="A")


def test_figures_galleries_frames_tables_and_pull_quotes_become_blocks() -> None:
    blocks = cleaning.blocks_of(
        '<figure><img src="a.png"><figcaption>The <b>A</b></figcaption></figure>'
        '<figure><figure><img src="b.png"></figure><figure><img src="c.png"></figure></figure>'
        '<iframe src="https://www.youtube.com/embed/x1"></iframe>'
        "<table><tr><th>K</th><th>V</th></tr><tr><td>1</td><td>2</td></tr></table>"
        '<figure class="wp-block-pullquote"><blockquote><p>Q</p><cite>Me</cite></blockquote></figure>'
        "<p>https://vimeo.com/77</p>"
    )
    assert blocks == (
        Picture(src="a.png", caption="The A"),
        Gallery(pictures=(Picture(src="b.png"), Picture(src="c.png"))),
        Embed(url="https://www.youtube.com/watch?v=x1"),
        Table(rows=(("K", "V"), ("1", "2"))),
        PullQuote(text="Q", attribution="Me"),
        Embed(url="https://vimeo.com/77"),
    )


def test_counters_and_smileys_are_no_pictures() -> None:
    blocks = cleaning.blocks_of(
        '<p>Hi <img class="wp-smiley" src="s.png" alt=":)"> you'
        '<img src="t.gif" width="1" height="1"></p>'
    )
    assert blocks == (Text(html="<p>Hi :) you</p>"),)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 5000 + "x",
        "<b>" * 5000 + "x",
        "<blockquote>" * 2000 + "x",
        "<table><tr><td>" * 400 + "x",
    ],
)
def test_markup_without_end_is_survived(html: str) -> None:
    assert "x" in str(cleaning.blocks_of(html))


def test_cleaning_twice_changes_nothing(fixtures: Path) -> None:
    for one in payloads(fixtures):
        once = text(one)
        assert cleaning.tidy(once) == once


def payloads(fixtures: Path) -> list[str]:
    return [one["payload"] for one in json.loads((fixtures / "xss/payloads.json").read_text())]


class Seen(HTMLParser):
    """Every tag and attribute, as a browser's parser meets them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src"}]


def test_hostile_markup_leaves_only_the_allow_list(fixtures: Path) -> None:
    seen = Seen()
    for one in payloads(fixtures):
        for block in cleaning.blocks_of(one):
            if isinstance(block, Text):
                seen.feed(block.html)
    assert seen.tags <= cleaning.TEXT_TAGS
    assert seen.attributes <= {("a", "href")}
    assert all(re.match(r"(https?|mailto|tel|story):|/|#", one) for one in seen.addresses)


@pytest.mark.django_db
def test_hostile_markup_is_on_no_page(fixtures: Path, wxr: Any, client: Any) -> None:
    from broadsheet.news.models import ArticlePage
    from tests.wire.conftest import item

    bodies = [one.replace("]]>", "]]]]><![CDATA[>") for one in payloads(fixtures)]
    file = wxr(
        "\n".join(item(n, content=f"<p>Before.</p>{b}<p>After.</p>") for n, b in enumerate(bodies, 1))
    )
    import_file(path=file, options=Options(pictures=False))
    assert ArticlePage.objects.count() == len(bodies)
    for article in ArticlePage.objects.all():
        page = client.get(article.url).content.decode()
        prose = page.partition('<div class="prose">')[2].partition('<div class="print-only">')[0]
        seen = Seen()
        seen.feed(prose)
        assert not seen.tags & {
            "script",
            "iframe",
            "svg",
            "math",
            "style",
            "object",
            "embed",
            "form",
            "img",
        }
        assert not [name for _, name in seen.attributes if name.startswith("on") or name == "style"]
        assert not [
            a for a in seen.addresses if re.match(r"\s*(javascript|data|vbscript):", a, re.IGNORECASE)
        ]


PIECES = st.sampled_from(
    [
        "The river", " rose ", "\n", "\n\n", "\r\n\r\n", " \n \n", "<b>", "</b>", "<em>again</em>",
        "<br>", "<br/>\n", "<p>", "</p>", "<p> </p>", "<!-- wp:paragraph -->", "<!-- /wp:paragraph -->",
        "<!--more-->", "&amp;", "&nbsp;", "<", "a > b", '<a href="https://example.org/?a=1&b=2">',
        "</a>", "<a href=page>x</a>", "<span class=x>", "</span>", "https://youtu.be/abc",
        "<h2>Gates</h2>",
        '<img src="https://example.org/a.png">', "\xa0",
    ]
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(html=st.lists(PIECES, max_size=12).map("".join), line_breaks=st.booleans())
def test_the_short_way_through_gives_what_the_long_way_gives(html: str, line_breaks: bool) -> None:
    """Text that is only paragraphs is spared the tree; nobody may see by which way it came."""
    long = tuple(cleaning._merged(cleaning._pieces(cleaning._tree(html), line_breaks)))
    assert cleaning.blocks_of(html, line_breaks=line_breaks) == long


def test_a_control_character_in_disguise_is_none_either() -> None:
    assert cleaning.tidy("<p>a&#1;b&#x7f;c &amp; d</p>") == "<p>abc &amp; d</p>"
    found = cleaning.blocks_of("a&#1;b\n\nc", line_breaks=True)
    assert found == (Text(html="<p>ab</p><p>c</p>"),)
