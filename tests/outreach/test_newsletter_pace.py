"""How fast one mail domain gets letters, and what a killed process had in hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from broadsheet.foundation.clock import now
from broadsheet.outreach.models import Delivery, Issue, Subscriber, SubscriberState
from broadsheet.outreach.newsletter import journal, sending, turn
from broadsheet.outreach.newsletter.journal import Journal
from broadsheet.outreach.newsletter.pace import PAUSE_SECONDS, PUT_OFF, Pace
from tests.outreach.conftest import Sink


@pytest.fixture
def issue(paper: Any, settings: Any, tmp_path: Any) -> Issue:
    """An issue on its way to ten readers of two domains."""
    settings.HOME = tmp_path
    for number in range(10):
        Subscriber.objects.create(
            email=f"reader{number}@{'slow' if number < 8 else 'other'}.example",
            state=SubscriberState.CONFIRMED,
            confirmed_at=now(),
        )
    made = Issue.objects.create(subject="The week", intro="Good morning.")
    sending.start(issue=made, by=None)
    made.refresh_from_db()
    return made


def states(issue: Issue) -> list[str]:
    return sorted(issue.deliveries.values_list("state", flat=True))


class Hurried(Sink):
    """Puts off one domain."""

    asked = 0

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address.endswith("@slow.example"):
            self.asked += 1
            return "451 too fast"
        envelope.rcpt_tos.append(address)
        return "250 OK"


def test_a_domain_that_puts_letters_off_is_left_alone_and_the_others_go_on(
    issue: Issue, serve_mail: Any
) -> None:
    sink = serve_mail(Hurried())
    assert not sending.deliver_waiting(issue=issue)
    assert sink.asked == PUT_OFF
    assert states(issue) == ["sent"] * 2 + ["waiting"] * 8
    assert set(issue.deliveries.filter(state="waiting").values_list("attempts", flat=True)) == {0, 1}


def test_no_domain_gets_more_than_the_limit_in_a_minute(
    issue: Issue, sink: Sink, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_PER_MINUTE = 3
    monkeypatch.setattr(turn, "ONE_BY_ONE", 0)
    monkeypatch.setattr(turn, "_size", lambda done: 4)
    sending.deliver_waiting(issue=issue)
    assert states(issue) == ["sent"] * 5 + ["waiting"] * 5
    assert set(issue.deliveries.filter(state="waiting").values_list("attempts", flat=True)) == {0}


def test_a_pause_ends_and_a_minute_is_counted_anew() -> None:
    pace = Pace(a_minute=2)
    assert [pace.allows("a.example", at=100.0) for _ in range(3)] == [True, True, False]
    assert pace.spared(at=101.0) == ["a.example"]
    assert pace.allows("a.example", at=161.0)
    for _ in range(PUT_OFF - 1):
        pace.heard("b.example", put_off=True, at=161.0)
    pace.heard("b.example", put_off=False, at=161.0)
    pace.heard("b.example", put_off=True, at=161.0)
    assert pace.spared(at=161.0) == []
    for _ in range(PUT_OFF):
        pace.heard("b.example", put_off=True, at=161.0)
    assert pace.spared(at=162.0) == ["b.example"]
    assert pace.spared(at=161.0 + PAUSE_SECONDS) == []


# A killed process -------------------------------------------------------------


def die(issue: Issue, *, at: Any = None) -> list[int]:
    """Leave things as a process does that is killed: three copies taken, two begun, one answered."""
    keys = list(issue.deliveries.order_by("pk").values_list("pk", flat=True)[:3])
    moment = at or now()
    Delivery.objects.filter(pk__in=keys).update(state="sending", changed_at=moment)
    dead = Journal()
    dead.taken(keys, at=moment)
    dead.begun(keys[0])
    dead.done(keys[0])
    dead.begun(keys[1])
    dead.close(settled=False)
    return keys


def test_what_was_never_begun_waits_again_and_only_what_was_in_the_air_is_unclear(issue: Issue) -> None:
    keys = die(issue)
    assert journal.settle() == 1
    found = dict(issue.deliveries.filter(pk__in=keys).values_list("pk", "state"))
    assert [found[key] for key in keys] == ["sent", "unclear", "waiting"]
    assert journal.settle() == 0


def test_a_living_process_is_left_alone(issue: Issue) -> None:
    keys = list(issue.deliveries.order_by("pk").values_list("pk", flat=True)[:3])
    moment = now()
    Delivery.objects.filter(pk__in=keys).update(state="sending", changed_at=moment)
    living = Journal()
    living.taken(keys, at=moment)
    assert journal.settle() == 0
    assert states(issue).count("sending") == 3
    living.close(settled=True)


def test_after_a_power_cut_the_journal_proves_nothing(
    issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    die(issue)
    monkeypatch.setattr(journal, "_boot", lambda: "another start of the machine")
    assert journal.settle() == 0
    assert states(issue).count("sending") == 3
    Delivery.objects.filter(state="sending").update(changed_at=now() - timedelta(hours=1))
    sending.finish(issue=issue)
    assert states(issue).count("unclear") == 3


def test_what_somebody_else_took_up_since_stays_theirs(issue: Issue) -> None:
    keys = die(issue, at=now() - timedelta(minutes=1))
    Delivery.objects.filter(pk__in=keys).update(changed_at=now())
    assert journal.settle() == 0
    assert states(issue).count("sending") == 3


def test_a_line_cut_off_in_the_middle_of_the_journal_is_no_word(issue: Issue, settings: Any) -> None:
    die(issue)
    [file] = (settings.HOME / "letters").glob("*.log")
    file.write_text(file.read_text() + "begun")
    assert journal.settle() == 1
