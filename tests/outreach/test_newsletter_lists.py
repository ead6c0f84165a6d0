"""Lists: a reader gets what they chose, and leaves what they do not want."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.test import Client

from broadsheet.foundation import stamps
from broadsheet.foundation.clock import now
from broadsheet.outreach.models import (
    Delivery,
    DeliveryState,
    Issue,
    MailingList,
    Subscriber,
    SubscriberState,
    Subscription,
)
from broadsheet.outreach.newsletter import actions, choosing, lists, sending, tasks, tokens
from tests.outreach.conftest import Sink
from tests.outreach.test_newsletter_newsroom import Role, signed_in

CONFIRMED = SubscriberState.CONFIRMED


def reader_on(*chosen: MailingList, email: str = "reader@example.org") -> Subscriber:
    subscriber = Subscriber.objects.create(email=email, state=CONFIRMED, confirmed_at=now())
    actions.join(subscriber=subscriber, lists=[one.pk for one in chosen])
    return subscriber


def names_of(subscriber: Subscriber) -> list[str]:
    return [one.name for one in lists.of(subscriber=subscriber)]


def sent_to(one: MailingList | None) -> Issue:
    issue = Issue.objects.create(subject="Good morning", intro="It rained.", list=one)
    sending.start(issue=issue, by=None)
    sending.deliver_waiting(issue=Issue.objects.get(pk=issue.pk))
    return issue


def sign_up(*chosen: MailingList, email: str = "reader@example.org") -> Any:
    stamp = stamps.stamp(purpose="newsletter again")
    keys = [one.pk for one in chosen]
    return Client().post("/newsletter/", {"email": email, "stamp": stamp, "website": "", "lists": keys})


def question_to(email: str, wanted: list[int]) -> None:
    tasks.mail_question.func(Subscriber.objects.get(email=email).pk, 0, wanted)


def path_in(letter: Any, part: str) -> str:
    text = letter.get_body(("plain",)).get_content()
    found = re.search(rf"http://testserver(/newsletter/{part}/\S+)", text)
    assert found, text
    return found[1]


def test_lists_are_chosen_at_sign_up_and_begin_with_the_yes(
    daily: MailingList, weekly: MailingList, sink: Sink
) -> None:
    page = Client().get("/newsletter/").content.decode()
    assert re.search(rf'value="{daily.pk}"[^>]*checked', page)
    assert not re.search(rf'value="{weekly.pk}"[^>]*checked', page)
    assert "Once a day" in page
    assert sign_up().status_code == 200  # nothing chosen: the form again
    assert not Subscriber.objects.exists()
    assert sign_up(weekly)["Location"] == "/newsletter/asked/"
    subscriber = Subscriber.objects.get()
    assert names_of(subscriber) == []
    question_to(subscriber.email, [weekly.pk])
    assert "The week" in sink.letters[0].get_body(("plain",)).get_content()
    link = path_in(sink.letters[0], "confirm")
    assert "The week" in Client().get(link).content.decode()
    assert "You get the newsletter" in Client().post(link).content.decode()
    assert names_of(subscriber) == ["The week"]


def test_a_form_sent_again_keeps_every_list_that_was_ticked(
    daily: MailingList, weekly: MailingList
) -> None:
    data = {"email": "reader@example.org", "stamp": "old", "lists": [daily.pk, weekly.pk]}
    page = Client().post("/newsletter/", data).content.decode()
    for one in (daily, weekly):
        assert re.search(rf'value="{one.pk}"[^>]*checked', page)


def test_who_is_in_takes_another_list_by_the_same_way_and_nobody_can_for_them(
    daily: MailingList, weekly: MailingList, sink: Sink
) -> None:
    subscriber = reader_on(daily)
    assert sign_up(daily)["Location"] == "/newsletter/asked/"
    subscriber.refresh_from_db()
    assert subscriber.mailed_at is None  # they have it: no letter
    assert sign_up(weekly)["Location"] == "/newsletter/asked/"
    assert names_of(subscriber) == ["Every morning"]
    question_to(subscriber.email, [weekly.pk])
    link = path_in(sink.letters[0], "confirm")
    Client().post(link)
    assert names_of(subscriber) == ["Every morning", "The week"]
    choosing.leave_list(subscriber=subscriber, one=weekly)
    Client().post(link)  # the old link brings nothing back
    assert names_of(subscriber) == ["Every morning"]


def test_a_list_goes_to_who_is_on_it_with_its_own_headers(
    daily: MailingList, weekly: MailingList, sink: Sink
) -> None:
    on_both, _other = reader_on(daily, weekly), reader_on(daily, email="other@example.org")
    reader_on(weekly, email="paused@example.org")
    Subscriber.objects.filter(email="paused@example.org").update(paused_until=now() + timedelta(days=3))
    issue = sent_to(weekly)
    [letter] = sink.letters
    assert letter["To"] == on_both.email
    assert letter["List-Id"] == '"The Test Post: The week" <weekly.testserver>'
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = tokens.to_leave(on_both.pk, issue.pk)
    assert letter["List-Unsubscribe"] == f"<http://testserver/newsletter/leave/{token}/>"
    assert path_in(letter, "mine") == f"/newsletter/mine/{token}/"
    sent_to(None)
    assert {one["To"] for one in sink.letters[1:]} == {on_both.email, "other@example.org"}
    assert sink.letters[-1]["List-Id"].endswith("<newsletter.testserver>")


def test_one_click_leaves_that_list_and_the_page_offers_all(
    daily: MailingList, weekly: MailingList
) -> None:
    subscriber = reader_on(daily, weekly)
    issue = Issue.objects.create(subject="x", list=weekly)
    leave = f"/newsletter/leave/{tokens.to_leave(subscriber.pk, issue.pk)}/"
    assert "Leave “The week”" in Client().get(leave).content.decode()
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(leave, {"List-Unsubscribe": "One-Click"}).content.decode()
    assert names_of(subscriber) == ["Every morning"]
    assert "You no longer get “The week”" in page
    assert 'value="all"' in page
    strict.post(leave, {"answer": "return"})
    assert names_of(subscriber) == ["Every morning", "The week"]
    strict.post(leave, {"answer": "all"})
    subscriber.refresh_from_db()
    assert subscriber.state == SubscriberState.UNSUBSCRIBED


def test_who_leaves_the_last_list_gets_nothing_more_at_all(daily: MailingList, sink: Sink) -> None:
    subscriber = reader_on(daily)
    reader_on(daily, email="other@example.org")
    issue = Issue.objects.create(subject="x", list=daily)
    Client().post(f"/newsletter/leave/{tokens.to_leave(subscriber.pk, issue.pk)}/")
    subscriber.refresh_from_db()
    assert subscriber.state == SubscriberState.UNSUBSCRIBED
    sent_to(None)
    assert [one["To"] for one in sink.letters] == ["other@example.org"]


def test_who_leaves_or_pauses_after_the_start_is_left_out(daily: MailingList, sink: Sink) -> None:
    stays, leaves, pauses = (reader_on(daily, email=f"{name}@example.org") for name in "abc")
    issue = Issue.objects.create(subject="x", intro="y", list=daily)
    sending.start(issue=issue, by=None)
    Subscription.objects.filter(subscriber=leaves).update(left_at=now())
    Subscriber.objects.filter(pk=pauses.pk).update(paused_until=now() + timedelta(days=1))
    while sending.deliver_waiting(issue=Issue.objects.get(pk=issue.pk)):
        pass
    assert [one["To"] for one in sink.letters] == [stays.email]
    states = dict(Delivery.objects.values_list("subscriber__email", "state"))
    assert states[leaves.email] == states[pauses.email] == DeliveryState.SKIPPED


def test_a_batch_costs_one_query_more_for_a_list_and_none_for_a_reader(
    daily: MailingList, django_assert_max_num_queries: Any, settings: Any
) -> None:
    from broadsheet.outreach.newsletter import batches, journal

    for number in range(40):
        reader_on(daily, email=f"reader{number}@example.org")
    issue = Issue.objects.create(subject="x", intro="y", list=daily)
    sending.start(issue=issue, by=None)
    diary = journal.Journal()
    with django_assert_max_num_queries(7):  # with the savepoint of the transaction
        taken = batches.take(issue=issue, size=40, outcomes={}, journal=diary)
    assert len(taken) == 40
    diary.close(settled=True)


def test_an_editor_keeps_lists_and_sees_their_readers(daily: MailingList) -> None:
    reader_on(daily)
    desk = signed_in(Role.EDITOR)
    shown = desk.get("/newsroom/snippets/outreach/mailinglist/").content.decode()
    assert "Every morning" in shown
    data = {"name": "Breaking news", "slug": "breaking", "description": "", "is_open": "on",
            "sort_order": "3", "rule": "hand", "every": "day", "weekday": "0", "hour": "7",
            "most": "8"}  # fmt: skip
    desk.post("/newsroom/snippets/outreach/mailinglist/add/", data)
    assert "Breaking news" in Client().get("/newsletter/").content.decode()
    assert signed_in(Role.REPORTER).get("/newsroom/snippets/outreach/mailinglist/").status_code != 200
