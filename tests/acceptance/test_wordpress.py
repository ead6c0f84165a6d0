"""A WordPress export comes in whole: counted in the file itself, not by our reader."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.utils.text import slugify
from lxml import etree
from wagtail.models import Page, Revision

from broadsheet.news.models import ArticlePage, Author, SectionPage, StandingPage
from broadsheet.talk import api as talk
from broadsheet.topics.models import Topic
from broadsheet.wire.api import Options, Outcome, Result, import_file
from broadsheet.wire.models import Imported
from tests.wire.killing import killed_and_run_again

pytestmark = pytest.mark.django_db

FILES = [
    "themeunittestdata.wordpress.xml",
    "sample.xml",
    "sample-no-slug.xml",
    "co-authors-plus.xml",
    "comments.xml",
    "feature-image-captions.xml",
    "has-audio-enclosure.xml",
]


@pytest.mark.parametrize("name", FILES)
def test_all_that_is_in_the_file_is_in_the_paper(name: str, fixtures: Path, client: Any) -> None:
    file = fixtures / "wordpress" / name
    result = bring_in(file)
    assert not result.broken_off
    tree = tree_of(file)
    every_post_and_page_is_in_the_paper(tree)
    every_page_stands_below_the_page_above_it(tree)
    every_comment_of_a_reader_answers_what_it_answered(tree)
    every_author_of_the_file_is_an_author_here(tree)
    every_category_and_tag_is_a_section_or_a_topic(tree)
    old_addresses_lead_to_the_stories(tree, client)
    dates_are_those_of_the_file(tree)
    every_page_can_be_read(client)
    a_second_run_changes_nothing(file)


def bring_in(file: Path) -> Result:
    return import_file(path=file, options=Options(pictures=False))


def tree_of(file: Path) -> Any:
    """The file as any XML reader sees it; bare ampersands (two files have them) apart."""
    data = re.sub(rb"&(?!#?\w+;)", b"&amp;", file.read_bytes())
    return etree.fromstring(data, etree.XMLParser(huge_tree=True))


def texts(tree: Any, path: str) -> list[str]:
    return [(one.text or "").strip() for one in tree.xpath(path)]


def value(item: Any, name: str) -> str:
    found = item.xpath(f"./*[local-name()='{name}']")
    return (found[0].text or "").strip() if found else ""


def items(tree: Any, *types: str) -> list[Any]:
    return [item for item in tree.iter("item") if value(item, "post_type") in types]


def page_of(key: str) -> Page:
    return Imported.objects.get(key=key, kind__in=["story", "page"]).page.specific


def every_post_and_page_is_in_the_paper(tree: Any) -> None:
    for item in items(tree, "post"):
        article = page_of(value(item, "post_id"))
        assert isinstance(article, ArticlePage)
        public = value(item, "status") == "publish" and not value(item, "post_password")
        assert article.live == public
    for item in items(tree, "page"):
        assert isinstance(page_of(value(item, "post_id")), StandingPage)
    assert ArticlePage.objects.count() == len(items(tree, "post", ""))
    assert StandingPage.objects.count() == len(items(tree, "page"))


def every_page_stands_below_the_page_above_it(tree: Any) -> None:
    for item in items(tree, "page"):
        if value(item, "post_parent") not in {"", "0"}:
            above = page_of(value(item, "post_id")).get_parent()
            assert above.pk == page_of(value(item, "post_parent")).pk


def every_comment_of_a_reader_answers_what_it_answered(tree: Any) -> None:
    for item in items(tree, "post", ""):
        key = value(item, "post_id") or value(item, "link")
        article = page_of(key)
        copies = {copy.key: copy for copy in talk.comments_of(article=article)}
        for comment in item.xpath("./*[local-name()='comment']"):
            if value(comment, "comment_type") in {"pingback", "trackback"}:
                assert value(comment, "comment_id") not in copies
                continue
            copy = copies[value(comment, "comment_id")]
            parent = value(comment, "comment_parent")
            assert copy.parent_key == ("" if parent == "0" else parent)
            assert copy.name == value(comment, "comment_author") or "<" in value(
                comment, "comment_author"
            )
            approved = value(comment, "comment_approved") == "1"
            assert copy.state == ("published" if approved else "held")
        assert len(copies) <= len(item.xpath("./*[local-name()='comment']"))


def every_author_of_the_file_is_an_author_here(tree: Any) -> None:
    names = texts(tree, "//*[local-name()='author_display_name']")
    assert set(names) <= set(Author.objects.values_list("name", flat=True))
    assert not Author.objects.exclude(email="").exists()


def test_co_authors_stand_over_what_they_wrote(fixtures: Path) -> None:
    file = fixtures / "wordpress" / "co-authors-plus.xml"
    bring_in(file)
    for item in items(tree_of(file), "post"):
        wanted = [one.get("nicename") for one in item.xpath("./category[@domain='author']")]
        found = [author.slug for author in page_of(value(item, "post_id")).authors]
        assert found == list(dict.fromkeys(wanted))


def every_category_and_tag_is_a_section_or_a_topic(tree: Any) -> None:
    sections = set(SectionPage.objects.values_list("slug", flat=True))
    topics = set(Topic.objects.values_list("slug", flat=True))
    for slug in texts(tree, "//*[local-name()='category_nicename']"):
        assert slug_of(slug) in sections | topics | {"uncategorized"}
    for slug in texts(tree, "//*[local-name()='tag_slug']"):
        assert slug_of(slug) in topics
    for item in items(tree, "post"):
        article = page_of(value(item, "post_id"))
        marks = {article.section.slug, *(topic.slug for topic in article.topics)}
        for term in item.xpath("./category[@domain='category' or @domain='post_tag']"):
            assert slug_of(term.get("nicename")) in marks | {"uncategorized"}


def slug_of(nicename: str) -> str:
    return slugify(unquote(nicename), allow_unicode=True)


def old_addresses_lead_to_the_stories(tree: Any, client: Any) -> None:
    for item in items(tree, "post"):
        old = urlsplit(value(item, "link"))
        article = page_of(value(item, "post_id"))
        if article.live and old.path and not old.query:
            response = client.get(old.path)
            assert (response.status_code, response["Location"]) == (301, article.url)


def dates_are_those_of_the_file(tree: Any) -> None:
    for item in items(tree, "post"):
        article = page_of(value(item, "post_id"))
        when = value(item, "post_date_gmt")
        if article.live and when:
            assert article.published_at.strftime("%Y-%m-%d %H:%M:%S") == when
            assert article.first_published_at == article.last_published_at == article.published_at
        assert article.updated_at is None


def every_page_can_be_read(client: Any) -> None:
    for page in Page.objects.filter(live=True, depth__gt=1):
        assert client.get(page.url).status_code == 200, page.url


def a_second_run_changes_nothing(file: Path) -> None:
    def state() -> Any:
        return (
            list(Page.objects.order_by("pk").values()),
            Revision.objects.count(),
            Imported.objects.count(),
            [copy for page in ArticlePage.objects.all() for copy in talk.comments_of(article=page)],
        )

    first = state()
    again = bring_in(file)
    assert state() == first
    assert {outcome for counts in again.counts.values() for outcome in counts} == {Outcome.SAME}
    assert again.comments == again.redirects == 0


def test_an_import_killed_half_way_and_run_again_ends_the_same(
    empty_home: Path, fixtures: Path, tmp_path: Path
) -> None:
    killed_and_run_again(empty_home, fixtures / "wordpress" / FILES[0], tmp_path)
