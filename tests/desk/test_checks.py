"""What is looked at before an article is published: said, and where the newsroom wants it, a bar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.desk import checking
from broadsheet.desk.models import DeskSettings, Weight
from broadsheet.foundation.clock import now
from broadsheet.foundation.schedule import look
from broadsheet.news import actions
from broadsheet.news.models import ArticlePage
from broadsheet.topics.models import Topic
from tests.desk.forms import rewrite, write
from tests.outreach.conftest import add_picture

LONG = " ".join(["word"] * 46)


def said(article: ArticlePage) -> list[str]:
    return [str(finding.words) for finding in checking.findings(article)]


@pytest.fixture
def sound(file_article: Callable[..., ArticlePage]) -> ArticlePage:
    """An article with which nothing is wrong."""
    return file_article("Sound", topics=[Topic.objects.create(name="Floods", slug="floods")])


@pytest.fixture
def client(editor: Any) -> Client:
    client = Client()
    client.force_login(editor)
    return client


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (f"<p>{LONG}.</p>", "A sentence of 46 words"),
        (f"<p>{'Short one. ' * 81}</p>", "A paragraph of 162 words"),
        ('<p><a linktype="page" id="999999">x</a></p>', "a page that was deleted"),
        ('<p><a href="/world/nothing-here/">x</a></p>', "/world/nothing-here/ leads nowhere"),
        ('<p><a href="http://testserver/no/such/thing">x</a></p>', "leads nowhere"),
    ],
)
def test_what_is_wrong_with_the_text_is_said(sound: ArticlePage, body: str, words: str) -> None:
    assert said(sound) == []
    sound.body = [("text", body)]
    assert any(words in finding for finding in said(sound)), said(sound)
    assert len(said(sound)) == 1


def test_links_that_lead_somewhere_are_left_alone(
    sound: ArticlePage, file_article: Callable[..., ArticlePage]
) -> None:
    other = file_article("Other")
    links = [other.url, "/forum/", "#there", "https://example.org/x", "mailto:a@example.org"]
    html = "".join(f'<p><a href="{link}">x</a></p>' for link in links)
    sound.body = [("text", f'{html}<p><a linktype="page" id="{other.pk}">x</a></p>')]
    assert said(sound) == []
    actions.withdraw(article=other)
    assert len(said(sound)) == 2


def test_pictures_topics_and_headlines_are_looked_at(
    sound: ArticlePage, file_article: Callable[..., ArticlePage], settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    picture = add_picture()
    sound.body = [("picture", {"image": picture, "alt": "", "caption": "", "credit": ""})]
    assert said(sound) == []
    type(picture).objects.update(description="", credit="")
    assert len(said(sound)) == 2
    sound.body = [("picture", {"image": picture, "alt": "Water", "caption": "", "credit": "A. B."})]
    assert said(sound) == []
    sound.article_topics = []
    sound.title = "Long " * 23
    assert [finding.split(" ")[0:2] for finding in said(sound)] == [["It", "has"], ["The", "headline"]]
    twin = file_article("SOUND", draft=True)
    assert any("same headline" in finding for finding in said(twin))


def test_a_finding_warns_and_the_article_comes_out(client: Client, section: Any) -> None:
    answer = write(client, section, "No topic", **{"action-publish": "action-publish"})
    article = ArticlePage.objects.get(slug="no-topic")
    assert article.live
    assert answer.status_code == 302
    page = client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    assert page.count("It has no topic.") == 2  # as a message, and beside the fields


def test_what_blocks_keeps_the_article_a_draft_with_every_word(client: Client, section: Any) -> None:
    settings = DeskSettings.load()
    settings.missing_topic = Weight.BLOCK
    settings.save()
    write(client, section, "No topic", **{"action-publish": "action-publish"})
    article = ArticlePage.objects.get(slug="no-topic")
    assert not article.live
    assert "The river rose." in article.get_latest_revision_as_object().body.raw_data[0]["value"]
    settings.missing_topic = Weight.OFF
    settings.save()
    rewrite(client, article, "No topic", **{"action-publish": "action-publish"})
    article.refresh_from_db()
    assert article.live


def test_an_editor_cannot_approve_what_blocks(desk_of: Callable[[str], Client], section: Any) -> None:
    reporter, editor = desk_of("Reporter"), desk_of("Editor")
    write(reporter, section, "For review", **{"action-submit": "action-submit"})
    article = ArticlePage.objects.get(slug="for-review")
    actions.hold(article=article, because="The lawyers read it")

    def approve() -> str:
        task = ArticlePage.objects.get(pk=article.pk).current_workflow_task_state
        address = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "approve", task.pk])
        answer = editor.post(address, {"comment": "Good."}, follow=True)
        article.refresh_from_db()
        return answer.content.decode()

    assert "It is on legal hold." in approve()
    assert not article.live
    assert article.current_workflow_state
    editor.post(reverse("desk_release", args=[article.pk]), {"because": "They have read it"})
    approve()
    assert article.live


def test_a_held_article_waits_past_its_time(
    file_article: Callable[..., ArticlePage], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = file_article("Held", go_live_at=now() + timedelta(hours=1))
    client.post(reverse("desk_hold", args=[article.pk]), {"because": "The lawyers read it"})
    later = now() + timedelta(hours=2)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    look(since=later - timedelta(hours=3), until=later)
    article.refresh_from_db()
    assert not article.live
    actions.release(article=article, because="They have read it")
    assert actions.publish_due(moment=later) == [article.pk]
