"""Verbs on letters that come back, and what they mean for a reader.

Anybody can send a message that says “this address does not exist”. It counts
only when it carries the signed mark of a copy, or of a letter of what a reader
follows (in the address it came to, or in the letter it brings back), and then only
for the reader of that one. What has no mark waits for a person.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from broadsheet.foundation.clock import now
from broadsheet.foundation.limits import allow
from broadsheet.foundation.models import User
from broadsheet.outreach import addresses, history
from broadsheet.outreach.following import turns
from broadsheet.outreach.models import (
    Back,
    Delivery,
    DeliveryState,
    FollowLetter,
    ReturnedLetter,
    ReturnState,
    Subscriber,
    SubscriberState,
)
from broadsheet.outreach.newsletter import bounces, tokens
from broadsheet.outreach.newsletter.bounces import Report
from broadsheet.outreach.newsletter.verdicts import Kind

logger = logging.getLogger(__name__)

SOFT_IN_A_ROW = 5  # issues one after the other that could not be delivered
OPEN_A_DAY = 500  # letters without a mark that are listed; a flood of forged ones fills no disk
KEPT = timedelta(days=180)
WEIGHT = {"": 0, Back.SOFT: 1, Back.HARD: 2, Back.COMPLAINT: 3}


def take_in(*, raw: bytes, to: str = "") -> list[ReturnedLetter]:
    """Take in a message from the mail server; what of it is new.

    Idempotent: the same message again changes nothing. Any other kind of letter
    is let go.

    Args:
        to: the address it was delivered to, where the mail server tells.
    """
    reports = bounces.read(raw)
    if not reports:
        return []
    key = hashlib.sha256(raw).hexdigest()
    with transaction.atomic():
        texts = [to, *bounces.everything_in(raw)]
        copies, digests = tokens.copies_in(texts), tokens.digests_in(texts)
        if len(copies) + len(digests) == 1:  # one that carries the marks of several belongs to none
            if copy := _copy(copies):
                return _note([(_about(reports, copy.subscriber.email), copy)], key)
            if digest := _digest(digests):
                turn, number = digest
                return _note_digest(_about(reports, turns.address(user=turn.user)), turn, number, key)
        return _list(reports, key)


def told_by_provider(*, report: Report, key: str, mark: str = "") -> list[ReturnedLetter]:
    """Take in what a mail provider says; it has proved who it is, so it is certain.

    Args:
        key: of the event, so that it counts once.
        mark: of the letter, where the provider gave it back; else it is the last one to that address.
    """
    unique = hashlib.sha256(key.encode()).hexdigest()
    with transaction.atomic():
        if copy := _copy(tokens.copies_in([mark])):
            return _note([(report, copy)], unique)
        if digest := _digest(tokens.digests_in([mark])):
            return _note_digest(report, *digest, unique)
        copies = Delivery.objects.filter(subscriber__email=report.address)
        sent = copies.filter(state__in=[DeliveryState.SENT, DeliveryState.UNCLEAR])
        last = sent.order_by("-pk").first()
        turn = turns.of_address(report.address)
        noted = _note([(report, last)], unique) if last else []
        if turn and (last is None or report.kind != Kind.SOFT):
            noted += _note_digest(report, turn, turn.number, f"{unique} digest")
    return noted


def suppress(*, letter: ReturnedLetter, by: User) -> None:
    """A person decides that its address gets no more letters. Idempotent."""
    with transaction.atomic():
        if _decide(letter, ReturnState.SUPPRESSED, by):
            _suppress(Q(email=letter.address), Back(letter.kind))


def set_aside(*, letter: ReturnedLetter, by: User) -> None:
    """A person decides that it means nothing. Idempotent."""
    _decide(letter, ReturnState.SET_ASIDE, by)


def refused_for_good(*, copy: int) -> None:
    """The mail server said at once that there is no such mailbox."""
    _suppress(Q(deliveries=copy), Back.HARD)


def forget_old() -> int:
    """Delete what came back long ago; how many."""
    return ReturnedLetter.objects.filter(came_at__lt=now() - KEPT).delete()[0]


def _copy(numbers: set[int]) -> Delivery | None:
    return Delivery.objects.select_related("subscriber", "issue").filter(pk__in=numbers).first()


def _digest(marks: set[tuple[int, int]]) -> tuple[FollowLetter, int] | None:
    for key, number in marks:
        turn = FollowLetter.objects.select_related("user").filter(pk=key).first()
        return (turn, number) if turn else None
    return None


def _about(reports: Sequence[Report], email: str) -> Report:
    """A letter has one reader: what is said of their address, or of where it was passed on to."""
    own = addresses.normal(email)
    return max(reports, key=lambda report: (report.address == own, WEIGHT[Back(report.kind)]))


def _note(found: list[tuple[Report, Delivery]], key: str) -> list[ReturnedLetter]:
    noted = []
    for report, copy in found:
        letter, is_new = _keep(report, key, state=ReturnState.CERTAIN, delivery=copy)
        if is_new:
            _count(report, copy)
            noted.append(letter)
    return noted


def _note_digest(report: Report, turn: FollowLetter, number: int, key: str) -> list[ReturnedLetter]:
    letter, is_new = _keep(report, key, state=ReturnState.CERTAIN, turn=turn)
    if not is_new:
        return []
    kind = Back(report.kind)
    if turns.came_back(key=turn.pk, number=number, kind=kind) and kind != Back.SOFT:
        _suppress(Q(email=turns.address(user=turn.user)), kind)
    return [letter]


def _list(reports: Sequence[Report], key: str) -> list[ReturnedLetter]:
    """What nobody can prove, as far as it is about a reader of ours, for a person to look at."""
    named = [report.address for report in reports if report.address]
    ours = {
        addresses.normal(email)
        for email in Subscriber.objects.filter(
            email__in=named, state=SubscriberState.CONFIRMED
        ).values_list("email", flat=True)
    }
    listed = []
    for report in reports:
        if report.address not in ours and (report.address or report.kind != Kind.COMPLAINT):
            continue
        if not allow(key="newsletter:returned", limit=OPEN_A_DAY, per=timedelta(days=1)):
            logger.warning("Too many letters come back without a mark: no more are listed today")
            break
        letter, is_new = _keep(report, key, state=ReturnState.OPEN)
        listed += [letter] if is_new else []
    return listed


def _keep(
    report: Report,
    key: str,
    *,
    state: ReturnState,
    delivery: Delivery | None = None,
    turn: FollowLetter | None = None,
) -> tuple[ReturnedLetter, bool]:
    unique = hashlib.sha256(f"{key} {report.address}".encode()).hexdigest()
    return ReturnedLetter.objects.get_or_create(
        key=unique,
        defaults={
            "address": report.address, "kind": report.kind, "status": report.status[:20],
            "words": report.words, "state": state, "delivery": delivery, "turn": turn,
        },
    )  # fmt: skip


def _count(report: Report, copy: Delivery) -> None:
    """Write it on the copy, and draw the consequence."""
    kind = Back(report.kind)
    if WEIGHT[kind] > WEIGHT[copy.returned]:
        Delivery.objects.filter(pk=copy.pk).update(
            returned=kind, returned_at=now(), answer=f"{report.status} {report.words}".strip()[:300]
        )
    sent = copy.issue.started_at
    agreed = copy.subscriber.confirmed_at
    if sent and agreed and agreed > sent:
        return  # they have said yes anew since that letter
    if kind != Back.SOFT or _soft_in_a_row(copy.subscriber_id):
        _suppress(Q(pk=copy.subscriber_id), kind)


def _soft_in_a_row(subscriber_id: int) -> bool:
    """Whether the last issues all came back. One that did not begins the count anew."""
    own = Delivery.objects.filter(subscriber=subscriber_id).exclude(state=DeliveryState.SKIPPED)
    last = list(own.order_by("-pk").values_list("returned", flat=True)[:SOFT_IN_A_ROW])
    return len(last) == SOFT_IN_A_ROW and "" not in last


def _suppress(whom: Q, because: Back) -> None:
    """Write to them no more, unless they left by themselves."""
    Subscriber.objects.filter(whom, state=SubscriberState.CONFIRMED).update(
        state=SubscriberState.SUPPRESSED, suppressed_at=now(), suppressed_because=because
    )


def _decide(letter: ReturnedLetter, state: ReturnState, by: User) -> bool:
    """Whether this was the decision; somebody else may have been quicker."""
    is_open = ReturnedLetter.objects.filter(pk=letter.pk, state=ReturnState.OPEN)
    with transaction.atomic():
        if not is_open.update(state=state, decided_by=by, decided_at=now()):
            return False
        history.note_nameless(letter, history.RETURN_DECIDED, by=by, decision=state.value)
    return True
