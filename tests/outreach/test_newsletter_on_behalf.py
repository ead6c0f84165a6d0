"""What the newsroom does for a subscriber who asks for it, and what the log says of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from broadsheet.desk.actions import Role
from broadsheet.foundation.clock import now
from broadsheet.outreach.models import Delivery, Issue, Subscriber, SubscriberState
from broadsheet.outreach.newsletter import halting, sending
from tests.outreach.test_newsletter_returns import signed_in

LIST = "/newsroom/newsletter/subscribers/"
ADDRESS = "reader@example.org"


@pytest.fixture
def reader(paper: Any) -> Subscriber:
    return Subscriber.objects.create(
        email=ADDRESS, state=SubscriberState.CONFIRMED, confirmed_at=now() - timedelta(days=1)
    )


@pytest.fixture
def issue(reader: Subscriber) -> Issue:
    made = Issue.objects.create(subject="The week", intro="Good morning.")
    sending.start(issue=made, by=None)
    made.refresh_from_db()
    return made


def logged() -> list[str]:
    found = ModelLogEntry.objects.filter(action__startswith="outreach.").order_by("pk")
    assert not any(ADDRESS in f"{one.label} {one.data}" for one in found)
    return [one.action.removeprefix("outreach.") for one in found]


def test_an_editor_ends_letters_takes_the_data_out_and_erases(
    reader: Subscriber, issue: Issue, django_assert_max_num_queries: Any
) -> None:
    desk = signed_in(Role.EDITOR)
    page = f"{LIST}{reader.pk}/"
    assert f'href="{page}"' in desk.get(LIST).content.decode()
    with django_assert_max_num_queries(25):
        shown = desk.get(page).content.decode()
    assert "The week" in shown
    assert ADDRESS in shown

    assert desk.post(page, {"answer": "export"}).json()["email"] == ADDRESS
    for _ in range(2):
        desk.post(page, {"answer": "leave"})
    reader.refresh_from_db()
    assert reader.state == SubscriberState.UNSUBSCRIBED
    assert 'value="leave"' not in desk.get(page).content.decode()

    desk.post(page, {"answer": "erase"})  # without the tick
    assert Subscriber.objects.exists()
    desk.post(page, {"answer": "erase", "sure": "yes"})
    assert not Subscriber.objects.exists()
    assert not Delivery.objects.exists()
    assert logged() == ["issue_sent", "reader_exported", "reader_left", "reader_erased"]
    assert "A reader erased" in signed_in(Role.PUBLISHER).get(reverse("desk_changes")).content.decode()


def test_nobody_else_may_and_nothing_happens_by_a_link(reader: Subscriber) -> None:
    page = f"{LIST}{reader.pk}/"
    for client in (Client(), signed_in(Role.REPORTER)):
        assert client.get(page).status_code in {302, 403}
        assert client.post(page, {"answer": "erase", "sure": "yes"}).status_code in {302, 403}
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in(Role.EDITOR).cookies
    assert strict.post(page, {"answer": "erase", "sure": "yes"}).status_code == 403
    strict.get(f"{page}?answer=erase&sure=yes")
    assert Subscriber.objects.get().state == SubscriberState.CONFIRMED


def test_the_log_says_who_halted_an_issue_and_only_what_happened(issue: Issue, editor: Any) -> None:
    assert halting.pause(issue=issue, by=editor)
    assert not halting.pause(issue=issue, by=editor)
    assert halting.resume(issue=issue, by=editor)
    assert halting.stop(issue=issue, by=editor)
    assert logged() == ["issue_sent", "issue_paused", "issue_resumed", "issue_stopped"]
    assert ModelLogEntry.objects.filter(action="outreach.issue_stopped").get().user == editor
