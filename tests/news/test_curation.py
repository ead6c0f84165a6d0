"""An editor makes the front page: chooses, orders, looks, publishes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from broadsheet.foundation.clock import now
from broadsheet.news import actions
from broadsheet.news.choosers import FewPages
from broadsheet.news.models import ArticlePage, FrontPick

CHOOSER = "article_chooser:choose"


@pytest.fixture
def desk(editor: Any) -> Client:
    client = Client()
    client.force_login(editor)
    return client


def hours(*articles: int) -> list[Any]:
    return [now() - timedelta(hours=place) for place in articles]


def listed(desk: Client, **query: str) -> list[str]:
    response = desk.get(reverse("article_chooser:choose_results"), query)
    assert response.status_code == 200
    return [article.title for article in response.context["results"]]


def curated(paper: Any, *, lead: ArticlePage | None, picks: list[ArticlePage]) -> dict[str, Any]:
    """What the front page's editor posts."""
    formset = inline_formset([{"article": str(one.pk), "ORDER": str(place)}
                              for place, one in enumerate(picks, 1)], initial=0)  # fmt: skip
    return nested_form_data(
        {
            "title": paper.title,
            "slug": paper.slug,
            "lead": str(lead.pk) if lead else "",
            "picks": formset,
            "comments": inline_formset([]),
        }
    )


def test_the_editor_of_the_front_page_uses_the_papers_own_chooser(desk: Client, paper: Any) -> None:
    page = desk.get(reverse("wagtailadmin_pages:edit", args=[paper.pk])).content.decode()
    assert reverse(CHOOSER) in page
    assert reverse("wagtailadmin_choose_page") not in page


def test_the_chooser_lists_public_articles_newest_first(
    desk: Client, file_article: Callable[..., ArticlePage]
) -> None:
    for title, when in zip(("Second", "Third", "First"), hours(2, 3, 1), strict=True):
        file_article(title, published_at=when)
    file_article("Draft", draft=True)
    assert listed(desk) == ["First", "Second", "Third"]
    assert desk.get(reverse(CHOOSER)).status_code == 200


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("flood", ["Flood in the harbour"]), ("flo", ["Flood in the harbour"]),
        ("the harb", ["Flood in the harbour"]), ("cafe", ["Café opens"]), ("river", []),
        ("洪水", ["洪水警报"]), ('"*(', []), ("' OR :*", []),
    ],
)  # fmt: skip
def test_the_chooser_finds_by_the_words_of_the_headline(
    desk: Client, file_article: Callable[..., ArticlePage], words: str, found: list[str]
) -> None:
    for title in ("Flood in the harbour", "Café opens", "洪水警报"):
        file_article(title)
    assert listed(desk, q=words) == found


def test_the_chooser_counts_no_further_than_anybody_turns_pages(
    file_article: Callable[..., ArticlePage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.news.choosers.COUNTED", 2)
    for place in range(4):
        file_article(f"Story {place}")
    assert FewPages(ArticlePage.objects.all(), 1).count == 2


def test_the_chooser_costs_the_same_whatever_it_lists(
    desk: Client, file_article: Callable[..., ArticlePage], django_assert_num_queries: Any
) -> None:
    results = reverse("article_chooser:choose_results")
    file_article("First")
    desk.get(results)
    with CaptureQueriesContext(connection) as few:
        desk.get(results)
    for place in range(12):
        file_article(f"Story {place}")
    with django_assert_num_queries(len(few)):
        assert len(listed(desk)) == 13


def test_an_unsaved_curation_can_be_seen_before_it_is_saved(
    desk: Client, paper: Any, file_article: Callable[..., ArticlePage]
) -> None:
    first, second, third = (file_article(name) for name in ("First", "Second", "Third"))
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[paper.pk])
    sent = desk.post(address, curated(paper, lead=second, picks=[third, first]))
    assert sent.json() == {"is_valid": True, "is_available": True}
    shown = desk.get(address)
    assert shown.context["lead"] == second
    assert shown.context["picks"] == [third, first]
    assert Client().get("/").context["lead"] == third  # nothing is saved yet: the newest leads


def test_a_curation_is_published_in_the_editors_order(
    desk: Client, paper: Any, file_article: Callable[..., ArticlePage]
) -> None:
    first, second, third = (file_article(name) for name in ("First", "Second", "Third"))
    before = Client().get("/").content
    edit = reverse("wagtailadmin_pages:edit", args=[paper.pk])
    desk.post(edit, curated(paper, lead=first, picks=[third, second]) | {"action-publish": "1"})
    page = Client().get("/")
    assert page.content != before
    assert page.context["lead"] == first
    assert page.context["picks"] == [third, second]


def test_what_is_not_public_is_not_on_the_front_page(
    paper: Any, file_article: Callable[..., ArticlePage]
) -> None:
    withdrawn, kept, newest = (file_article(name) for name in ("Withdrawn", "Kept", "Newest"))
    later = file_article("Later", go_live_at=now() + timedelta(hours=1))
    paper.lead = withdrawn
    paper.picks = [FrontPick(article=later), FrontPick(article=kept)]
    paper.save_revision().publish()
    actions.withdraw(article=withdrawn)
    page = Client().get("/")
    assert page.context["lead"] == newest
    assert page.context["picks"] == [kept]
    assert "Later" not in page.content.decode()
    assert "Withdrawn" not in page.content.decode()


def test_without_picks_the_newest_take_their_place(file_article: Callable[..., ArticlePage]) -> None:
    stories = [
        file_article(f"Story {place}", published_at=when) for place, when in enumerate(hours(*range(9)))
    ]
    page = Client().get("/").context
    assert page["lead"] == stories[0]
    assert page["picks"] == stories[1:4]
    assert page["latest"] == stories[4:]


def test_the_lead_stands_nowhere_else_on_the_page(
    paper: Any, file_article: Callable[..., ArticlePage]
) -> None:
    newest, *_ = [
        file_article(f"Story {place}", published_at=when) for place, when in enumerate(hours(1, 2, 3))
    ]
    page = Client().get("/").context
    assert page["lead"] == newest
    others = [article for block in page["section_blocks"] for article in block["articles"]]
    assert newest not in [*page["latest"], *others]
