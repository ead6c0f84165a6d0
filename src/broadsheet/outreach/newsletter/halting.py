"""Verbs on an issue that is on its way: pause, go on, stop, and take a story out of it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F

from broadsheet.edition.api import gone, stale
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news.models import ArticlePage
from broadsheet.outreach import history
from broadsheet.outreach.models import Delivery, DeliveryState, Issue, IssueState
from broadsheet.outreach.newsletter import writing

ON_THE_WAY = (IssueState.SENDING, IssueState.PAUSED)


def pause(*, issue: Issue, by: User | None = None) -> bool:
    """Send no more copies until it goes on; whether it was being sent.

    What was taken already, a hundred copies at most for each process, still goes.
    """
    with transaction.atomic():
        going = Issue.objects.filter(pk=issue.pk, state=IssueState.SENDING)
        if not going.update(state=IssueState.PAUSED):
            return False
        history.note(issue, history.ISSUE_PAUSED, by=by)
    return True


def resume(*, issue: Issue, by: User | None = None) -> bool:
    """Go on where it was paused; whether it was."""
    from broadsheet.outreach.newsletter.tasks import deliver

    with transaction.atomic():
        held = Issue.objects.filter(pk=issue.pk, state=IssueState.PAUSED)
        if not held.update(state=IssueState.SENDING):
            return False
        history.note(issue, history.ISSUE_RESUMED, by=by)
        deliver.enqueue(issue.pk)
    return True


def stop(*, issue: Issue, by: User | None = None) -> bool:
    """Send no more copies for good, and take the issue out of the archive; whether it was on its way."""
    with transaction.atomic():
        going = Issue.objects.filter(pk=issue.pk, state__in=ON_THE_WAY)
        if not going.update(state=IssueState.STOPPED, finished_at=now()):
            return False
        history.note(issue, history.ISSUE_STOPPED, by=by)
        settle_stopped(issue=issue)
        stale("newsletter")
        gone(f"issue:{issue.pk}")
    return True


def settle_stopped(*, issue: Issue) -> int:
    """Copies of a stopped issue that wait get it no more; how many."""
    waiting = Delivery.objects.filter(issue=issue, state=DeliveryState.WAITING)
    return waiting.update(state=DeliveryState.STOPPED, changed_at=now())


def article_withdrawn(*, article: ArticlePage, **_: Any) -> None:
    """Who has not got the issue yet gets it without this story, or not at all when nothing is left."""
    touched = Issue.objects.filter(state__in=ON_THE_WAY, stories__article=article)
    for issue in touched:
        Issue.objects.filter(pk=issue.pk).update(version=F("version") + 1, html="", plain="")
        if writing.is_empty(issue=issue):
            stop(issue=issue)
