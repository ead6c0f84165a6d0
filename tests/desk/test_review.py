"""The way of an article past an editor, from the first word to the reader."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState

from broadsheet.desk.models import DeskEntry, Stage
from broadsheet.news.models import ArticlePage
from tests.desk.forms import rewrite, write

SUBMIT = {"action-submit": "1"}


def decide(client: Any, article: ArticlePage, what: str, comment: str) -> Any:
    task = article.current_workflow_task_state
    return client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[article.pk, what, task.pk]),
        {"comment": comment},
    )


def stage_of(article: ArticlePage) -> str:
    return DeskEntry.objects.get(article=article).stage


def test_an_article_goes_back_with_a_reason_and_comes_again(desk_of: Any, section: Any) -> None:
    reporter, editor = desk_of("Reporter"), desk_of("Editor")
    write(reporter, section, "River rises", **SUBMIT)
    article = ArticlePage.objects.get(slug="river-rises")
    assert stage_of(article) == Stage.REVIEW
    decide(editor, article, "reject", "Who measured it?")
    assert stage_of(article) == Stage.DRAFT
    assert TaskState.objects.get(status="rejected").comment == "Who measured it?"
    review = [article.pk, article.current_workflow_state.pk]
    history = reverse("wagtailadmin_pages:workflow_history_detail", args=review)
    assert "Who measured it?" in reporter.get(history).content.decode()
    restart = {"action-restart-workflow": "1"}
    rewrite(reporter, article, "River rises by a metre", slug="river-rises", **restart)
    article = ArticlePage.objects.get(pk=article.pk)
    assert stage_of(article) == Stage.REVIEW
    decide(editor, article, "approve", "Good.")
    assert stage_of(article) == Stage.PUBLIC
    assert "River rises by a metre" in Client().get("/world/river-rises/").content.decode()


def test_a_reporter_approves_nothing(desk_of: Any, section: Any) -> None:
    reporter = desk_of("Reporter")
    write(reporter, section, "River rises", **SUBMIT)
    article = ArticlePage.objects.get(slug="river-rises")
    decide(reporter, article, "approve", "I like it.")
    assert not ArticlePage.objects.get(pk=article.pk).live
    assert stage_of(article) == Stage.REVIEW


def test_the_editor_finds_it_on_the_start_screen(desk_of: Any, section: Any) -> None:
    write(desk_of("Reporter"), section, "River rises", **SUBMIT)
    page = desk_of("Editor").get("/newsroom/").content.decode()
    assert "Waiting for review" in page
    assert "River rises" in page
