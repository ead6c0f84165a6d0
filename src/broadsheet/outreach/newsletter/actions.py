"""Verbs of signing up and off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from broadsheet.foundation.clock import now
from broadsheet.foundation.limits import allow
from broadsheet.foundation.models import User
from broadsheet.outreach import addresses
from broadsheet.outreach.models import Back, Subscriber, SubscriberState
from broadsheet.outreach.newsletter import queries

ASK_AGAIN = timedelta(hours=24)  # one question an address in this time
ASK_WHO_COMPLAINED = timedelta(days=30)  # anybody can type their address into the form
A_READER_AN_HOUR = 10
A_DOMAIN_A_DAY = 500
ALL_AN_HOUR = 1000
NEVER_ANSWERED = timedelta(days=30)  # then an unconfirmed address is forgotten
UNSUPPRESSED: dict[str, Any] = {"suppressed_at": None, "suppressed_because": ""}


class TooManySignUps(Exception):
    """This network, this mail domain, or all together ask too much."""


def sign_up(*, email: str, reader: str) -> None:
    """Ask the owner of an address whether they want the newsletter.

    What is known of the address makes no difference to the caller.

    Args:
        reader: who asks, as a key that can be counted but not read back.

    Raises:
        TooManySignUps: a limit is reached; it is the same for every address.
    """
    from broadsheet.outreach.newsletter.tasks import mail_question

    _count(email, reader)
    with transaction.atomic():
        subscriber, _ = Subscriber.objects.get_or_create(email=addresses.normal(email))
        may_ask = Q(mailed_at=None) | Q(mailed_at__lt=now() - ASK_AGAIN)
        complained = Q(suppressed_because=Back.COMPLAINT, suppressed_at__gt=now() - ASK_WHO_COMPLAINED)
        unconfirmed = Subscriber.objects.exclude(state=SubscriberState.CONFIRMED)
        if unconfirmed.exclude(complained).filter(may_ask, pk=subscriber.pk).update(mailed_at=now()):
            mail_question.enqueue(subscriber.pk)


def confirm(*, subscriber: Subscriber) -> None:
    """Its owner wants the newsletter. Idempotent."""
    Subscriber.objects.filter(pk=subscriber.pk).exclude(state=SubscriberState.CONFIRMED).update(
        state=SubscriberState.CONFIRMED, confirmed_at=now(), unsubscribed_at=None, **UNSUPPRESSED
    )


def leave(*, subscriber: Subscriber) -> None:
    """Its owner wants no more of it. Idempotent; the row stays, to keep old lists off."""
    Subscriber.objects.filter(pk=subscriber.pk).exclude(state=SubscriberState.UNSUBSCRIBED).update(
        state=SubscriberState.UNSUBSCRIBED, unsubscribed_at=now()
    )


def come_back(*, subscriber: Subscriber) -> None:
    """Somebody who left, or whose letters came back, wants it. Only who had once said yes can do so."""
    gone = (SubscriberState.UNSUBSCRIBED, SubscriberState.SUPPRESSED)
    Subscriber.objects.filter(pk=subscriber.pk, state__in=gone, confirmed_at__isnull=False).update(
        state=SubscriberState.CONFIRMED, confirmed_at=now(), unsubscribed_at=None, **UNSUPPRESSED
    )


def ask_again_any_time(*, subscriber_id: int) -> None:
    """The question never left the house, so its owner may ask for it at once."""
    Subscriber.objects.filter(pk=subscriber_id).update(mailed_at=None)


def subscribe_account(*, email: str) -> None:
    """Subscribe an address whose owner is signed in and has confirmed it already."""
    with transaction.atomic():
        subscriber, _ = Subscriber.objects.get_or_create(email=addresses.normal(email))
        confirm(subscriber=subscriber)


def export(user: User) -> dict[str, Any]:
    """Subscriptions of addresses that are proved to be theirs."""
    found = Subscriber.objects.filter(email__in=queries.verified_addresses(user=user))
    fields = ("email", "name", "state", "asked_at", "confirmed_at", "unsubscribed_at", "suppressed_at")
    return {"newsletter": list(found.values(*fields))}


def forget_reader(user: User) -> None:
    """Subscriptions of addresses that are proved to be theirs go with the account."""
    Subscriber.objects.filter(email__in=queries.verified_addresses(user=user)).delete()


def forget_unanswered() -> int:
    """Delete addresses whose owners never said yes; how many."""
    long_ago = now() - NEVER_ANSWERED
    pending = Subscriber.objects.filter(state=SubscriberState.PENDING, asked_at__lt=long_ago)
    return pending.exclude(mailed_at__gte=long_ago).delete()[0]


def _count(email: str, reader: str) -> None:
    domain = addresses.fingerprint(addresses.domain(email))[:32]
    counted = (
        (f"newsletter:reader:{reader}", A_READER_AN_HOUR, timedelta(hours=1)),
        (f"newsletter:domain:{domain}", A_DOMAIN_A_DAY, timedelta(days=1)),
        ("newsletter:all", ALL_AN_HOUR, timedelta(hours=1)),
    )
    for key, limit, per in counted:
        if not allow(key=key, limit=limit, per=per):
            raise TooManySignUps(key)
