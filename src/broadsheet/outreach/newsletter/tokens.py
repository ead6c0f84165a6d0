"""Signed links and marks in letters to subscribers. They hold a number, never an address."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from broadsheet.foundation.clock import now
from broadsheet.outreach.models import Subscriber, SubscriberState

CONFIRM = "broadsheet.newsletter.confirm"
LEAVE = "broadsheet.newsletter.leave"
COPY = "broadsheet.newsletter.copy"
CONFIRM_AGE = timedelta(days=7)
# Letters and digits of one case: some mail servers change the case of what stands before the @.
MARK = re.compile(r"(?<![a-z0-9])n(\d{1,18})-([a-z2-7]{16})(?![a-z2-7])", re.IGNORECASE)
MARKS_TRIED = 100


def to_confirm(subscriber: Subscriber) -> str:
    """Good until its owner decides, and for a few days at most."""
    moment = int(now().timestamp() * 1_000_000)
    return signing.TimestampSigner(salt=CONFIRM).sign(f"{subscriber.pk}-{moment}")


def to_leave(subscriber_id: int) -> str:
    """Good for ever: somebody may open an old issue to leave."""
    return signing.Signer(salt=LEAVE).sign(str(subscriber_id))


def who_confirms(token: str) -> Subscriber | None:
    """Whose link this is; None when it is forged, too old or spent.

    Spent is a link whose owner has said yes or no since it was written: somebody
    who left must not be brought back by an old letter. Pressed twice it still
    shows that they are in.
    """
    try:
        value = signing.TimestampSigner(salt=CONFIRM).unsign(token, max_age=CONFIRM_AGE)
    except signing.BadSignature:
        return None
    key, _, moment = value.partition("-")
    subscriber = Subscriber.objects.filter(pk=key).first()
    if subscriber is None or subscriber.state == SubscriberState.CONFIRMED:
        return subscriber
    return None if _has_decided(subscriber, since=int(moment)) else subscriber


def who_leaves(token: str) -> Subscriber | None:
    try:
        key = signing.Signer(salt=LEAVE).unsign(token)
    except signing.BadSignature:
        return None
    return Subscriber.objects.filter(pk=key).first()


def of_copy(delivery_id: int) -> str:
    """The mark of a copy, by which a letter that comes back is known to be ours."""
    return f"n{delivery_id}-{_signed(delivery_id)}"


def copies_in(texts: Iterable[str]) -> set[int]:
    """The numbers of all copies whose true marks stand in these texts."""
    found: set[int] = set()
    tried = 0
    for text in texts:
        for match in MARK.finditer(text):
            tried += 1
            if tried > MARKS_TRIED:
                return found
            if constant_time_compare(match[2].lower(), _signed(int(match[1]))):
                found.add(int(match[1]))
    return found


def _signed(number: int) -> str:
    """80 bits: nobody guesses them in letters sent one by one."""
    digest = salted_hmac(COPY, str(number), algorithm="sha256").digest()
    return base64.b32encode(digest[:10]).decode().lower()


def _has_decided(subscriber: Subscriber, *, since: int) -> bool:
    """Whether they said yes or no after this moment, in microseconds."""
    moment = datetime.fromtimestamp(since / 1_000_000, tz=UTC)
    return any(
        when is not None and when >= moment
        for when in (subscriber.confirmed_at, subscriber.unsubscribed_at)
    )
