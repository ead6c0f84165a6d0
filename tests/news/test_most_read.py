"""What is read most: counted by article, listed where the paper wants it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from broadsheet.edition.models import StaleTag
from broadsheet.news import reads
from broadsheet.news.layout import open_section
from broadsheet.news.models import ArticlePage, ArticleReads, PaperSettings
from tests.press import Press

NOON = datetime(2026, 3, 2, 12, 20, tzinfo=timezone.get_default_timezone())


def page(path: str) -> str:
    return Client(headers={"cookie": "own=1"}).get(path).content.decode()


def most_read_on(path: str) -> list[str]:
    from lxml import html

    links = html.fromstring(page(path)).xpath('//section[@aria-labelledby="most-read"]//h3/a')
    return [link.text_content() for link in links]


def test_the_front_page_and_sections_list_what_is_read_most(file_article: Callable[..., Any]) -> None:
    city = open_section(name="City")
    river, mayor, bridge = (
        file_article("River"), file_article("Mayor", section=city), file_article("Bridge", section=city)
    )  # fmt: skip
    assert most_read_on("/") == []
    told = {river.url: 5, mayor.url: 9, bridge.url: 2, "/city/": 80, "/nothing/here/": 70}
    now = timezone.now()
    reads.note(now, told)
    reads.note(now, {bridge.url: 20})
    reads.rank(moment=now)
    assert most_read_on("/") == ["Bridge", "Mayor", "River"]
    assert most_read_on("/city/") == ["Bridge", "Mayor"]
    bridge.unpublish()
    assert most_read_on("/") == ["Mayor", "River"]
    paper = PaperSettings.load()
    paper.show_most_read = False
    paper.save()
    assert most_read_on("/") == most_read_on("/city/") == []


def test_a_page_is_made_anew_only_when_its_list_is_another(
    press: Press, file_article: Callable[..., ArticlePage]
) -> None:
    with press.committed():
        one, two = file_article("One"), file_article("Two")
    now = timezone.now()
    reads.note(now, {one.url: 9, two.url: 3})
    with press.committed():
        assert set(reads.rank(moment=now)) == {"read", f"read:{one.section_id}"}
    press.bake()
    press.read("/")
    before = StaleTag.objects.count()
    reads.note(now, {one.url: 50, two.url: 20})
    assert reads.rank(moment=now) == []
    assert StaleTag.objects.count() == before
    reads.note(now, {two.url: 500})
    with press.committed():
        reads.rank(moment=now)
    press.bake()
    kept = press.read("/").text
    assert kept.encode() == press.fresh("/")
    assert kept.index(">Two</a>", kept.index('id="most-read"')) < kept.index(
        ">One</a>", kept.index('id="most-read"')
    )


def test_hours_become_days_and_days_go(article: ArticlePage) -> None:
    for hours, number in ((0, 1), (1, 2), (24 * 3, 4), (24 * 3 + 1, 8), (24 * 101, 16)):
        reads.note(NOON - timedelta(hours=hours), {article.url: number})
    reads.keep_house(moment=NOON)
    kept = ArticleReads.objects.order_by("-since").values_list("span", "reads")
    assert list(kept) == [(1, 1), (1, 2), (24, 12)]
    reads.keep_house(moment=NOON)
    assert list(kept.all()) == [(1, 1), (1, 2), (24, 12)]


def test_what_was_read_last_week_stands_in_where_today_has_too_little(
    file_article: Callable[..., ArticlePage],
) -> None:
    articles = [file_article(f"Story {number}") for number in range(6)]
    reads.note(NOON - timedelta(days=3), {story.url: 10 + place for place, story in enumerate(articles)})
    reads.note(NOON, {articles[0].url: 2})
    reads.rank(moment=NOON)
    assert most_read_on("/") == ["Story 5", "Story 4", "Story 3", "Story 2", "Story 0"]
