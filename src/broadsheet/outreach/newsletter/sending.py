"""An issue on its way: one durable row a copy, and no copy twice.

A row says `sending` before a word goes to the mail server. Found like that
long after, the copy may have arrived: it becomes `unclear` and stays so.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from typing import Any

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Q

from broadsheet.edition.api import stale
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.outreach.models import (
    Delivery,
    DeliveryState,
    Issue,
    IssueState,
    Subscriber,
    SubscriberState,
)
from broadsheet.outreach.newsletter import writing
from broadsheet.outreach.newsletter.writing import Letter

logger = logging.getLogger(__name__)

CHUNK = 2000  # rows made at a time
BATCH = 50  # rows looked up at a time
TRIES = 5
WAIT = timedelta(minutes=10)  # after a "not now" (4xx)
CUT_SHORT = timedelta(minutes=15)  # a copy this long on its way was cut short
TEMPORARY = range(400, 500)


class CannotSend(Exception):
    """An issue cannot go out as it is; the message says why."""


class MailServerAway(Exception):
    """The mail server cannot be reached; what waits stays waiting."""


def start(*, issue: Issue, by: User | None) -> int:
    """Fix what an issue says and make a row for each confirmed subscriber; how many.

    Raises:
        CannotSend: it went out already, or nothing stands in it.
    """
    from broadsheet.outreach.newsletter.tasks import deliver

    with transaction.atomic():
        locked = Issue.objects.select_for_update().get(pk=issue.pk)
        if locked.state != IssueState.DRAFT:
            raise CannotSend("This issue has been sent already.")
        if not writing.stories(locked) and not locked.intro.strip():
            raise CannotSend("This issue is empty: choose articles or write an introduction.")
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


def deliver_waiting(*, issue: Issue) -> None:
    """Send every copy that waits, over one connection; several processes may do so at once.

    Raises:
        MailServerAway: it could not be reached; call again later.
    """
    letter = Letter(subject=issue.subject, html=issue.html, plain=issue.plain)
    connection = _connect()
    try:
        while keys := _due(issue):
            for key in keys:
                if not _send_one(key, letter, connection):
                    connection = _connect()
    finally:
        connection.close()
    finish(issue=issue)


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


def _due(issue: Issue) -> list[int]:
    first_try_or_waited = Q(attempts=0) | Q(changed_at__lt=now() - WAIT)
    waiting = Delivery.objects.filter(first_try_or_waited, issue=issue, state=DeliveryState.WAITING)
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:BATCH])


def _connect() -> Any:
    connection = get_connection()
    try:
        connection.open()
    except (SMTPException, OSError) as error:
        raise MailServerAway(str(error)) from error
    return connection


def _send_one(key: int, letter: Letter, connection: Any) -> bool:
    """Send one copy if nobody else has taken it; whether the connection is still good."""
    taken = Delivery.objects.filter(pk=key, state=DeliveryState.WAITING).update(
        state=DeliveryState.SENDING, changed_at=now()
    )
    if not taken:
        return True
    delivery = Delivery.objects.select_related("subscriber").get(pk=key)
    subscriber = delivery.subscriber
    if subscriber.state != SubscriberState.CONFIRMED:
        _note(delivery, DeliveryState.SKIPPED)
        return True
    copy = writing.copy_for(letter=letter, email=subscriber.email, subscriber_id=subscriber.pk)
    try:
        connection.send_messages([copy])
    except SMTPServerDisconnected as error:
        return _note_unclear(delivery, error)
    except SMTPException as error:  # an answer, and so clear (it is an OSError as well)
        _note_refusal(delivery, error)
        return True
    except OSError as error:
        return _note_unclear(delivery, error)
    _note(delivery, DeliveryState.SENT)
    return True


def _note_unclear(delivery: Delivery, error: OSError) -> bool:
    """Perhaps the server has it, perhaps not: nobody gets a second one."""
    _note(delivery, DeliveryState.UNCLEAR, str(error))
    return False


def _note_refusal(delivery: Delivery, error: SMTPException) -> None:
    """A 4xx waits for another try, anything else is for good."""
    code, answer = _answer(error)
    tries = delivery.attempts + 1
    later = code in TEMPORARY and tries < TRIES
    _note(delivery, DeliveryState.WAITING if later else DeliveryState.FAILED, f"{code} {answer}", tries)


def _note(delivery: Delivery, state: DeliveryState, answer: str = "", tries: int | None = None) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(
        state=state,
        changed_at=now(),
        answer=answer[:300],
        attempts=delivery.attempts + 1 if tries is None else tries,
    )


def _answer(error: SMTPException) -> tuple[int, str]:
    code: int
    text: bytes | str
    if isinstance(error, SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
    elif isinstance(error, SMTPResponseException):
        code, text = error.smtp_code, error.smtp_error
    else:
        return 0, str(error)
    return code, text.decode("utf-8", "replace") if isinstance(text, bytes) else text
