"""What a returned letter does to a reader, and what a forged one does not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from broadsheet.desk.actions import Role, give_role, set_up_newsroom
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.outreach import api
from broadsheet.outreach.models import (
    Delivery,
    Issue,
    ReturnedLetter,
    Subscriber,
    SubscriberState,
)
from broadsheet.outreach.newsletter import actions, returns, sending, tasks, tokens
from tests.outreach.conftest import Sink
from tests.outreach.returned import HOLIDAY, bounce, complaint

LIST = "/newsroom/newsletter/returned/"


def state(number: int = 0) -> str:
    return Subscriber.objects.get(email=f"reader{number}@example.org").state


def send_an_issue() -> Issue:
    issue = Issue.objects.create(subject="The week", intro="Good morning.")
    sending.start(issue=issue, by=None)
    issue.refresh_from_db()
    sending.deliver_waiting(issue=issue)
    return issue


@pytest.fixture
def readers(paper: Any) -> list[Subscriber]:
    yesterday = now() - timedelta(days=1)
    return [
        Subscriber.objects.create(
            email=f"reader{number}@example.org", state=SubscriberState.CONFIRMED, confirmed_at=yesterday
        )
        for number in range(3)
    ]


@pytest.fixture
def sent(readers: list[Subscriber], sink: Sink) -> Issue:
    return send_an_issue()


def mark(issue: Issue, number: int = 0) -> str:
    copy = Delivery.objects.get(issue=issue, subscriber__email=f"reader{number}@example.org")
    return tokens.of_copy(copy.pk)


def header(sink: Sink, name: str, number: int = 0) -> str:
    [letter] = [one for one in sink.letters if one["To"] == f"reader{number}@example.org"]
    return letter[name]


# What counts ------------------------------------------------------------------


def test_each_copy_carries_its_mark_where_mail_servers_bring_it_back(
    readers: list[Subscriber], sink: Sink, settings: Any
) -> None:
    settings.BOUNCE_ADDRESS = "bounces@news.example"
    issue = send_an_issue()
    assert header(sink, "Message-ID") == f"<{mark(issue)}@testserver>"
    assert header(sink, "From") == "newsroom@testserver"
    assert f"bounces+{mark(issue)}@news.example" in sink.senders


def test_one_hard_bounce_ends_the_letters_and_is_noted_on_the_copy(sent: Issue, sink: Sink) -> None:
    returned = f"Message-ID: {header(sink, 'Message-ID')}"
    [letter] = returns.take_in(raw=bounce(returned=returned))
    assert (letter.kind, letter.state) == ("hard", "certain")
    assert (state(0), state(1)) == ("suppressed", "confirmed")
    copy = Delivery.objects.get(subscriber__email="reader0@example.org")
    assert (copy.state, copy.returned) == ("sent", "hard")
    assert "no such user" in copy.answer
    sink.letters.clear()
    send_an_issue()
    assert sorted(one["To"] for one in sink.letters) == ["reader1@example.org", "reader2@example.org"]


@pytest.mark.parametrize("place", ["to", "upper"])
def test_the_address_a_letter_came_back_to_is_proof_enough(sent: Issue, place: str) -> None:
    address = f"bounces+{mark(sent)}@news.example"
    returns.take_in(raw=bounce(), to=address.upper() if place == "upper" else address)
    assert state() == "suppressed"


def test_a_hidden_complaint_finds_its_reader_by_the_mark(sent: Issue, sink: Sink) -> None:
    returned = f"Message-ID: {header(sink, 'Message-ID', 1)}"
    [letter] = returns.take_in(raw=complaint(returned=returned))
    assert (letter.kind, letter.address) == ("complaint", "")
    assert (state(0), state(1)) == ("confirmed", "suppressed")


def test_what_the_reader_passed_on_counts_for_the_reader(sent: Issue) -> None:
    returns.take_in(raw=bounce(address="elsewhere@example.net", to=f"b+{mark(sent)}@x.example"))
    assert state() == "suppressed"


def test_not_now_counts_only_in_a_row(readers: list[Subscriber], sink: Sink) -> None:
    full = {"status": "5.2.2", "words": "552 5.2.2 mailbox full"}
    for number in range(2 * returns.SOFT_IN_A_ROW):
        issue = send_an_issue()
        if number == 3:
            continue  # this one arrived
        returns.take_in(raw=bounce(to=f"b+{mark(issue)}@x.example", **full))
        assert state() == ("confirmed" if number < 3 + returns.SOFT_IN_A_ROW else "suppressed")
        if state() == "suppressed":
            break
    assert number == 3 + returns.SOFT_IN_A_ROW


def test_the_same_message_again_is_counted_once(sent: Issue) -> None:
    raw = bounce(to=f"b+{mark(sent)}@x.example")
    assert len(returns.take_in(raw=raw)) == 1
    actions.confirm(subscriber=Subscriber.objects.get(email="reader0@example.org"))
    assert returns.take_in(raw=raw) == []
    assert state() == "confirmed"


def test_a_late_bounce_of_a_letter_before_their_new_yes_changes_nothing(sent: Issue) -> None:
    reader = Subscriber.objects.get(email="reader0@example.org")
    actions.leave(subscriber=reader)
    actions.come_back(subscriber=reader)
    returns.take_in(raw=bounce(to=f"b+{mark(sent)}@x.example"))
    assert state() == "confirmed"
    assert Delivery.objects.get(subscriber=reader).returned == "hard"


def test_who_left_stays_one_who_left(sent: Issue) -> None:
    actions.leave(subscriber=Subscriber.objects.get(email="reader0@example.org"))
    returns.take_in(raw=bounce(to=f"b+{mark(sent)}@x.example"))
    assert state() == "unsubscribed"


def test_no_such_user_said_at_once_ends_the_letters_too_a_refusal_of_the_paper_does_not(
    readers: list[Subscriber], sink: Sink
) -> None:
    sink.refuse = "554 5.7.1 we do not like this paper"
    send_an_issue()
    assert [state(number) for number in range(3)] == ["confirmed"] * 3
    sink.refuse = "550 5.1.1 no such user"
    send_an_issue()
    assert [state(number) for number in range(3)] == ["suppressed"] * 3


# What does not ----------------------------------------------------------------


def forgeries(issue: Issue) -> list[bytes]:
    """Messages of somebody who wants reader 0 off the list and has their own copy, reader 1's."""
    true, own = mark(issue), mark(issue, 1)
    other_number = true.partition("-")[0] + "-" + own.partition("-")[2]
    guessed = true[:-1] + ("a" if true[-1] != "a" else "b")
    return [
        bounce(),
        bounce(to=f"b+{other_number}@x.example"),
        bounce(to=f"b+{guessed}@x.example", returned=f"Message-ID: <{guessed}@testserver>"),
        bounce(returned=f"Message-ID: <{true}7a@testserver>"),
        complaint(returned=f"To: reader0@example.org\nMessage-ID: <{guessed}@testserver>"),
        bounce(to=f"b+{own}@x.example, b+{guessed}@x.example") + b"\n" + mark(issue, 2).encode(),
        HOLIDAY + mark(issue).encode(),
    ]


def test_forged_bounces_unsubscribe_nobody(sent: Issue) -> None:
    for forged in forgeries(sent):
        returns.take_in(raw=forged)
        assert [state(number) for number in range(3)] == ["confirmed"] * 3, forged.decode()
    assert not Delivery.objects.exclude(returned="").exists()


def test_your_own_copy_speaks_of_nobody_but_you(sent: Issue) -> None:
    returns.take_in(raw=bounce(address="reader0@example.org", to=f"b+{mark(sent, 1)}@x.example"))
    assert (state(0), state(1)) == ("confirmed", "suppressed")


def test_a_flood_without_marks_fills_no_disk_and_strangers_are_not_listed(
    sent: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returns, "OPEN_A_DAY", 5)
    for number in range(20):
        returns.take_in(raw=bounce(words=f"550 5.1.1 no {number}"))
        returns.take_in(raw=bounce(address=f"stranger{number}@example.net"))
    assert ReturnedLetter.objects.count() == 5


# Ways back and what must not be one -------------------------------------------


def test_only_the_owner_leads_back(sent: Issue, sink: Sink) -> None:
    returns.take_in(raw=bounce(to=f"b+{mark(sent)}@x.example"))
    reader = Subscriber.objects.get(email="reader0@example.org")
    api.import_subscriber(email="Reader0@example.org", confirmed=now())
    assert state() == "suppressed"
    actions.sign_up(email="reader0@example.org", reader="somebody")
    assert state() == "suppressed"
    tasks.mail_question.func(reader.pk)
    link = (
        sink.letters[-1].get_body(("plain",)).get_content().split("/newsletter/confirm/")[1].split()[0]
    )
    assert "Do you want" in Client().get(f"/newsletter/confirm/{link}").content.decode()
    assert state() == "suppressed"
    Client().post(f"/newsletter/confirm/{link}")
    reader.refresh_from_db()
    assert (reader.state, reader.suppressed_at, reader.suppressed_because) == ("confirmed", None, "")


def test_who_called_it_spam_is_not_written_to_because_somebody_types_their_address(sent: Issue) -> None:
    returns.take_in(raw=complaint(returned=f"Message-ID: <{mark(sent)}@testserver>"))
    actions.sign_up(email="reader0@example.org", reader="somebody")
    assert Subscriber.objects.get(email="reader0@example.org").mailed_at is None
    leave = (
        f"/newsletter/leave/{tokens.to_leave(Subscriber.objects.get(email='reader0@example.org').pk)}/"
    )
    Client().post(leave, {"answer": "return"})  # the button on their own page
    assert state() == "confirmed"


def test_a_list_taken_to_another_paper_keeps_who_cannot_be_reached(sent: Issue) -> None:
    returns.take_in(raw=bounce(to=f"b+{mark(sent)}@x.example"))
    [copy] = [one for one in api.subscribers() if one.email == "reader0@example.org"]
    assert (copy.state, copy.suppressed is not None) == ("suppressed", True)
    Subscriber.objects.filter(email=copy.email).delete()
    api.import_subscriber(email=copy.email, confirmed=copy.confirmed, suppressed=copy.suppressed)
    assert state() == "suppressed"


# The newsroom -----------------------------------------------------------------


def signed_in(role: Role) -> Client:
    set_up_newsroom()
    user = User.objects.create_user(f"{role.value.lower()}@example.org", "a long enough password")
    give_role(user=user, role=role)
    client = Client()
    client.force_login(user)
    return client


def test_a_person_decides_what_has_no_mark(sent: Issue, django_assert_max_num_queries: Any) -> None:
    for number in range(2):
        returns.take_in(raw=bounce(address=f"reader{number}@example.org", words="550 5.1.1 <b>gone"))
    desk = signed_in(Role.EDITOR)
    with django_assert_max_num_queries(30):
        page = desk.get(LIST).content.decode()
    assert "reader0@example.org" in page
    assert "&lt;b&gt;gone" in page
    first, second = ReturnedLetter.objects.order_by("pk")
    desk.post(f"{LIST}{first.pk}/", {"answer": "suppress"})
    desk.post(f"{LIST}{second.pk}/", {"answer": "set aside"})
    desk.post(f"{LIST}{second.pk}/", {"answer": "suppress"})  # decided already
    assert (state(0), state(1)) == ("suppressed", "confirmed")
    first.refresh_from_db()
    assert first.decided_by is not None
    assert "Nothing waits" in desk.get(LIST).content.decode()


def test_the_issue_says_what_came_back(sent: Issue) -> None:
    returns.take_in(raw=complaint(returned=f"Message-ID: <{mark(sent)}@testserver>"))
    page = signed_in(Role.EDITOR).get(f"/newsroom/newsletter/{sent.pk}/").content.decode()
    assert page.count("called spam by its reader") == 2  # counted, and named
    assert "reader0@example.org" in page


def test_who_may_not_send_may_not_decide(sent: Issue) -> None:
    returns.take_in(raw=bounce())
    letter = ReturnedLetter.objects.get()
    for client in (Client(), signed_in(Role.REPORTER)):
        assert client.get(LIST).status_code in {302, 403}
        assert client.post(f"{LIST}{letter.pk}/", {"answer": "suppress"}).status_code in {302, 403}
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in(Role.EDITOR).cookies
    assert strict.post(f"{LIST}{letter.pk}/", {"answer": "suppress"}).status_code == 403
    assert state() == "confirmed"


def test_what_came_back_long_ago_is_forgotten(sent: Issue) -> None:
    returns.take_in(raw=bounce())
    returns.forget_old()
    assert ReturnedLetter.objects.exists()
    ReturnedLetter.objects.update(came_at=now() - returns.KEPT - timedelta(minutes=1))
    tasks.forget_returned()
    assert not ReturnedLetter.objects.exists()
