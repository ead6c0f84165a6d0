"""Two subjects tried on a part of the readers; the rest gets the better one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Sum

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.outreach import history
from broadsheet.outreach.models import (
    ClickCount,
    Delivery,
    DeliveryState,
    Issue,
    IssueState,
    Variant,
)

TRIED_FOR = timedelta(hours=2)  # then the clicks decide, where they are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """How one of the two subjects did."""

    variant: str
    subject: str
    sent: int
    clicks: int

    @property
    def rate(self) -> float:
        """Clicks for each letter; one reader may have clicked often."""
        return self.clicks / self.sent if self.sent else 0.0


def variant_of(*, issue: Issue, place: int) -> str:
    """Which subject the reader at this place among all gets; "" is the rest.

    Every so many-th reader gets the one, and as many the other; with each issue
    the count begins elsewhere, so that it is not always the same readers.
    """
    if not issue.subject_b:
        return ""
    turn = (place + issue.pk) % apart(issue)
    if turn == 0:
        return Variant.FIRST
    return Variant.SECOND if turn == apart(issue) // 2 else ""


def apart(issue: Issue) -> int:
    """One reader of so many gets each subject."""
    return 200 // issue.sample


def tried(*, issue: Issue) -> list[Tried]:
    """How both subjects did so far; none for an issue with one subject."""
    if not issue.subject_b:
        return []
    copies = Delivery.objects.filter(issue=issue, state=DeliveryState.SENT).values_list("variant")
    sent = dict(copies.annotate(number=Count("pk")))
    clicked = ClickCount.objects.filter(issue=issue).values_list("variant")
    clicks = dict(clicked.annotate(sum=Sum("number")))
    return [
        Tried(variant=variant, subject=subject, sent=sent.get(variant, 0), clicks=clicks.get(variant, 0))
        for variant, subject in (
            (Variant.FIRST.value, issue.subject),
            (Variant.SECOND.value, issue.subject_b),
        )
    ]


def choose(*, issue: Issue, variant: str, by: User | None = None) -> bool:
    """Send the rest with this subject; whether that was still open.

    Args:
        by: None where the clicks have chosen.

    Raises:
        ValueError: there is no such subject.
    """
    from broadsheet.outreach.newsletter.tasks import deliver

    chosen = Variant(variant)
    with transaction.atomic():
        is_open = Issue.objects.filter(
            pk=issue.pk, winner="", state__in=(IssueState.SENDING, IssueState.PAUSED)
        ).exclude(subject_b="")
        if not is_open.update(winner=chosen):
            return False
        history.note(issue, history.SUBJECT_CHOSEN, by=by, variant=chosen.value)
        deliver.enqueue(issue.pk)
    return True


def decide(*, issue: Issue) -> bool:
    """Let the clicks choose, once they had time; False where a person has to.

    Without counted clicks, and with as many for each letter on both sides, nothing
    is known: then the issue waits for its editor.
    """
    if not issue.is_tried or not issue.count_clicks or not issue.started_at:
        return False
    if issue.started_at > now() - TRIED_FOR:
        return False
    first, second = tried(issue=issue)
    if first.rate == second.rate:
        return False
    return choose(issue=issue, variant=max(first, second, key=lambda one: one.rate).variant)
