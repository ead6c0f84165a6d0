"""Copies taken and noted in batches: one transaction writes down a whole one.

A batch says `sending` in the database before a word of it goes out. The first
batches of a turn are single copies and then they grow: what is wrong with a
letter or a server shows early, and costs one reader's copy and not fifty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from broadsheet.foundation.clock import now
from broadsheet.outreach.line import Outcome
from broadsheet.outreach.models import Delivery, DeliveryState, Issue, IssueState, SubscriberState
from broadsheet.outreach.newsletter import lists, returns, verdicts
from broadsheet.outreach.newsletter.journal import Journal
from broadsheet.outreach.newsletter.verdicts import Kind

# After each "not now" (4xx): most servers that do not know us want ten minutes (RFC 6647 §4).
WAITS = tuple(timedelta(minutes=minutes) for minutes in (10, 30, 60, 180, 480))

FIELDS = ("pk", "subscriber_id", "subscriber__email", "subscriber__name", "variant")


@dataclass(frozen=True, slots=True)
class Taken:
    """A copy that is ours to send."""

    version: int  # of the letter it has to be
    key: int
    subscriber_id: int
    email: str
    name: str
    variant: str


def due(issue: Issue, *, spared: Iterable[str] = ()) -> QuerySet[Delivery]:
    """Copies that wait for their first try, or have waited long enough.

    Args:
        spared: domains that get nothing just now.
    """
    moment = now()
    ripe = Q(attempts=0, due_at=None) | Q(attempts=0, due_at__lte=moment)
    for tried, wait in enumerate(WAITS, 1):
        ripe |= Q(attempts=tried, changed_at__lte=moment - wait)
    waiting = Delivery.objects.filter(ripe, issue=issue, state=DeliveryState.WAITING)
    if issue.is_tried:
        waiting = waiting.exclude(variant="")
    for domain in spared:
        waiting = waiting.exclude(subscriber__email__endswith=f"@{domain}")
    return waiting.order_by("pk")


def take(
    *,
    issue: Issue,
    size: int,
    spared: Iterable[str] = (),
    outcomes: Mapping[int, Outcome],
    journal: Journal,
) -> list[Taken]:
    """Note how the last batch went and make the next one ours, in one transaction.

    Args:
        size: copies at most; 0 only notes.
        spared: domains that get nothing just now.
        outcomes: of the last batch, by copy.
    """
    with transaction.atomic():
        _note(outcomes)
        version = _version(issue) if size else None
        if version is None:
            return []
        chosen = due(issue, spared=spared)
        if connection.features.has_select_for_update_skip_locked:
            chosen = chosen.select_for_update(skip_locked=True, of=("self",))
        # On SQLite the transaction itself keeps others out.
        keys = list(chosen.values_list("pk", flat=True)[:size])
        moment = now()
        ours = _still_wanted(issue, keys, moment, version)
        journal.taken([one.key for one in ours], at=moment)
        _mark({one.key for one in ours}, DeliveryState.SENDING, moment)
        _mark(set(keys) - {one.key for one in ours}, DeliveryState.SKIPPED, moment)
        return ours


def _version(issue: Issue) -> int | None:
    """Of the letter that goes out now; None when somebody paused or stopped it."""
    going = Issue.objects.filter(pk=issue.pk, state=IssueState.SENDING)
    return going.values_list("version", flat=True).first()


def _still_wanted(issue: Issue, keys: list[int], moment: datetime, version: int) -> list[Taken]:
    """Of these copies, those whose readers have neither left nor paused since.

    Sorted out here: asked for in the query, SQLite would go through all subscribers.
    """
    asked = Delivery.objects.filter(pk__in=keys).order_by("pk")
    rows = list(asked.values_list("subscriber__state", "subscriber__paused_until", *FIELDS))
    found = [
        Taken(version, *row)
        for state, paused, *row in rows
        if state == SubscriberState.CONFIRMED and (paused is None or paused <= moment)
    ]
    on_it = lists.still_on(issue=issue, keys=[one.subscriber_id for one in found])
    return [one for one in found if one.subscriber_id in on_it]


def put_back(keys: Iterable[int], why: str) -> None:
    """Nothing was said of these copies: they wait again, and it was no try of theirs."""
    Delivery.objects.filter(pk__in=list(keys), state=DeliveryState.SENDING).update(
        state=DeliveryState.WAITING, changed_at=now(), answer=why[:300]
    )


def _note(outcomes: Mapping[int, Outcome]) -> None:
    sent = [key for key, outcome in outcomes.items() if outcome == Outcome(DeliveryState.SENT)]
    if sent:
        Delivery.objects.filter(pk__in=sent).update(
            state=DeliveryState.SENT, changed_at=now(), answer="", attempts=F("attempts") + 1
        )
    for key in outcomes.keys() - set(sent):
        _note_trouble(key, outcomes[key])


def _note_trouble(key: int, outcome: Outcome) -> None:
    """Write down what was said; after too many a “not now” it is a no."""
    own = Delivery.objects.filter(pk=key)
    own.update(
        state=outcome.state, changed_at=now(), answer=outcome.answer[:300], attempts=F("attempts") + 1
    )
    if outcome.state == DeliveryState.WAITING:
        own.filter(attempts__gt=len(WAITS)).update(state=DeliveryState.FAILED)
    if (
        outcome.state == DeliveryState.FAILED
        and verdicts.kind(status="", words=outcome.answer) == Kind.HARD
    ):
        returns.refused_for_good(copy=key)


def _mark(keys: set[int], state: DeliveryState, moment: datetime) -> None:
    if keys:
        Delivery.objects.filter(pk__in=keys).update(state=state, changed_at=moment)
