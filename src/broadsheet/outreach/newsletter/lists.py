"""Which lists there are, and who is on them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from broadsheet.foundation.clock import now
from broadsheet.outreach.models import (
    Issue,
    MailingList,
    Subscriber,
    SubscriberState,
    Subscription,
)


def offered() -> QuerySet[MailingList]:
    """Lists that readers can choose, in the editor's order."""
    return MailingList.objects.filter(is_open=True)


def preselected() -> list[int]:
    """Keys of the lists that are ticked in the form; all where none is."""
    keys = dict(offered().values_list("pk", "is_preselected"))
    return [key for key, chosen in keys.items() if chosen] or list(keys)


def choosable(*, subscriber: Subscriber) -> QuerySet[MailingList]:
    """What a reader can choose: what is offered, and what they have already."""
    theirs = Q(pk__in=Subscription.objects.filter(subscriber=subscriber, left_at=None).values("list"))
    return MailingList.objects.filter(Q(is_open=True) | theirs)


def of(*, subscriber: Subscriber) -> QuerySet[MailingList]:
    """The lists a reader is on."""
    on_it = Subscription.objects.filter(subscriber=subscriber, left_at=None)
    return MailingList.objects.filter(pk__in=on_it.values("list"))


def receivers(*, issue: Issue) -> QuerySet[Subscriber]:
    """Who gets an issue: confirmed, not pausing, and on its list if it has one."""
    resting = Q(paused_until__gt=now())
    found = Subscriber.objects.filter(state=SubscriberState.CONFIRMED).exclude(resting).order_by("pk")
    if issue.list_id is None:
        return found
    return found.filter(subscriptions__list=issue.list_id, subscriptions__left_at=None)


def still_on(*, issue: Issue, keys: Iterable[int]) -> set[int]:
    """Of these subscribers, those who have not left the issue's list since."""
    wanted = set(keys)
    if issue.list_id is None:
        return wanted
    on_it = Subscription.objects.filter(list=issue.list_id, left_at=None, subscriber__in=wanted)
    return set(on_it.values_list("subscriber", flat=True))


def with_readers() -> QuerySet[MailingList]:
    """All lists, each with the number of its `readers`."""
    on_it = Q(subscriptions__left_at=None, subscriptions__subscriber__state=SubscriberState.CONFIRMED)
    return MailingList.objects.annotate(readers=Count("subscriptions", filter=on_it))
