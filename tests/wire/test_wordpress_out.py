"""The paper goes out as a WordPress export, and comes back from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from lxml import etree

from broadsheet.news.models import ArticlePage, StandingPage
from broadsheet.talk import api as talk
from broadsheet.wire.api import Options, export, import_file
from tests.wire.everything import empty_the_paper

pytestmark = pytest.mark.django_db
WP = "{http://wordpress.org/export/1.2/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


@pytest.fixture
def written(whole_edition: Path, tmp_path: Path) -> Path:
    for cache in caches.all():  # numbers of pictures come again in each test
        cache.clear()
    import_file(path=whole_edition)
    done = export(path=tmp_path / "paper.xml", format_name="wxr")
    assert (done.stories, done.comments, done.pictures) == (3, 3, 4)
    return tmp_path / "paper.xml"


def item(tree: Any, slug: str) -> Any:
    return next(one for one in tree.iter("item") if one.findtext(f"{WP}post_name") == slug)


def test_what_wordpress_asks_for_is_there(written: Path) -> None:
    tree = etree.parse(written)
    assert tree.findtext(f".//{WP}wxr_version") == "1.2"
    numbers = [one.findtext(f"{WP}post_id") for one in tree.iter("item")]
    assert len(set(numbers)) == len(numbers) == 7
    flood = item(tree, "flood")
    assert flood.findtext("title") == "River at its highest"
    assert flood.findtext(f"{WP}status") == "publish"
    assert flood.findtext(f"{WP}post_type") == "post"
    assert flood.findtext("{http://purl.org/dc/elements/1.1/}creator") == "mara"
    terms = [(one.get("domain"), one.get("nicename")) for one in flood.findall("category")]
    assert terms == [("category", "city"), ("post_tag", "harbour")]
    body = flood.findtext(CONTENT)
    assert "River" not in body
    assert "[embed]https://video.example.org/watch/7[/embed]" in body
    assert '<figure class="wp-block-pullquote"><blockquote><p>I have never' in body
    assert "<th>Gate</th>" in body
    assert "story:" not in body
    comments = {
        one.findtext(f"{WP}comment_author"): (
            one.findtext(f"{WP}comment_id"),
            one.findtext(f"{WP}comment_parent"),
            one.findtext(f"{WP}comment_approved"),
        )
        for one in flood.iter(f"{WP}comment")
    }
    assert comments["Tomas"][1] == comments["Olga"][0]
    assert all(number.isdecimal() for number, _, _ in comments.values())
    assert comments["Crank"][2] == "0"
    thumbnail = next(
        one.findtext(f"{WP}meta_value")
        for one in flood.iter(f"{WP}postmeta")
        if one.findtext(f"{WP}meta_key") == "_thumbnail_id"
    )
    picture = next(one for one in tree.iter("item") if one.findtext(f"{WP}post_id") == thumbnail)
    assert picture.findtext(f"{WP}post_type") == "attachment"
    assert picture.findtext(f"{WP}attachment_url").startswith("http://testserver/pictures/")


def test_the_pictures_can_be_fetched(written: Path, client: Any) -> None:
    for one in etree.parse(written).iter(f"{WP}attachment_url"):
        response = client.get(one.text.removeprefix("http://testserver"))
        assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")


def test_it_comes_back(written: Path) -> None:
    before = {one.slug: facts(one) for one in ArticlePage.objects.all()}
    comments = comments_of("flood")
    empty_the_paper()
    result = import_file(path=written, options=Options(pictures=False))
    assert not result.broken_off
    assert {one.slug: facts(one) for one in ArticlePage.objects.all()} == before
    assert comments_of("flood") == comments
    assert StandingPage.objects.get().title == "About us"


def facts(article: ArticlePage) -> Any:
    return (
        article.title,
        article.standfirst,
        article.published_at.replace(microsecond=0),
        article.section.slug,
        [one.name for one in article.authors],
        [one.slug for one in article.topics],
        article.live,
    )


def comments_of(slug: str) -> Any:
    copies = list(talk.comments_of(article=ArticlePage.objects.get(slug=slug)))
    names = {copy.key: copy.name for copy in copies}
    return [
        (
            copy.name,
            copy.text,
            copy.when.replace(microsecond=0),
            names.get(copy.parent_key, ""),
            copy.state,
        )
        for copy in copies
    ]


def test_signs_that_xml_cannot_hold_are_left_out(file_article: Any, tmp_path: Path) -> None:
    file_article("Bell \x07 and \ufffe and 新聞 & <b>")
    export(path=tmp_path / "paper.xml", format_name="wxr")
    title = etree.parse(tmp_path / "paper.xml").findtext(".//item/title")
    assert "新聞 &amp; &lt;b&gt;" in title
    assert "\x07" not in title
