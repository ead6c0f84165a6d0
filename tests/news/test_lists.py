"""Archive, topics, authors, and stories in other languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from broadsheet.foundation.clock import now
from broadsheet.news.models import ArticlePage, Author
from broadsheet.topics.models import Topic

Make = Callable[..., ArticlePage]


@pytest.mark.parametrize("address", ["/by/dana/", "/topic/floods/"])
def test_authors_and_topics_are_paged_newest_first(file_article: Make, address: str) -> None:
    dana = Author.objects.create(name="Dana", slug="dana", role="Reporter", bio="Writes of rivers.")
    floods = Topic.objects.create(name="Floods", slug="floods", description="Too much water.")
    for place in range(23):
        published = now() - timedelta(hours=place)
        file_article(f"Story {place}", authors=[dana], topics=[floods], published_at=published)
    file_article("By nobody")
    first = Client().get(address)
    second = Client().get(address, {"page": 2})
    assert [article.title for article in first.context["page_of"]][:2] == ["Story 0", "Story 1"]
    assert [article.title for article in second.context["page_of"]] == [
        "Story 20",
        "Story 21",
        "Story 22",
    ]
    assert 'rel="next"' in first.content.decode()
    assert 'rel="prev"' in second.content.decode()
    for number in ("x", "0", "3", "99"):
        assert Client().get(address, {"page": number}).status_code == 404


def test_an_author_and_a_topic_with_letters_of_their_own_have_pages(file_article: Make) -> None:
    author = Author.objects.create(name="Дана", slug="дана")
    topic = Topic.objects.create(name="洪水", slug="洪水")
    file_article("Су көтерілді", authors=[author], topics=[topic])
    for url in (author.url, topic.url):
        assert "Су көтерілді" in Client().get(url).content.decode()


def test_a_withdrawn_article_leaves_its_authors_and_topics_pages(file_article: Make) -> None:
    from broadsheet.news import actions

    dana = Author.objects.create(name="Dana", slug="dana")
    article = file_article("Gone soon", authors=[dana])
    assert "Gone soon" in Client().get("/by/dana/").content.decode()
    actions.withdraw(article=article)
    assert "Gone soon" not in Client().get("/by/dana/").content.decode()


def test_the_archive_leads_from_month_to_month(file_article: Make) -> None:
    for month in (1, 2, 2):
        file_article(f"Of {month}", published_at=datetime(2010, month, 28, 12, tzinfo=UTC))
    page = Client().get("/archive/2010/2/")
    assert page.context["days"] == [(date(2010, 2, 28), 2)]
    text = page.content.decode()
    assert '<a rel="prev" href="/archive/2010/1/">' in text
    assert '<a rel="next" href="/archive/2010/3/">' in text
    assert '<a href="/archive/2010/2/28/">' in text
    assert 'rel="prev"' not in Client().get("/archive/2010/1/").content.decode()
    assert Client().get("/archive/2010/12/").status_code == 200


def test_an_empty_day_is_no_page_but_today_is(paper: Any) -> None:
    assert Client().get("/archive/2010/3/1/").status_code == 404
    assert Client().get(f"/archive/{now():%Y/%-m/%-d}/").status_code == 200


@pytest.mark.parametrize(("language", "direction"), [("kk", "ltr"), ("zh-hans", "ltr"), ("ar", "rtl")])
def test_a_story_in_another_language_says_so_wherever_it_stands(
    file_article: Make, language: str, direction: str
) -> None:
    dana = Author.objects.create(name="Dana", slug="dana")
    article = file_article("Story", language=language, authors=[dana])
    mark = f'lang="{language}" dir="{direction}"'
    page = Client().get(article.url).content.decode()
    assert f'<article class="article" {mark}>' in page
    assert '<html lang="en" dir="ltr">' in page
    assert '<div class="article__meta" lang="en" dir="ltr">' in page  # "By Dana" is English
    for path in ("/", "/world/", "/by/dana/"):
        text = Client().get(path).content.decode()
        assert mark in text
        assert f'hreflang="{language}"' in text
    assert mark in Client().get("/search/?q=story").content.decode()


def test_a_story_in_the_papers_language_needs_no_mark(article: ArticlePage) -> None:
    assert 'hreflang="en"' not in Client().get("/").content.decode()


def test_a_related_story_says_its_language(file_article: Make) -> None:
    other = file_article("Су көтерілді", language="kk")
    page = file_article("River", body=[("related", {"title": "", "articles": [other]})])
    assert 'lang="kk" dir="ltr" hreflang="kk">Су көтерілді' in Client().get(page.url).content.decode()
