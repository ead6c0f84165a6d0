"""Verbs of signing up and off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from broadsheet.foundation.clock import now
from broadsheet.foundation.limits import allow
from broadsheet.foundation.models import User
from broadsheet.outreach import addresses
from broadsheet.outreach.models import Back, MailingList, Subscriber, SubscriberState, Subscription
from broadsheet.outreach.newsletter import lists, queries

ASK_AGAIN = timedelta(hours=24)  # one question an address in this time
ASK_WHO_COMPLAINED = timedelta(days=30)  # anybody can type their address into the form
A_READER_AN_HOUR = 10
LINKS_A_DAY = 3  # to one address
A_DOMAIN_A_DAY = 500
ALL_AN_HOUR = 1000
NEVER_ANSWERED = timedelta(days=30)  # then an unconfirmed address is forgotten
UNSUPPRESSED: dict[str, Any] = {"suppressed_at": None, "suppressed_because": ""}


class TooManySignUps(Exception):
    """This network, this mail domain, or all together ask too much."""


def sign_up(*, email: str, reader: str, wanted: Sequence[int] = ()) -> None:
    """Ask the owner of an address whether they want the newsletter, or these lists as well.

    What is known of the address makes no difference to the caller.

    Args:
        reader: who asks, as a key that can be counted but not read back.
        wanted: keys of the lists that were chosen.

    Raises:
        TooManySignUps: a limit is reached; it is the same for every address.
    """
    from broadsheet.outreach.newsletter.tasks import mail_question

    count(email=email, reader=reader)
    with transaction.atomic():
        subscriber, _ = Subscriber.objects.get_or_create(email=addresses.normal(email))
        may_ask = Q(mailed_at=None) | Q(mailed_at__lt=now() - ASK_AGAIN)
        complained = Q(suppressed_because=Back.COMPLAINT, suppressed_at__gt=now() - ASK_WHO_COMPLAINED)
        asked = Subscriber.objects.exclude(complained).filter(may_ask, pk=subscriber.pk)
        if not _has(subscriber, wanted) and asked.update(mailed_at=now()):
            mail_question.enqueue(subscriber.pk, 0, list(wanted))


def _has(subscriber: Subscriber, wanted: Sequence[int]) -> bool:
    """Whether they get all of it already."""
    on_them = subscriber.subscriptions.filter(list__in=wanted, left_at=None).count()
    return subscriber.state == SubscriberState.CONFIRMED and on_them == len(set(wanted))


def confirm(*, subscriber: Subscriber, wanted: Sequence[int] = ()) -> None:
    """Its owner wants the newsletter. Idempotent.

    Args:
        wanted: keys of lists; who was in already gets these as well, anybody else these alone.
    """
    with transaction.atomic():
        came = Subscriber.objects.filter(pk=subscriber.pk).exclude(state=SubscriberState.CONFIRMED)
        is_new = came.update(
            state=SubscriberState.CONFIRMED, confirmed_at=now(), unsubscribed_at=None, **UNSUPPRESSED
        )
        if is_new and wanted:
            subscriber.subscriptions.filter(left_at=None).update(left_at=now())
        if wanted:
            join(subscriber=subscriber, lists=wanted)
            Subscriber.objects.filter(pk=subscriber.pk).update(chosen_at=now())


def join(*, subscriber: Subscriber, lists: Iterable[int]) -> None:
    """Put a subscriber on lists, beside those they are on. Idempotent.

    Args:
        lists: keys; those of lists that are gone are passed over.
    """
    keys = list(MailingList.objects.filter(pk__in=list(lists)).values_list("pk", flat=True))
    with transaction.atomic():
        Subscription.objects.filter(subscriber=subscriber, list__in=keys).update(left_at=None)
        Subscription.objects.bulk_create(
            [Subscription(subscriber=subscriber, list_id=key) for key in keys], ignore_conflicts=True
        )


def leave(*, subscriber: Subscriber) -> bool:
    """Its owner wants no more of it; whether they had it until now.

    Idempotent; the row stays, to keep old lists off.
    """
    there = Subscriber.objects.filter(pk=subscriber.pk).exclude(state=SubscriberState.UNSUBSCRIBED)
    return bool(there.update(state=SubscriberState.UNSUBSCRIBED, unsubscribed_at=now()))


def come_back(*, subscriber: Subscriber) -> None:
    """Somebody who left, or whose letters came back, wants it. Only who had once said yes can do so."""
    gone = (SubscriberState.UNSUBSCRIBED, SubscriberState.SUPPRESSED)
    Subscriber.objects.filter(pk=subscriber.pk, state__in=gone, confirmed_at__isnull=False).update(
        state=SubscriberState.CONFIRMED, confirmed_at=now(), unsubscribed_at=None, **UNSUPPRESSED
    )


def ask_for_link(*, email: str, reader: str) -> None:
    """Somebody wants the link to what they chose. It goes to the address, if that is on the list.

    Raises:
        TooManySignUps: a limit is reached; it is the same for every address.
    """
    count(email=email, reader=reader)
    known = Subscriber.objects.filter(email=addresses.normal(email), confirmed_at__isnull=False).first()
    if known:
        send_link(subscriber=known)


def send_link(*, subscriber: Subscriber) -> bool:
    """Mail a fresh link to what they chose; False when they had several today."""
    from broadsheet.outreach.newsletter.tasks import mail_link

    key = f"newsletter:link:{subscriber.pk}"
    if not allow(key=key, limit=LINKS_A_DAY, per=timedelta(days=1)):
        return False
    mail_link.enqueue(subscriber.pk)
    return True


def ask_again_any_time(*, subscriber_id: int) -> None:
    """The question never left the house, so its owner may ask for it at once."""
    Subscriber.objects.filter(pk=subscriber_id).update(mailed_at=None)


def subscribe_account(*, email: str) -> None:
    """Subscribe an address whose owner is signed in and has confirmed it already."""
    with transaction.atomic():
        subscriber, _ = Subscriber.objects.get_or_create(email=addresses.normal(email))
        confirm(subscriber=subscriber, wanted=lists.preselected())


def export(user: User) -> dict[str, Any]:
    """Subscriptions of addresses that are proved to be theirs."""
    found = Subscriber.objects.filter(email__in=queries.verified_addresses(user=user))
    return {"newsletter": [queries.everything_of(subscriber=one) for one in found]}


def forget_reader(user: User) -> None:
    """Subscriptions of addresses that are proved to be theirs go with the account."""
    Subscriber.objects.filter(email__in=queries.verified_addresses(user=user)).delete()


def forget_unanswered() -> int:
    """Delete addresses whose owners never said yes; how many."""
    long_ago = now() - NEVER_ANSWERED
    pending = Subscriber.objects.filter(state=SubscriberState.PENDING, asked_at__lt=long_ago)
    return pending.exclude(mailed_at__gte=long_ago).delete()[0]


def count(*, email: str, reader: str) -> None:
    """Count one more question to an address.

    Raises:
        TooManySignUps: a limit is reached; it is the same for every address.
    """
    domain = addresses.fingerprint(addresses.domain(email))[:32]
    counted = (
        (f"newsletter:reader:{reader}", A_READER_AN_HOUR, timedelta(hours=1)),
        (f"newsletter:domain:{domain}", A_DOMAIN_A_DAY, timedelta(days=1)),
        ("newsletter:all", ALL_AN_HOUR, timedelta(hours=1)),
    )
    for key, limit, per in counted:
        if not allow(key=key, limit=limit, per=per):
            raise TooManySignUps(key)
