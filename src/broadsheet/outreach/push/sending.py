"""Send the copies of a note, several at a time, and write down what became of each.

A copy whose outcome is lost with the process is sent again: the browser shows
a second one in the first one's place, because both carry the same mark.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.db.models import F

from broadsheet.foundation import outside
from broadsheet.foundation.clock import now
from broadsheet.news import queries
from broadsheet.outreach.addresses import absolute
from broadsheet.outreach.models import CopyState, NoteState, PushCopy, PushNote, PushReader
from broadsheet.outreach.push import sealing

AT_ONCE = 8
BATCH = 200
KEPT_SECONDS = 4 * 3600  # how long a push service keeps it for a browser that is off
STALE = timedelta(hours=14)  # of a note; nobody is woken with yesterday's news
SECONDS = 10.0
TRIES = 5
REFUSALS = 3  # in a row, and a browser is given up
GONE = {404, 410}  # RFC 8030 §7.3: the subscription is over
LATER = {408, 425, 429, *range(500, 600)}
TAKEN = range(200, 300)


@dataclass(frozen=True, slots=True)
class _Outcome:
    copy: PushCopy
    status: int  # 0 when nothing was answered


def send_due(*, note: PushNote) -> bool:
    """Send the next copies of a note that are due; whether there may be more now."""
    if not _may_go(note):
        return False
    moment = now()
    waiting = PushCopy.objects.filter(note=note, state=CopyState.WAITING)
    if moment - (note.approved_at or note.asked_at) > STALE:
        waiting.update(state=CopyState.LATE)
    due = list(waiting.filter(due_at__lte=moment).select_related("reader").order_by("pk")[:BATCH])
    for start in range(0, len(due), AT_ONCE):
        if not _may_go(note):  # it may have been withdrawn since the last few
            return False
        _write_down(_send(note, due[start : start + AT_ONCE]))
    _finish(note)
    return len(due) == BATCH


def message_of(note: PushNote) -> bytes:
    """What the service worker is told."""
    told = {
        "title": queries.paper_settings().name,
        "body": note.text,
        "url": absolute(note.article.url or "/"),
        "tag": f"article-{note.article_id}",
        "lang": note.article.language,
        "dir": note.article.direction,
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _may_go(note: PushNote) -> bool:
    """Asked anew before every few: a killed story is told to nobody."""
    return PushNote.objects.filter(
        pk=note.pk, state=NoteState.SENDING, article__live=True, article__published_at__isnull=False
    ).exists()


def _send(note: PushNote, copies: Iterable[PushCopy]) -> list[_Outcome]:
    message = message_of(note)
    urgency = "high" if note.kind == PushNote.Kind.BREAKING else "normal"

    def post(copy: PushCopy) -> _Outcome:
        return _Outcome(copy, _post(copy.reader, message, urgency, topic=f"a{note.article_id}"))

    with ThreadPoolExecutor(AT_ONCE) as hands:
        return list(hands.map(post, copies))


def _post(reader: PushReader, message: bytes, urgency: str, *, topic: str) -> int:
    """What the push service says; no thread of this touches the database."""
    headers = {
        "Authorization": sealing.authorization(reader.endpoint, contact=f"mailto:{_own_address()}"),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT_SECONDS),
        "Urgency": urgency,
        "Topic": topic,  # RFC 8030 §5.4: a later one takes the place of one not yet delivered
    }
    body = sealing.seal(message, key=reader.key, secret=reader.secret)
    try:
        return outside.post(reader.endpoint, body=body, headers=headers, seconds=SECONDS).status
    except outside.Unreachable:
        return 0


def _own_address() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _write_down(outcomes: Iterable[_Outcome]) -> None:
    with transaction.atomic():
        for outcome in outcomes:
            _note_outcome(outcome.copy, outcome.status)


def _note_outcome(copy: PushCopy, status: int) -> None:
    reader = PushReader.objects.filter(pk=copy.reader_id)
    copies = PushCopy.objects.filter(pk=copy.pk)
    if status in TAKEN:
        copies.update(state=CopyState.SENT)
        reader.exclude(refusals=0).update(refusals=0)
    elif status in GONE:
        reader.delete()  # its copies go with it
    elif (status in LATER or not status) and copy.tries + 1 < TRIES:
        pause = timedelta(minutes=2**copy.tries)
        copies.update(tries=F("tries") + 1, due_at=now() + pause)
    else:
        copies.update(state=CopyState.REFUSED)
        reader.update(refusals=F("refusals") + 1)
        reader.filter(refusals__gte=REFUSALS).delete()


def _finish(note: PushNote) -> None:
    if not PushCopy.objects.filter(note=note, state=CopyState.WAITING).exists():
        PushNote.objects.filter(pk=note.pk, state=NoteState.SENDING).update(
            state=NoteState.SENT, finished_at=now()
        )
