"""An issue on its way: one durable row a copy, and no copy twice.

A row says `sending` before a word goes to the mail server (`batches`). Found like
that long after, the copy may have arrived: it becomes `unclear` and stays so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from broadsheet.edition.api import stale
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.outreach import history
from broadsheet.outreach.models import (
    Delivery,
    DeliveryState,
    Issue,
    IssueState,
)
from broadsheet.outreach.newsletter import batches, journal, lists, subjects, writing, zones
from broadsheet.outreach.newsletter.turn import Turn, spared

CHUNK = 2000  # rows made at a time
BATCH = 20_000  # copies sent before other work gets its turn, and before a stop is heeded
CUT_SHORT = timedelta(minutes=15)  # a copy this long on its way was cut short


class CannotSend(Exception):
    """An issue cannot go out as it is; the message says why."""


def start(*, issue: Issue, by: User | None, hour: int | None = None) -> int:
    """Fix what an issue says and make a row for each of its readers; how many.

    Args:
        hour: of the day at which it comes, where each reader is and if they chose
            no other; None for at once.

    Raises:
        CannotSend: it went out already, nothing stands in it, or nobody would get it.
    """
    from broadsheet.outreach.newsletter.tasks import deliver

    with transaction.atomic():
        locked = Issue.objects.select_for_update().get(pk=issue.pk)
        if locked.state != IssueState.DRAFT:
            raise CannotSend(_("This issue has been sent already."))
        if writing.is_empty(issue=locked):
            raise CannotSend(_("This issue is empty: choose articles or write an introduction."))
        if not lists.receivers(issue=locked).exists():
            raise CannotSend(_("Nobody has signed up for this yet."))
        if locked.subject_b and lists.receivers(issue=locked).count() < subjects.apart(locked):
            raise CannotSend(_("These are too few readers to try two subjects on."))
        locked.state, locked.started_at, locked.sent_by = IssueState.SENDING, now(), by
        locked.html, locked.plain = writing.render(issue=locked)
        locked.hour = hour
        locked.save()
        stale("newsletter")
        count = _make_rows(locked)
        history.note(locked, history.ISSUE_SENT, by=by, readers=count)
        deliver.enqueue(locked.pk)
    return count


def send_test(*, issue: Issue, to: str) -> None:
    """Send one copy of an issue as it is now to somebody of the newsroom.

    Raises:
        smtplib.SMTPException, OSError: the mail server did not take it.
    """
    letter = writing.write(issue=issue)
    writing.copy_for(letter=letter, email=to, subscriber_id=0).send()


def deliver_waiting(*, issue: Issue) -> bool:
    """Send the next copies that wait, over several lines; whether more are due.

    Several processes may do so at once, and any of them may be killed.

    Raises:
        MailServerAway: it cannot be reached, or will not have us; call again later.
    """
    journal.settle()
    turn = Turn(issue=issue, most=BATCH)
    try:
        turn.run()
    finally:
        turn.close()
    finish(issue=issue)
    return is_anything_due(issue=issue)


def finish(*, issue: Issue) -> bool:
    """Close an issue of which no copy waits or is on its way; whether it is closed."""
    journal.settle()
    cut = Q(state=DeliveryState.SENDING, changed_at__lt=now() - CUT_SHORT)
    Delivery.objects.filter(cut, issue=issue).update(state=DeliveryState.UNCLEAR)
    open_ones = Delivery.objects.filter(
        issue=issue, state__in=[DeliveryState.WAITING, DeliveryState.SENDING]
    )
    if open_ones.exists():
        return False
    Issue.objects.filter(pk=issue.pk, state=IssueState.SENDING).update(
        state=IssueState.SENT, finished_at=now()
    )
    return True


def stopped_lately() -> QuerySet[Issue]:
    """Issues that were stopped within the last hours."""
    return Issue.objects.filter(
        state=IssueState.STOPPED, finished_at__gt=now() - timedelta(hours=2)
    ).defer("html", "plain")


def is_anything_due(*, issue: Issue) -> bool:
    return batches.due(issue, spared=spared()).exists()


def is_idle(*, issue: Issue) -> bool:
    """Whether nobody has sent a copy of this issue for a while."""
    last = Delivery.objects.filter(issue=issue, changed_at__gt=now() - timedelta(minutes=1))
    return not last.exists()


def _make_rows(issue: Issue) -> int:
    """A row for each reader, in the order in which they are due."""
    count, batch = 0, []
    for place, (key, due_at) in enumerate(_readers(issue)):
        variant = subjects.variant_of(issue=issue, place=place)
        # Who has a subject on trial gets it at once: the others wait for what comes of it.
        due = None if variant else due_at
        batch.append(Delivery(issue=issue, subscriber_id=key, due_at=due, variant=variant))
        if len(batch) == CHUNK:
            count += len(Delivery.objects.bulk_create(batch))
            batch = []
    return count + len(Delivery.objects.bulk_create(batch))


def _readers(issue: Issue) -> Iterator[tuple[int, datetime | None]]:
    """Keys of all readers and when they get it, the first due first."""
    readers = lists.receivers(issue=issue)
    if issue.hour is None:
        yield from ((key, None) for key in readers.values_list("pk", flat=True).iterator(CHUNK))
        return
    groups = readers.order_by().values_list("time_zone", "hour").distinct()
    times = [(_due_at(issue, own, name), name, own) for name, own in groups]
    for due_at, name, own in sorted(times, key=lambda time: time[0]):
        alike = readers.filter(time_zone=name, hour=own)
        yield from ((key, due_at) for key in alike.values_list("pk", flat=True).iterator(CHUNK))


def _due_at(issue: Issue, own: int | None, name: str) -> datetime:
    """When a reader of this zone and hour gets it; what has passed already is now."""
    since = issue.planned_at or now()
    hour = issue.hour if own is None else own
    return max(now(), zones.next_at(hour or 0, name=name, since=since))
