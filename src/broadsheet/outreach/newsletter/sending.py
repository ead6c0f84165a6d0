"""An issue on its way: one durable row a copy, and no copy twice.

A row says `sending` before a word goes to the mail server. Found like that
long after, the copy may have arrived: it becomes `unclear` and stays so.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from broadsheet.edition.api import stale
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.outreach.line import Line, MailServerAway, Outcome
from broadsheet.outreach.models import (
    Delivery,
    DeliveryState,
    Issue,
    IssueState,
    Subscriber,
    SubscriberState,
)
from broadsheet.outreach.newsletter import queries, returns, verdicts, writing
from broadsheet.outreach.newsletter.verdicts import Kind
from broadsheet.outreach.newsletter.writing import Letter

CHUNK = 2000  # rows made at a time
BATCH = 50  # copies sent before other work gets its turn, and before a stop is heeded
# After each "not now" (4xx): most servers that do not know us want ten minutes (RFC 6647 §4).
WAITS = tuple(timedelta(minutes=minutes) for minutes in (10, 30, 60, 180, 480))
CUT_SHORT = timedelta(minutes=15)  # a copy this long on its way was cut short


class CannotSend(Exception):
    """An issue cannot go out as it is; the message says why."""


def start(*, issue: Issue, by: User | None) -> int:
    """Fix what an issue says and make a row for each confirmed subscriber; how many.

    Raises:
        CannotSend: it went out already, nothing stands in it, or nobody would get it.
    """
    from broadsheet.outreach.newsletter.tasks import deliver

    with transaction.atomic():
        locked = Issue.objects.select_for_update().get(pk=issue.pk)
        if locked.state != IssueState.DRAFT:
            raise CannotSend(_("This issue has been sent already."))
        if not writing.stories(locked) and not locked.intro.strip():
            raise CannotSend(_("This issue is empty: choose articles or write an introduction."))
        if not queries.confirmed_count():
            raise CannotSend(_("Nobody has signed up for the newsletter yet."))
        letter = writing.write(issue=locked)
        locked.html, locked.plain = letter.html, letter.plain
        locked.state, locked.started_at, locked.sent_by = IssueState.SENDING, now(), by
        locked.save()
        stale("newsletter")
        count = _make_rows(locked)
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
    """Send the next copies that wait, over one line; whether more are due.

    Several processes may do so at once, and any of them may be killed.

    Raises:
        MailServerAway: it cannot be reached, or will not have us; call again later.
    """
    letter = Letter(subject=issue.subject, html=issue.html, plain=issue.plain)
    line = Line()
    try:
        for key in list(_due(issue)[:BATCH]):
            line.make_sure()
            _send_one(key, letter, line)
    finally:
        line.close()
    finish(issue=issue)
    return is_anything_due(issue=issue)


def finish(*, issue: Issue) -> bool:
    """Close an issue of which no copy waits or is on its way; whether it is closed."""
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


def is_anything_due(*, issue: Issue) -> bool:
    return _due(issue).exists()


def is_idle(*, issue: Issue) -> bool:
    """Whether nobody has sent a copy of this issue for a while."""
    last = Delivery.objects.filter(issue=issue, changed_at__gt=now() - timedelta(minutes=1))
    return not last.exists()


def _make_rows(issue: Issue) -> int:
    keys = Subscriber.objects.filter(state=SubscriberState.CONFIRMED).values_list("pk", flat=True)
    count, batch = 0, []
    for key in keys.iterator(CHUNK):
        batch.append(Delivery(issue=issue, subscriber_id=key))
        if len(batch) == CHUNK:
            count += len(Delivery.objects.bulk_create(batch))
            batch = []
    return count + len(Delivery.objects.bulk_create(batch))


def _due(issue: Issue) -> QuerySet[Delivery, int]:
    """Keys of copies that wait for their first try, or have waited long enough."""
    moment = now()
    due = Q(attempts=0)
    for tried, wait in enumerate(WAITS, 1):
        due |= Q(attempts=tried, changed_at__lte=moment - wait)
    waiting = Delivery.objects.filter(due, issue=issue, state=DeliveryState.WAITING)
    return waiting.order_by("pk").values_list("pk", flat=True)


def _send_one(key: int, letter: Letter, line: Line) -> None:
    """Send one copy, unless somebody else has taken it or its reader has left."""
    delivery = _take(key)
    if delivery is None:
        return
    subscriber = delivery.subscriber
    if subscriber.state != SubscriberState.CONFIRMED:
        _note(delivery, Outcome(DeliveryState.SKIPPED))
        return
    copy = writing.copy_for(
        letter=letter, email=subscriber.email, subscriber_id=subscriber.pk, delivery_id=delivery.pk
    )
    try:
        outcome = line.send(copy)
    except MailServerAway as error:
        _put_back(delivery, error)
        raise
    _note(delivery, outcome)


def _take(key: int) -> Delivery | None:
    """Make a waiting copy ours: it says so in the database before a word is spoken."""
    mine = Delivery.objects.filter(pk=key, state=DeliveryState.WAITING).update(
        state=DeliveryState.SENDING, changed_at=now()
    )
    return Delivery.objects.select_related("subscriber").filter(pk=key).first() if mine else None


def _put_back(delivery: Delivery, why: MailServerAway) -> None:
    """The server would not have the paper: that is no try of this reader's."""
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.WAITING, changed_at=now(), answer=str(why)[:300]
    )


def _note(delivery: Delivery, outcome: Outcome) -> None:
    """Write down how it went; after too many a "not now" it is a no."""
    tries = delivery.attempts + 1
    given_up = outcome.state == DeliveryState.WAITING and tries > len(WAITS)
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.FAILED if given_up else outcome.state,
        changed_at=now(),
        answer=outcome.answer[:300],
        attempts=tries,
    )
    refused = outcome.state == DeliveryState.FAILED
    if refused and verdicts.kind(status="", words=outcome.answer) == Kind.HARD:
        returns.refused_for_good(delivery=delivery)
