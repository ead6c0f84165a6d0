"""Signed links in letters to subscribers. They hold a number, never an address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.core import signing

from broadsheet.foundation.clock import now
from broadsheet.outreach.models import Subscriber, SubscriberState

CONFIRM = "broadsheet.newsletter.confirm"
LEAVE = "broadsheet.newsletter.leave"
CONFIRM_AGE = timedelta(days=7)


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


def _has_decided(subscriber: Subscriber, *, since: int) -> bool:
    """Whether they said yes or no after this moment, in microseconds."""
    moment = datetime.fromtimestamp(since / 1_000_000, tz=UTC)
    return any(
        when is not None and when >= moment
        for when in (subscriber.confirmed_at, subscriber.unsubscribed_at)
    )
