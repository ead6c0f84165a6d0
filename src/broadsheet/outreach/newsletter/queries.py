"""Reads of the newsletter."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.core.paginator import Page
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from broadsheet.edition.api import leaf
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.outreach import addresses
from broadsheet.outreach.models import (
    Back,
    ClickCount,
    Delivery,
    DeliveryState,
    Issue,
    IssueState,
    IssueStory,
    Subscriber,
    SubscriberState,
    Subscription,
)

PER_PAGE = 30
TROUBLES_SHOWN = 200


def out() -> QuerySet[Issue]:
    """Issues that have gone out, newest first, each with whether an article in it was killed."""
    hidden = (IssueState.DRAFT, IssueState.STOPPED)
    killed = IssueStory.objects.filter(issue=OuterRef("pk"), article__killed=True)
    sent = Issue.objects.exclude(state__in=hidden).annotate(has_killed=Exists(killed))
    return sent.order_by("-started_at", "-pk")


def page_of_issues(number: str | None) -> Page[Issue]:
    """One page of the archive."""
    page: Page[Issue] = leaf(out().defer("html", "plain"), size=PER_PAGE, number=number)
    return page


def progress(*, issue: Issue) -> dict[str, int]:
    """How many copies are in each state."""
    rows = Delivery.objects.filter(issue=issue).values_list("state").annotate(number=Count("pk"))
    return {str(state): number for state, number in rows}


def next_due(*, issue: Issue) -> datetime | None:
    """When the next readers get it who wait for their hour; None when nobody does."""
    waiting = Delivery.objects.filter(issue=issue, state=DeliveryState.WAITING, due_at__gt=now())
    return waiting.order_by("due_at").values_list("due_at", flat=True).first()


def came_back(*, issue: Issue) -> dict[str, int]:
    """How many copies came back, or were called spam, by what was said."""
    rows = Delivery.objects.filter(issue=issue).exclude(returned="").values_list("returned")
    return {str(kind): number for kind, number in rows.annotate(number=Count("pk"))}


def totals(*, issue: Issue) -> list[tuple[str, int]]:
    """What became of an issue in plain numbers: sent, arrived, back, called spam, left, clicked."""
    copies = Delivery.objects.filter(issue=issue, state=DeliveryState.SENT)
    counts = copies.aggregate(
        sent=Count("pk"),
        back=Count("pk", filter=Q(returned__in=[Back.SOFT, Back.HARD])),
        complained=Count("pk", filter=Q(returned=Back.COMPLAINT)),
    )
    found = [
        (_("sent"), counts["sent"]),
        (_("arrived, as far as is known"), counts["sent"] - counts["back"]),
        (_("came back"), counts["back"]),
        (_("called spam"), counts["complained"]),
        (_("left by it"), issue.unsubscribed),
    ]
    if issue.count_clicks:
        clicked = ClickCount.objects.filter(issue=issue).aggregate(sum=Sum("number"))["sum"]
        found.append((_("clicks"), clicked or 0))
    return found


def troubled(*, issue: Issue) -> list[Delivery]:
    """Copies that did not simply arrive: refused, unclear, put off or come back; the worst first."""
    put_off = Q(state=DeliveryState.WAITING) & ~Q(answer="")
    lost = Q(state__in=[DeliveryState.FAILED, DeliveryState.UNCLEAR])
    found = Delivery.objects.filter(put_off | lost | ~Q(returned=""), issue=issue)
    return list(found.select_related("subscriber").order_by("state", "pk")[:TROUBLES_SHOWN])


def verified_address(*, user: User) -> str:
    """The reader's own confirmed address, "" when they have none."""
    return next(iter(verified_addresses(user=user)), "")


def verified_addresses(*, user: User) -> list[str]:
    """Every address the reader has proved to be theirs, the chief one first."""
    proved = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk")
    return [addresses.normal(email) for email in proved.values_list("email", flat=True)]


def subscribed(*, email: str) -> Subscriber | None:
    """Who gets the newsletter at this address."""
    return Subscriber.objects.filter(email=email, state=SubscriberState.CONFIRMED).first()


def everything_of(*, subscriber: Subscriber) -> dict[str, Any]:
    """All that is kept of a subscriber, for themselves."""
    fields = (
        "email", "name", "state", "asked_at", "mailed_at", "confirmed_at", "unsubscribed_at",
        "suppressed_at", "suppressed_because", "time_zone", "hour", "paused_until", "chosen_at",
    )  # fmt: skip
    own = Subscription.objects.filter(subscriber=subscriber).order_by("pk")
    sent = Delivery.objects.filter(subscriber=subscriber).order_by("pk")
    return {field: getattr(subscriber, field) for field in fields} | {
        "lists": list(own.values("list__name", "since", "left_at")),
        "letters": list(sent.values("issue__subject", "state", "changed_at", "returned")),
    }
