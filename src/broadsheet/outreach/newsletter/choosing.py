"""Verbs by which readers choose what they get, and leave."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from broadsheet.foundation.clock import now
from broadsheet.foundation.text import clean_line
from broadsheet.outreach.models import Issue, MailingList, Subscriber, Subscription
from broadsheet.outreach.newsletter import actions


def leave_list(*, subscriber: Subscriber, one: MailingList) -> bool:
    """Take a subscriber off a list; off everything when it was their last. Whether they were on it."""
    with transaction.atomic():
        on_it = Subscription.objects.filter(subscriber=subscriber, list=one, left_at=None)
        was_on = bool(on_it.update(left_at=now()))
        Subscriber.objects.filter(pk=subscriber.pk).update(chosen_at=now())
        if not Subscription.objects.filter(subscriber=subscriber, left_at=None).exists():
            actions.leave(subscriber=subscriber)
    return was_on


def leave_by_letter(*, subscriber: Subscriber, issue: Issue | None, everything: bool) -> None:
    """Leave the list of an issue, or everything, by the link in it; the issue counts it once a time."""
    with transaction.atomic():
        if everything or issue is None or issue.list is None:
            has_left = actions.leave(subscriber=subscriber)
        else:
            has_left = leave_list(subscriber=subscriber, one=issue.list)
        if has_left and issue:
            Issue.objects.filter(pk=issue.pk).update(unsubscribed=F("unsubscribed") + 1)


def rejoin(*, subscriber: Subscriber, one: MailingList) -> None:
    """They left a list by mistake and want it again. Only who was on it can do so."""
    with transaction.atomic():
        before = Subscription.objects.filter(subscriber=subscriber, list=one)
        if before.update(left_at=None):
            actions.come_back(subscriber=subscriber)


def choose(
    *,
    subscriber: Subscriber,
    lists: Iterable[int] | None,
    name: str,
    time_zone: str,
    hour: int | None,
    paused_until: datetime | None,
) -> None:
    """Write down all that a reader wants.

    Args:
        lists: exactly those they want to be on; None where the paper has no lists.
            With none of them they leave.
        hour: of the day where they are; None for what each list has.
        paused_until: nothing comes before; None for no pause.
    """
    with transaction.atomic():
        Subscriber.objects.filter(pk=subscriber.pk).update(
            name=clean_line(name)[:100],
            time_zone=time_zone,
            hour=hour,
            paused_until=paused_until,
            chosen_at=now(),
        )
        if lists is None:
            return
        wanted = set(lists)
        others = Subscription.objects.filter(subscriber=subscriber, left_at=None)
        others.exclude(list__in=wanted).update(left_at=now())
        actions.join(subscriber=subscriber, lists=wanted)
        if wanted:
            actions.come_back(subscriber=subscriber)
        else:
            actions.leave(subscriber=subscriber)


def erase(*, subscriber: Subscriber) -> None:
    """Delete an address and everything that hangs on it, also what it was sent."""
    Subscriber.objects.filter(pk=subscriber.pk).delete()
