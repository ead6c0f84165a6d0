"""Signed links and marks in letters to subscribers. They hold a number, never an address."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from broadsheet.foundation.clock import now
from broadsheet.outreach.models import Issue, Subscriber, SubscriberState

CONFIRM = "broadsheet.newsletter.confirm"
LEAVE = "broadsheet.newsletter.leave"
COPY = "broadsheet.newsletter.copy"
DIGEST = "broadsheet.following.letter"
CONFIRM_AGE = timedelta(days=7)
# Letters and digits of one case: some mail servers change the case of what stands before the @.
MARK = re.compile(r"(?<![a-z0-9])n(\d{1,18})-([a-z2-7]{16})(?![a-z2-7])", re.IGNORECASE)
DIGEST_MARK = re.compile(r"(?<![a-z0-9])f(\d{1,18}-\d{1,9})-([a-z2-7]{16})(?![a-z2-7])", re.IGNORECASE)
MARKS_TRIED = 100
IN_LETTER = re.compile(r"(\d{1,18})-(\d{1,18})")
MINE = "broadsheet.newsletter.mine"
MINE_AGE = timedelta(days=7)  # of a link that was asked for
LETTER_AGE = timedelta(days=90)  # as long as a letter's link leads to what its reader chose


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """Whose link it is, and how far it still leads."""

    subscriber: Subscriber
    is_over: bool  # too old to show anything; a new one may be sent to their address


def to_confirm(subscriber: Subscriber, lists: Iterable[int] = ()) -> str:
    """Good until its owner decides, and for a few days at most.

    Args:
        lists: keys of those that were chosen in the form.
    """
    moment = int(now().timestamp() * 1_000_000)
    chosen = ".".join(str(key) for key in lists)
    return signing.TimestampSigner(salt=CONFIRM).sign(f"{subscriber.pk}-{moment}-{chosen}")


def to_leave(subscriber_id: int, issue_id: int = 0) -> str:
    """To leave the list of an issue, good for ever: somebody may open an old one to leave.

    It leads to what they have chosen, too, while the letter is young.
    """
    return signing.Signer(salt=LEAVE).sign(f"{subscriber_id}-{issue_id}")


def to_choose(subscriber: Subscriber) -> str:
    """To what a reader has chosen, for a few days: in a letter that was asked for."""
    return signing.TimestampSigner(salt=MINE).sign(str(subscriber.pk))


def who_confirms(token: str) -> tuple[Subscriber, list[int]] | None:
    """Whose link this is, and the lists they chose; None when it is forged, too old or spent.

    Spent is a link whose owner has said yes or no since it was written: somebody
    who left must not be brought back by an old letter. Pressed twice it still
    shows that they are in.
    """
    try:
        value = signing.TimestampSigner(salt=CONFIRM).unsign(token, max_age=CONFIRM_AGE)
    except signing.BadSignature:
        return None
    key, moment, chosen = value.split("-")
    subscriber = Subscriber.objects.filter(pk=key).first()
    if subscriber is None:
        return None
    lists = [int(one) for one in chosen.split(".") if one]
    if _has_decided(subscriber, since=int(moment)):
        # pressed twice: they are in, and stay with what they chose since
        return (subscriber, []) if subscriber.state == SubscriberState.CONFIRMED else None
    return subscriber, lists


def who_chooses(token: str) -> Choosing | None:
    """Whose link to their choice this is; None when it is forged or its owner is gone."""
    try:
        key = signing.TimestampSigner(salt=MINE).unsign(token)
    except signing.BadSignature:
        return _by_letter(token)
    subscriber = Subscriber.objects.filter(pk=key).first()
    return Choosing(subscriber=subscriber, is_over=_is_over(token)) if subscriber else None


def _is_over(token: str) -> bool:
    try:
        signing.TimestampSigner(salt=MINE).unsign(token, max_age=MINE_AGE)
    except signing.SignatureExpired:
        return True
    return False


def _by_letter(token: str) -> Choosing | None:
    found = who_leaves(token)
    if found is None:
        return None
    subscriber, issue = found
    sent = issue and issue.started_at
    return Choosing(subscriber=subscriber, is_over=not sent or sent < now() - LETTER_AGE)


def who_leaves(token: str) -> tuple[Subscriber, Issue | None] | None:
    """Whose link this is, and the issue it stands in; None when it is forged."""
    try:
        value = signing.Signer(salt=LEAVE).unsign(token)
    except signing.BadSignature:
        return None
    found = IN_LETTER.fullmatch(value)
    if found is None:
        return None
    key, issue = found.groups()
    subscriber = Subscriber.objects.filter(pk=key).first()
    if subscriber is None:
        return None
    return subscriber, Issue.objects.select_related("list").defer("html", "plain").filter(
        pk=issue
    ).first()


def of_copy(delivery_id: int) -> str:
    """The mark of a copy, by which a letter that comes back is known to be ours."""
    return f"n{delivery_id}-{_signed(COPY, str(delivery_id))}"


def of_digest(turn_id: int, number: int) -> str:
    """The mark of a letter of what somebody follows: whose, and which of theirs."""
    return f"f{turn_id}-{number}-{_signed(DIGEST, f'{turn_id}-{number}')}"


def copies_in(texts: Iterable[str]) -> set[int]:
    """The numbers of all copies whose true marks stand in these texts."""
    return {int(one) for one in _true_marks(MARK, COPY, texts)}


def digests_in(texts: Iterable[str]) -> set[tuple[int, int]]:
    """Turn and number of all letters of what is followed whose true marks stand in these texts."""
    pairs = (one.split("-") for one in _true_marks(DIGEST_MARK, DIGEST, texts))
    return {(int(turn), int(number)) for turn, number in pairs}


def marks_in(text: str) -> list[str]:
    """What looks like a mark in a text, as it stands there."""
    return [found[0] for kind in (MARK, DIGEST_MARK) if (found := kind.search(text))]


def _true_marks(kind: re.Pattern[str], salt: str, texts: Iterable[str]) -> set[str]:
    found: set[str] = set()
    tried = 0
    for text in texts:
        for match in kind.finditer(text):
            tried += 1
            if tried > MARKS_TRIED:
                return found
            if constant_time_compare(match[2].lower(), _signed(salt, match[1])):
                found.add(match[1])
    return found


def _signed(salt: str, number: str) -> str:
    """80 bits: nobody guesses them in letters sent one by one."""
    digest = salted_hmac(salt, number, algorithm="sha256").digest()
    return base64.b32encode(digest[:10]).decode().lower()


def _has_decided(subscriber: Subscriber, *, since: int) -> bool:
    """Whether they said what they want after this moment, in microseconds."""
    moment = datetime.fromtimestamp(since / 1_000_000, tz=UTC)
    return any(
        when is not None and when >= moment
        for when in (subscriber.confirmed_at, subscriber.unsubscribed_at, subscriber.chosen_at)
    )
