"""A news page becomes a story: what it says of itself, and the article in it."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from broadsheet.news.models import ArticlePage
from broadsheet.wire.api import ImportRefused, Options, import_file
from broadsheet.wire.formats import format_of
from broadsheet.wire.pages.facts import names_of
from broadsheet.wire.pages.reading import language_tag, story_of
from broadsheet.wire.pages.times import moment_of
from broadsheet.wire.story import Picture, Text

PARAGRAPH = (
    "The harbour barrier closed at noon as the river rose to its highest mark since the winter of "
    "1962, and the ferries stayed at the quay until the water had gone down again in the evening."
)
BODY = f"<article><h1>River at its highest</h1>{f'<p>{PARAGRAPH}</p>' * 4}</article>"
ADDRESS = "https://paper.example.org/city/flood.html"


def page(head: str = "", body: str = BODY, lang: str = "") -> bytes:
    start = f"<!doctype html><html{lang}><head><meta charset=utf-8>{head}</head>"
    return f"{start}<body>{body}</body></html>".encode()


def linked(**facts: object) -> str:
    thing = {"@context": "https://schema.org", "@type": "NewsArticle", **facts}
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


def test_json_ld_is_believed_first() -> None:
    story = story_of(
        page(
            linked(
                headline="River &amp; tide",
                author=[{"@type": "Person", "name": "Mara Lind"}, {"name": "Ivo Kern"}],
                datePublished="2024-03-04T12:30:00+01:00",
                dateModified="2024-03-04T14:00:00+01:00",
                articleSection=["City", "News"],
                keywords="harbour, flood",
                publisher={"name": "The Harbour Light"},
                image={"url": "/quay.jpg", "caption": "The quay", "creditText": "M. Lind"},
                description="The barrier closed at noon.",
            )
            + '<meta property="og:title" content="Another headline">',
            lang=" lang=en-gb",
        ),
        address=ADDRESS,
    )
    assert story.headline == "River & tide"
    assert [one.name for one in story.bylines] == ["Mara Lind", "Ivo Kern"]
    assert story.published == datetime(2024, 3, 4, 11, 30, tzinfo=UTC)
    assert story.updated == datetime(2024, 3, 4, 13, tzinfo=UTC)
    assert story.section
    assert story.section.name == "City"
    assert [one.name for one in story.subjects] == ["harbour", "flood"]
    assert story.agency
    assert (story.agency.name, story.agency.url) == ("The Harbour Light", "https://paper.example.org/")
    assert story.picture == Picture(
        src="https://paper.example.org/quay.jpg", caption="The quay", credit="M. Lind"
    )
    assert (story.language, story.standfirst) == ("en-GB", "The barrier closed at noon.")
    assert (story.id, story.address) == (ADDRESS, ADDRESS)


def test_json_ld_in_a_graph_names_its_writer_by_reference() -> None:
    graph = {
        "@graph": [
            {"@type": "WebSite", "name": "A site"},
            {"@type": ["Article"], "headline": "River", "author": {"@id": "#mara"}},
            {"@type": "Person", "@id": "#mara", "name": "Mara Lind"},
        ]
    }
    story = story_of(page(f'<script type="application/ld+json">{json.dumps(graph)}</script>'))
    assert story.headline == "River"
    assert [one.name for one in story.bylines] == ["Mara Lind"]


def test_broken_json_ld_leaves_the_word_to_the_others() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script>'
        '<meta property="og:title" content="River at its highest | The Light">'
        '<meta property="og:site_name" content="The Light">'
        '<meta name="DC.creator" content="By Mara Lind and Ivo Kern">'
        '<meta name="dc.date.issued" content="2024-03-04">'
        '<meta property="og:locale" content="pt_BR">'
        '<link rel="canonical" href="/flood">'
    )
    story = story_of(page(head), address=ADDRESS, zone=ZoneInfo("Europe/Berlin"))
    assert story.headline == "River at its highest"
    assert [one.name for one in story.bylines] == ["Mara Lind", "Ivo Kern"]
    assert story.published == datetime(2024, 3, 3, 23, tzinfo=UTC)
    assert story.language == "pt-BR"
    assert story.id == "https://paper.example.org/flood"


def test_microdata_belong_to_their_article_alone() -> None:
    body = (
        '<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">River</h1>'
        '<span itemprop="author" itemscope itemtype="https://schema.org/Person">'
        '<a itemprop="url" href="/mara"><b itemprop="name">Mara Lind</b></a></span>'
        '<div itemscope itemtype="https://schema.org/Comment"><i itemprop="author">A reader</i>'
        '<time itemprop="datePublished" datetime="2024-03-09">later</time></div>'
        '<time itemprop="datePublished" datetime="2024-03-04T12:30Z">today</time>'
        f"{f'<p>{PARAGRAPH}</p>' * 4}</div>"
    )
    story = story_of(page(body=body))
    assert story.headline == "River"
    assert [one.name for one in story.bylines] == ["Mara Lind"]
    assert story.published == datetime(2024, 3, 4, 12, 30, tzinfo=UTC)


def test_a_page_that_says_nothing_to_machines_is_read_as_it_shows() -> None:
    body = BODY.replace(
        "</h1>",
        "</h1><p class=byline>By <a rel=author href=/m>Mara Lind</a> "
        "<time datetime=2024-03-04T12:30Z>noon</time></p>",
    )
    story = story_of(page("<title>River at its highest - The Light</title>", body))
    assert story.headline == "River at its highest"
    assert [one.name for one in story.bylines] == ["Mara Lind"]
    assert story.published == datetime(2024, 3, 4, 12, 30, tzinfo=UTC)
    assert "River at its highest" not in text(story.body)


def test_pictures_keep_their_captions_and_links_become_whole() -> None:
    figure = (
        '<figure><img src="/pictures/long-quay-name.jpg" alt="A quay" width=600>'
        "<figcaption>The quay at noon</figcaption></figure>"
    )
    body = BODY.replace("</p><p>", f'</p>{figure}<p><a href="more.html">More</a> ', 1)
    story = story_of(page(body=body), address=ADDRESS)
    assert story.body[1] == Picture(
        src="https://paper.example.org/pictures/long-quay-name.jpg",
        alt="A quay",
        caption="The quay at noon",
    )
    assert '<a href="https://paper.example.org/city/more.html">' in text(story.body)


def test_the_lead_picture_does_not_stand_in_the_body_again() -> None:
    figure = (
        '<figure><img src="https://cdn.example.org/600/harbour-quay.jpg" alt="A quay">'
        "<figcaption>The quay at noon</figcaption></figure>"
    )
    head = '<meta property="og:image" content="https://cdn.example.org/1200/harbour-quay.jpg">'
    story = story_of(page(head, BODY.replace("</p><p>", f"</p>{figure}<p>", 1)), address=ADDRESS)
    assert story.picture == Picture(
        src="https://cdn.example.org/1200/harbour-quay.jpg", alt="A quay", caption="The quay at noon"
    )
    assert not [one for one in story.body if isinstance(one, Picture)]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["By Mara Lind"], ["Mara Lind"]),
        (["Mara Lind, Ivo Kern and Ana Ruiz"], ["Mara Lind", "Ivo Kern", "Ana Ruiz"]),
        (["Par Mara Lind (avec Ivo Kern et Ana Ruiz)"], ["Mara Lind (avec Ivo Kern et Ana Ruiz)"]),
        (["Jeffrey Gettleman", "JEFFREY GETTLEMAN"], ["Jeffrey Gettleman"]),
        (["https://example.org/mara", "mara@example.org", "March 4, 2024"], []),
        (["Byron Smith"], ["Byron Smith"]),
        (["x" * 101], []),
        (["Mara Lind; Ivo Kern"], ["Mara Lind", "Ivo Kern"]),
    ],
)
def test_bylines_are_names(lines: list[str], names: list[str]) -> None:
    assert names_of(lines) == tuple(names)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2024-03-04T12:30:00+0100", datetime(2024, 3, 4, 11, 30, tzinfo=UTC)),
        ("Mon, 04 Mar 2024 12:30:00 GMT", datetime(2024, 3, 4, 12, 30, tzinfo=UTC)),
        ("1709555400", datetime(2024, 3, 4, 12, 30, tzinfo=UTC)),
        ("1709555400000", datetime(2024, 3, 4, 12, 30, tzinfo=UTC)),
        ("yesterday", None), ("", None), ("0001-01-01T00:00:00+23:59", None), ("99999999999999", None),
        ("9999-12-31T23:59:59-12:00", None),
    ],
)  # fmt: skip
def test_times_are_read_as_they_are_written(written: str, moment: datetime | None) -> None:
    assert moment_of(written) == moment


def test_a_time_that_is_still_to_come_is_not_believed() -> None:
    story = story_of(page('<meta property="article:published_time" content="2924-03-04T12:30:00Z">'))
    assert story.published is None
    assert story.notes == ("its time of publication “2924-03-04T12:30:00Z” is not one that can be read",)


def test_language_tags_are_written_as_the_standard_does() -> None:
    assert [language_tag(one) for one in ("EN-us", "zh_hant_tw", "de", "english please", "")] == [
        "en-US", "zh-Hant-TW", "de", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("charset", "encoding", "note"),
    [
        ("", "utf-8", False),
        ("iso-8859-2", "iso-8859-2", False),
        ("utf-8", "cp1252", True),
        ("iso-2022-jp", "utf-8", True),
        ("no-such-thing", "utf-8", False),
    ],
)
def test_letters_survive_a_wrong_label(charset: str, encoding: str, note: bool) -> None:
    body = BODY.replace("harbour", "Hafenbehörde").replace("<p>", '<p title="" data-x="">')
    raw = f"<!doctype html><html><body>{body}</body></html>".encode(encoding)
    story = story_of(raw, charset=charset)
    assert "Hafenbehörde" in text(story.body)
    assert bool(story.notes) is note


def test_scripts_and_strange_addresses_do_not_come_in() -> None:
    bad = '<p onclick="x()">Words <a href="javascript:alert(1)">here</a><script>steal()</script></p>'
    story = story_of(page(body=BODY.replace("</article>", f"{bad}</article>")), address=ADDRESS)
    for word in ("javascript", "onclick", "steal"):
        assert word not in repr(story)


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01\x02", b"<html></html>", b"<p>Hello</p>", b"just words",
     b"<!doctype html><body></body>",
     b"<html><body>" + b"<div>" * 50_000, page(body="<nav>" + "<a href=/x>x</a>" * 2000 + "</nav>")],
)  # fmt: skip
def test_a_page_without_an_article_says_so(data: bytes) -> None:
    with pytest.raises(ImportRefused):
        story_of(data)


def test_a_page_deeper_than_the_parser_goes_is_refused_in_words() -> None:
    assert PARAGRAPH[:40] in text(story_of(page(body="<div>" * 100 + BODY + "</div>" * 100)).body)
    with pytest.raises(ImportRefused, match="no article"):
        story_of(page(body="<div>" * 5000 + BODY + "</div>" * 5000))


def test_a_wide_page_is_read_in_seconds() -> None:
    started = time.monotonic()
    story = story_of(page(body=BODY + "<p>x <a href=/y>y</a></p>" * 5_000))
    assert PARAGRAPH[:40] in text(story.body)
    assert time.monotonic() - started < 30


def test_a_page_has_a_largest_size() -> None:
    with pytest.raises(ImportRefused, match="larger than 10 MB"):
        story_of(b"<html>" + b"x" * 10 * 1024 * 1024)


@pytest.mark.django_db
def test_a_saved_page_is_imported_like_any_file(tmp_path: Path) -> None:
    file = tmp_path / "saved.htm"
    file.write_bytes(
        page(linked(headline="River at its highest", author="Mara Lind", articleSection="City"))
    )
    assert format_of(file).name == "Web page"
    result = import_file(path=file, options=Options(pictures=False))
    assert not result.broken_off
    article = ArticlePage.objects.get()
    assert article.title == "River at its highest"
    assert article.section.title == "City"
    assert import_file(path=file, options=Options(pictures=False)).origin == result.origin
    assert ArticlePage.objects.count() == 1


def test_only_pages_are_taken_for_pages(tmp_path: Path) -> None:
    for start, known in (("<!DOCTYPE HTML PUBLIC>", True), ("\ufeff<!-- x -->\n<html lang=en>", True),
                         ('<?xml version="1.0"?><!DOCTYPE html>', True)):  # fmt: skip
        (tmp_path / "x").write_text(start)
        assert (format_of(tmp_path / "x").name == "Web page") is known
    (tmp_path / "x").write_text("<htmlish>")
    with pytest.raises(ImportRefused, match="in no format"):
        format_of(tmp_path / "x")


def text(body: object) -> str:
    return "".join(one.html for one in body if isinstance(one, Text))  # type: ignore[attr-defined]
