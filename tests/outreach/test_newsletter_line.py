"""What mail servers do in the middle of a newsletter: refuse, tire, hang up, or refuse us."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from broadsheet.foundation.clock import now
from broadsheet.outreach.line import MailServerAway
from broadsheet.outreach.models import Delivery, Issue, Subscriber, SubscriberState
from broadsheet.outreach.newsletter import batches, pace, sending, tasks
from tests.outreach.conftest import Sink


@pytest.fixture
def issue(paper: Any) -> Issue:
    """An issue on its way to five readers."""
    for number in range(5):
        Subscriber.objects.create(
            email=f"reader{number}@example.org", state=SubscriberState.CONFIRMED, confirmed_at=now()
        )
    made = Issue.objects.create(subject="The week", intro="Good morning.")
    sending.start(issue=made, by=None)
    made.refresh_from_db()
    return made


def states(issue: Issue) -> list[str]:
    return list(issue.deliveries.order_by("pk").values_list("state", flat=True))


def received(sink: Sink) -> list[str]:
    return sorted(letter["To"] for letter in sink.letters)


class Tired(Sink):
    """Takes two letters a connection, then says 421 and hangs up."""

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        session.taken = getattr(session, "taken", 0) + 1
        if session.taken > 2:
            return "421 too many letters on one line"
        envelope.mail_from = address
        return "250 OK"


class HangsUp(Sink):
    """Closes the line after each letter without a word."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        server.transport.write(b"250 OK\r\n")
        server.transport.close()
        return answer


class KnowsUsNot(Sink):
    """Refuses the paper itself, whoever the letter is for."""

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        return "550 sender not allowed"


def test_a_server_that_wants_a_new_line_now_and_then_costs_nobody_a_copy(
    issue: Issue, serve_mail: Any
) -> None:
    sink = serve_mail(Tired())
    sending.deliver_waiting(issue=issue)
    assert states(issue) == ["sent"] * 5
    assert received(sink) == [f"reader{number}@example.org" for number in range(5)]


def test_a_server_that_hangs_up_between_letters_costs_nobody_a_copy(
    issue: Issue, serve_mail: Any
) -> None:
    sink = serve_mail(HangsUp())
    sending.deliver_waiting(issue=issue)
    assert states(issue) == ["sent"] * 5
    assert len(sink.letters) == 5


def test_a_server_that_refuses_the_paper_fails_no_reader(issue: Issue, serve_mail: Any) -> None:
    serve_mail(KnowsUsNot())
    with pytest.raises(MailServerAway, match="550"):
        sending.deliver_waiting(issue=issue)
    assert states(issue) == ["waiting"] * 5
    assert "550" in issue.deliveries.order_by("pk")[0].answer
    sink = serve_mail(Sink())
    sending.deliver_waiting(issue=issue)
    assert len(sink.letters) == 5


def test_an_address_no_letter_can_be_made_for_is_named_and_the_rest_goes_out(
    issue: Issue, sink: Sink
) -> None:
    hostile = "x@example.org\nBcc: all@example.org"  # from a list somebody took over
    Subscriber.objects.filter(email="reader1@example.org").update(email=hostile)
    sending.deliver_waiting(issue=issue)
    assert sorted(states(issue)) == ["failed", "sent", "sent", "sent", "sent"]
    failed = issue.deliveries.get(state="failed")
    assert failed.subscriber.email == hostile
    assert failed.answer


def test_not_now_is_asked_again_later_and_later_and_in_the_end_no_more(
    issue: Issue, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "PUT_OFF", 1000)  # the clock stands still here
    sink.refuse = "451 later"
    for tried, wait in enumerate(batches.WAITS, 1):
        sending.deliver_waiting(issue=issue)
        assert set(issue.deliveries.values_list("state", "attempts")) == {("waiting", tried)}
        Delivery.objects.update(changed_at=now() - wait + timedelta(minutes=1))
        assert not sending.is_anything_due(issue=issue)
        Delivery.objects.update(changed_at=now() - wait)
    sending.deliver_waiting(issue=issue)
    assert states(issue) == ["failed"] * 5
    issue.refresh_from_db()
    assert issue.state == "sent"


def test_a_long_list_goes_out_in_turns_between_other_work(
    issue: Issue, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "BATCH", 2)
    assert sending.deliver_waiting(issue=issue)
    assert states(issue).count("sent") == 2
    tasks.deliver.func(issue.pk)
    assert not sending.deliver_waiting(issue=issue)
    assert states(issue) == ["sent"] * 5


def test_a_reader_erased_while_the_issue_goes_out_stops_nothing(issue: Issue, sink: Sink) -> None:
    Subscriber.objects.filter(email="reader0@example.org").delete()
    sending.deliver_waiting(issue=issue)
    assert len(sink.letters) == 4
    issue.refresh_from_db()
    assert issue.state == "sent"
