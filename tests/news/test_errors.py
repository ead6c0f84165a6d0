"""What a reader sees when there is no page, no longer a page, or no database."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from broadsheet.edition.api import OWN_COOKIE
from broadsheet.news import actions
from broadsheet.news.models import ArticlePage


@pytest.fixture
def reader(paper: Any) -> Client:
    """Somebody whose pages are made each time, and who gets an answer whatever breaks."""
    client = Client(raise_request_exception=False)
    client.cookies[OWN_COOKIE] = "1"
    return client


def away(*_: Any) -> Any:
    raise OperationalError("could not connect to server")


@pytest.mark.parametrize(
    "path", ["/nowhere/", "/world/nowhere/", "/by/nobody/", "/topic/nothing/", "/archive/2010/13/",
             "/archive/2010/2/30/", "/archive/0/1/", "/world/nowhere/deeper/", "/世界/"],
)  # fmt: skip
def test_what_is_not_there_is_said_in_the_papers_look(reader: Client, path: str) -> None:
    page = reader.get(path)
    assert page.status_code == 404
    text = page.content.decode()
    assert "Not in the paper" in text
    assert "The Test Post" in text
    assert 'action="/search/"' in text
    assert '<meta name="robots" content="noindex">' in text


def test_what_was_withdrawn_is_said_to_be_gone(reader: Client, article: ArticlePage) -> None:
    actions.withdraw(article=article)
    page = reader.get(article.url)
    assert page.status_code == 410
    assert "has been withdrawn" in page.content.decode()
    assert "River rises" not in page.content.decode()


def test_a_withdrawn_article_comes_back(reader: Client, article: ArticlePage) -> None:
    actions.withdraw(article=article)
    actions.publish(article=ArticlePage.objects.get(pk=article.pk))
    assert reader.get(article.url).status_code == 200


@pytest.mark.parametrize("path", ["/", "/world/", "/search/?q=river", "/archive/", "/nowhere/"])
def test_without_the_database_it_is_a_pause(reader: Client, path: str) -> None:
    with connection.execute_wrapper(away):
        page = reader.get(path)
    assert page.status_code == 503
    assert page["Retry-After"] == "30"
    assert "A short pause" in page.content.decode()
    assert "could not connect" not in page.content.decode()


def test_when_something_breaks_the_page_that_says_so_needs_no_database(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(**_: Any) -> Any:
        connection.execute_wrappers.append(away)
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("broadsheet.news.queries.front_page", break_down)
    try:
        page = reader.get("/")
    finally:
        connection.execute_wrappers.remove(away)
    assert page.status_code == 500
    assert "Something broke" in page.content.decode()
    assert "a fault of ours" not in page.content.decode()


def test_errors_are_never_kept(reader: Client, article: ArticlePage) -> None:
    assert Client().get("/nowhere/").status_code == 404
    actions.withdraw(article=article)
    assert Client().get(article.url).status_code == 410
    actions.publish(article=ArticlePage.objects.get(pk=article.pk))
    assert Client().get(article.url).status_code == 200


def test_a_form_without_its_token_is_refused_with_a_page_that_says_what_to_do(paper: Any) -> None:
    answer = Client(enforce_csrf_checks=True).post("/account/login/code/", {"email": "a@example.org"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Please send it again" in page
    assert "masthead" in page
