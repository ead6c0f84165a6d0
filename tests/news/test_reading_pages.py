"""The reading pages: what they show, and at what cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.edition.api import OWN_COOKIE
from broadsheet.news.layout import open_section
from broadsheet.news.models import ArticlePage, Author, FrontPick, PaperSettings, Source
from broadsheet.topics.models import Topic

MOST_QUERIES = 25  # the later promise for pages without a plate, kept from the start
ARTICLE_QUERIES = 15  # of the article itself; the talk and others have theirs beside these


def unkept() -> Client:
    """A reader whose pages are rendered each time (they have something of their own to see)."""
    client = Client()
    client.cookies[OWN_COOKIE] = "1"
    return client


def fill(make: Callable[..., ArticlePage], number: int) -> list[ArticlePage]:
    """Articles that show everything a card can show."""
    author, _ = Author.objects.get_or_create(name="Dana Ospan", slug="dana-ospan")
    source, _ = Source.objects.get_or_create(name="Steppe News", slug="steppe-news")
    topic, _ = Topic.objects.get_or_create(name="Rivers", slug="rivers")
    sections = [open_section(name=name) for name in ("World", "City", "Business", "Sport", "Science")]
    return [
        make(
            f"Story {place}",
            section=sections[place % 5],
            authors=[author],
            source=source,
            topics=[topic],
            published_at=timezone.now() - timedelta(minutes=place + 1),
        )
        for place in range(number)
    ]


@pytest.mark.parametrize("address", ["/", "/world/", "/by/dana-ospan/", "/topic/rivers/"])
def test_a_list_costs_the_same_whatever_its_length(
    file_article: Callable[..., ArticlePage], address: str, django_assert_max_num_queries: Any
) -> None:
    def queries_of_a_fresh_page() -> int:
        with django_assert_max_num_queries(MOST_QUERIES) as counted:
            assert unkept().get(address).status_code == 200
        return len(counted)

    fill(file_article, 10)
    Client().get(address)  # fills the process's caches (sites, content types)
    few = queries_of_a_fresh_page()
    fill(file_article, 30)
    assert queries_of_a_fresh_page() == few


def test_an_article_costs_few_queries(
    file_article: Callable[..., ArticlePage], django_assert_max_num_queries: Any
) -> None:
    article = fill(file_article, 12)[3]
    Client().get(article.url)
    with django_assert_max_num_queries(MOST_QUERIES):
        assert article.title in unkept().get(article.url).content.decode()


def test_an_article_by_itself_is_read_once_with_all_it_shows(
    file_article: Callable[..., ArticlePage],
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: Any,
) -> None:
    monkeypatch.setattr("broadsheet.news.parts._providers", [])
    article = fill(file_article, 12)[3]
    Client().get(article.url)
    with django_assert_max_num_queries(ARTICLE_QUERIES):
        page = unkept().get(article.url).content.decode()
    assert all(text in page for text in ("Dana Ospan", "Steppe News", "Rivers", "Story 8"))


def test_a_changed_name_shows_on_the_next_page(article: ArticlePage) -> None:
    assert "The Test Post" in Client().get(article.url).content.decode()
    settings = PaperSettings.load()
    settings.name = "The Evening Test"
    settings.save()
    assert "The Evening Test" in Client().get(article.url).content.decode()


def test_the_front_page_has_the_lead_and_each_pick_once(
    paper: Any, file_article: Callable[..., ArticlePage]
) -> None:
    articles = fill(file_article, 12)
    paper.lead = articles[7]
    paper.picks = [FrontPick(article=articles[8]), FrontPick(article=articles[9])]
    paper.save_revision().publish()
    context = Client().get("/").context
    assert context["lead"] == articles[7]
    assert context["picks"] == [articles[8], articles[9]]
    rest = [a for block in context["section_blocks"] for a in block["articles"]] + context["latest"]
    assert not {articles[7], articles[8], articles[9]} & set(rest)


def test_a_section_is_paged_newest_first(file_article: Callable[..., ArticlePage], section: Any) -> None:
    for place in range(25):
        file_article(f"Story {place}", published_at=timezone.now() - timedelta(hours=place))
    first = Client().get("/world/").context["page_of"]
    second = Client().get("/world/?page=2").context["page_of"]
    assert [a.title for a in first][:2] == ["Story 0", "Story 1"]
    assert len(first) == 20
    assert [a.title for a in second] == [f"Story {place}" for place in range(20, 25)]


def test_the_archive_goes_by_the_papers_days(
    file_article: Callable[..., ArticlePage], settings: Any
) -> None:
    with timezone.override("Asia/Almaty"):
        late = timezone.make_aware(timezone.datetime(2010, 11, 10, 0, 30))
        file_article("Just after midnight", published_at=late)
        page = Client().get("/archive/2010/11/10/")
        assert "Just after midnight" in page.content.decode()
        assert Client().get("/archive/2010/11/9/").status_code == 404
    assert Client().get("/archive/2010/13/1/").status_code == 404
    assert Client().get("/archive/2010/11/").status_code == 200


def test_a_body_is_shown_where_no_page_knows_its_names(article: Any) -> None:
    assert "<p>" in str(article.body)
