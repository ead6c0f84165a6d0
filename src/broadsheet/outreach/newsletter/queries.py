"""Reads of the newsletter."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.core.paginator import Page
from django.db.models import Count, Q, QuerySet

from broadsheet.edition.api import leaf
from broadsheet.foundation.models import User
from broadsheet.outreach import addresses
from broadsheet.outreach.models import (
    Delivery,
    DeliveryState,
    Issue,
    IssueState,
    Subscriber,
    SubscriberState,
)

PER_PAGE = 30
TROUBLES_SHOWN = 200


def out() -> QuerySet[Issue]:
    """Issues that have gone out, newest first."""
    return Issue.objects.exclude(state=IssueState.DRAFT).order_by("-started_at", "-pk")


def page_of_issues(number: str | None) -> Page[Issue]:
    """One page of the archive."""
    page: Page[Issue] = leaf(out().defer("html", "plain"), size=PER_PAGE, number=number)
    return page


def confirmed_count() -> int:
    return Subscriber.objects.filter(state=SubscriberState.CONFIRMED).count()


def progress(*, issue: Issue) -> dict[str, int]:
    """How many copies are in each state."""
    rows = Delivery.objects.filter(issue=issue).values_list("state").annotate(number=Count("pk"))
    return {str(state): number for state, number in rows}


def came_back(*, issue: Issue) -> dict[str, int]:
    """How many copies came back, or were called spam, by what was said."""
    rows = Delivery.objects.filter(issue=issue).exclude(returned="").values_list("returned")
    return {str(kind): number for kind, number in rows.annotate(number=Count("pk"))}


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


def is_subscribed(*, email: str) -> bool:
    return Subscriber.objects.filter(email=email, state=SubscriberState.CONFIRMED).exists()
