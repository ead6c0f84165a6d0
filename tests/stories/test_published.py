"""A reader's story in the paper, and taken back by the one who sent it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news import actions as news
from broadsheet.news import kills
from broadsheet.news.models import ArticlePage, SectionPage
from broadsheet.stories import actions, drafting, erasing, keeping
from broadsheet.stories.links import Purpose, link
from broadsheet.stories.models import Contribution, State
from tests.desk.forms import rewrite
from tests.stories.conftest import link_in, picture, upload


@pytest.fixture
def drafted(received: Any, editor: Any, letters: Any) -> Contribution:
    """A story with a draft, its letters read."""
    story = received([upload("quay.jpg", picture())])
    section = SectionPage.objects.get(slug="world")
    drafting.make_draft(contribution=story, section=section, by=editor)
    letters()
    return now_is(story)


def now_is(story: Contribution) -> Contribution:
    return Contribution.objects.select_related("article").get(pk=story.pk)


def withdraw_link(story: Contribution) -> str:
    return link(contribution=story, purpose=Purpose.WITHDRAW).removeprefix("http://testserver")


def test_the_writer_hears_once_that_it_is_out_and_where(
    drafted: Contribution, editor: Any, letters: Any
) -> None:
    article: Any = drafted.article
    news.publish(article=article, by=editor)
    assert now_is(drafted).state == State.PUBLISHED
    [letter] = letters()
    assert letter.to == ["jo@example.org"]
    assert article.full_url in letter.body
    news.withdraw(article=article, by=editor)
    assert now_is(drafted).state == State.ACCEPTED
    news.publish(article=ArticlePage.objects.get(), by=editor)
    assert now_is(drafted).state == State.PUBLISHED
    assert letters() == []


def test_the_article_names_the_writer_and_the_terms(
    drafted: Contribution, editor: Any, client: Any
) -> None:
    article = news.publish(article=drafted.article, by=editor)  # type: ignore[arg-type]
    page = client.get(article.url).content.decode()
    assert "Sent in by Jo Reader" in page
    assert "the rights stay theirs" in page


def test_a_published_story_is_not_taken_back_by_a_link(
    drafted: Contribution, editor: Any, client: Any
) -> None:
    news.publish(article=drafted.article, by=editor)  # type: ignore[arg-type]
    assert "in the paper already" in client.post(withdraw_link(drafted)).content.decode()
    assert now_is(drafted).state == State.PUBLISHED
    assert ArticlePage.objects.get().live


def test_a_scheduled_story_that_is_taken_back_does_not_come_out(
    drafted: Contribution, client: Any
) -> None:
    article: Any = drafted.article
    article.go_live_at = now() + timedelta(minutes=5)
    article.save_revision().publish()
    assert client.post(withdraw_link(drafted)).status_code == 200
    story = now_is(drafted)
    assert (story.state, story.text, story.attachments.count()) == (State.WITHDRAWN, "", 0)
    news.publish_due(moment=now() + timedelta(minutes=10))
    assert not ArticlePage.objects.get().live


def test_what_was_taken_back_does_not_come_out_even_when_its_kill_is_lifted(
    drafted: Contribution, editor: Any, client: Any
) -> None:
    actions.withdraw(contribution=drafted)
    with pytest.raises(ValidationError), transaction.atomic():
        news.publish(article=ArticlePage.objects.get(), by=editor)
    kills.lift(article=ArticlePage.objects.get(), because="By mistake", by=editor)
    news.publish(article=ArticlePage.objects.get(), by=editor)
    article = ArticlePage.objects.get()
    assert not article.live
    assert client.get(article.url).status_code in {404, 410}
    assert now_is(drafted).state == State.WITHDRAWN


def test_the_editors_button_says_why_it_is_not_published(
    drafted: Contribution, editor: Any, client: Any
) -> None:
    actions.withdraw(contribution=drafted)
    client.force_login(editor)
    answer = rewrite(client, drafted.article, "Water in the cellar", **{"action-publish": "1"})
    assert "took it back" in client.get(answer.url).content.decode()
    assert not ArticlePage.objects.get().live


def test_a_story_taken_back_is_remembered_as_long_as_its_draft(
    drafted: Contribution, django_capture_on_commit_callbacks: Any
) -> None:
    actions.withdraw(contribution=drafted)
    Contribution.objects.update(withdrawn_at=now() - keeping.UNUSED * 2)
    assert erasing.purge() == 0
    ArticlePage.objects.get().delete()
    with django_capture_on_commit_callbacks(execute=True):
        assert erasing.purge() == 1


def test_erasing_an_account_keeps_the_credit_of_what_is_out(drafted: Contribution, editor: Any) -> None:
    news.publish(article=drafted.article, by=editor)  # type: ignore[arg-type]
    actions.erase_sender(user=User.objects.create_user("jo@example.org"), emails=["jo@example.org"])
    story = now_is(drafted)
    assert (story.name, story.email) == ("Jo Reader", "")


def test_declining_tells_the_sender_when_the_editor_wants_it(
    received: Any, editor: Any, letters: Any
) -> None:
    story = received()
    letters()
    actions.decline(contribution=story, reason="An advertisement.", by=editor, tell=True)
    [letter] = letters()
    assert "does not use it" in letter.body
    assert "advertisement" not in letter.body


def test_the_receipt_leads_to_the_page_of_the_story(received: Any, letters: Any, client: Any) -> None:
    story = received()
    [receipt] = letters()
    assert link_in(receipt) == withdraw_link(story)
    address = link(contribution=story, purpose=Purpose.YOURS)
    assert address in receipt.body
    page = client.get(address.removeprefix("http://testserver"))
    assert "Water in the cellar" in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "no-referrer"
