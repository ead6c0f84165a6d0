"""What the other rooms may rely on."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail

from broadsheet.foundation.clock import now
from broadsheet.outreach import api
from broadsheet.outreach.models import Issue, MailingList, Subscriber, Subscription
from broadsheet.outreach.newsletter import actions, lists


def test_an_issue_imported_twice_is_there_once_with_its_stories_in_order(file_article: Any) -> None:
    first, second = file_article("First"), file_article("Second")
    for stories in ([first, second], [second, first, second]):
        api.import_issue(
            key="demo-1", subject="Week\r\nBcc: x", stories=stories, when=now(), state="sent"
        )
    issue = Issue.objects.get()
    assert issue.subject == "Week Bcc: x"
    assert [story.article_id for story in issue.stories.all()] == [second.pk, first.pk]
    [copy] = api.issues()
    assert copy.article_ids == (second.pk, first.pk)
    assert copy.state == "sent"
    assert mail.outbox == []


def test_a_sent_issue_without_its_time_is_refused(db: None) -> None:
    with pytest.raises(ValueError, match="needs the time"):
        api.import_issue(key="demo-1", subject="Week", state="sent")
    assert not Issue.objects.exists()


def test_an_import_never_brings_back_somebody_who_left(db: None) -> None:
    api.import_subscriber(email="Left@Example.org", confirmed=now(), unsubscribed=now())
    api.import_subscriber(email="left@example.org", confirmed=now())
    api.import_subscriber(email="reader@example.org", confirmed=now())
    assert [(s.email, s.state) for s in Subscriber.objects.order_by("email")] == [
        ("left@example.org", "unsubscribed"),
        ("reader@example.org", "confirmed"),
    ]
    assert len(list(api.subscribers())) == 2


def test_an_import_never_makes_a_sent_issue_a_draft_again(paper: Any) -> None:
    from broadsheet.outreach.newsletter import sending

    api.import_subscriber(email="reader@example.org", confirmed=now())
    issue = api.import_issue(key="demo-2", subject="Week", intro="Good morning.")
    sending.start(issue=issue, by=None)
    api.import_issue(key="demo-2", subject="Other words", intro="Good evening.")
    issue.refresh_from_db()
    assert (issue.state, issue.subject) == ("sending", "Week")
    with pytest.raises(sending.CannotSend):
        sending.start(issue=issue, by=None)


def test_who_is_on_which_list_goes_along_and_comes_back(daily: MailingList, weekly: MailingList) -> None:
    reader = api.import_subscriber(email="reader@example.org", confirmed=now())
    actions.join(subscriber=reader, lists=[daily.pk, weekly.pk])
    left = now()
    reader.subscriptions.filter(list=weekly).update(left_at=left)
    [copy] = api.subscribers()
    assert copy.lists == (
        api.ListCopy(key="daily", name="Every morning"),
        api.ListCopy(key="weekly", name="The week", left=left),
    )
    Subscriber.objects.all().delete()
    MailingList.objects.all().delete()
    for _ in range(2):
        api.import_subscriber(email=copy.email, confirmed=copy.confirmed, lists=copy.lists)
    assert {one.name for one in MailingList.objects.all()} == {"Every morning", "The week"}
    assert reader_names("reader@example.org") == ["Every morning"]
    Subscription.objects.update(left_at=now())
    api.import_subscriber(email=copy.email, confirmed=copy.confirmed, lists=copy.lists)
    assert reader_names("reader@example.org") == []  # who left a list is not brought back


def reader_names(email: str) -> list[str]:
    return [one.name for one in lists.of(subscriber=Subscriber.objects.get(email=email))]
