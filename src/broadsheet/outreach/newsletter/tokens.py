"""Signed links in letters to subscribers. They hold a number, never an address."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

from broadsheet.outreach.models import Subscriber

CONFIRM = "broadsheet.newsletter.confirm"
LEAVE = "broadsheet.newsletter.leave"
CONFIRM_AGE = timedelta(days=7)


def to_confirm(subscriber: Subscriber) -> str:
    return signing.TimestampSigner(salt=CONFIRM).sign(str(subscriber.pk))


def to_leave(subscriber_id: int) -> str:
    """Good for ever: somebody may open an old issue to leave."""
    return signing.Signer(salt=LEAVE).sign(str(subscriber_id))


def who_confirms(token: str) -> Subscriber | None:
    """Whose link this is; None when it is forged or too old."""
    try:
        key = signing.TimestampSigner(salt=CONFIRM).unsign(token, max_age=CONFIRM_AGE)
    except signing.BadSignature:
        return None
    return Subscriber.objects.filter(pk=key).first()


def who_leaves(token: str) -> Subscriber | None:
    try:
        key = signing.Signer(salt=LEAVE).unsign(token)
    except signing.BadSignature:
        return None
    return Subscriber.objects.filter(pk=key).first()
