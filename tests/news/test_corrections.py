"""What was wrong stays told: before and after, on the article and on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from broadsheet.news import actions
from broadsheet.news.models import ArticlePage

BODY = [("text", "<p>The river &amp; its <b>banks</b> rose by a metre. A metre it was.</p>")]


def page() -> str:
    answer = Client().get("/corrections/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_words_are_put_right_and_both_are_told(file_article: Callable[..., ArticlePage]) -> None:
    article = file_article(body=BODY)
    draft = article.get_latest_revision_as_object()
    draft.kicker = "Not for readers yet"
    draft.save_revision()
    assert "nothing to correct" in page()
    actions.correct(
        article=article, text="It was more.", before="The river & its", after="The stream & its"
    )
    shown = Client().get(article.url).content.decode()
    assert "The stream &amp; its <b>banks</b>" in shown
    for told in (shown, page()):
        assert "It was more." in told
        assert "<del>The river &amp; its</del>" in told
        assert "<ins>The stream &amp; its</ins>" in told
    newest = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    assert newest.kicker == "Not for readers yet"
    assert "The stream &amp; its" in newest.body.raw_data[0]["value"]


def test_words_that_do_not_stand_there_are_not_put_right(
    file_article: Callable[..., ArticlePage],
) -> None:
    article = file_article(body=BODY)
    with pytest.raises(actions.WordsNotThere):
        actions.correct(article=article, text="It was more.", before="by an inch", after="by a metre")
    assert not article.corrections.exists()


def test_the_page_follows_what_is_corrected_and_withdrawn(
    file_article: Callable[..., ArticlePage], press: Any, django_assert_max_num_queries: Any
) -> None:
    article = file_article(body=BODY)
    assert "nothing to correct" in press.read("/corrections/").text
    with press.committed():
        actions.correct(article=article, text="It was two.")
    press.bake()
    assert "It was two." in press.read("/corrections/").text
    for number in range(3):
        actions.correct(article=file_article(f"Other {number}"), text="It was less.")
    page()
    with django_assert_max_num_queries(12):
        page()
    with press.committed():
        actions.withdraw(article=article)
    assert "It was two." not in press.read("/corrections/").text


def test_an_editor_corrects_with_before_and_after(
    article: ArticlePage, editor: Any, client: Client
) -> None:
    client.force_login(editor)
    address = f"/newsroom/articles/{article.pk}/correct/"
    wrong = {"text": "More.", "before": "by a mile", "after": "by a metre"}
    assert "does not say that" in client.post(address, wrong).content.decode()
    right = {"text": "More.", "before": "by a metre", "after": "by a mile"}
    assert client.post(address, right).status_code == 302
    assert "by a mile" in Client().get(article.url).content.decode()
