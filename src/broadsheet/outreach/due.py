"""Rows that are due to be sent to another site, one after the other.

A row has `due_at` and `host`. Whoever takes one up moves it on in time first:
after a crash it comes round again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from broadsheet.foundation.clock import now
from broadsheet.foundation.limits import allow

TAKEN = timedelta(minutes=5)  # longer than any one sending takes
A_MINUTE = 600  # sendings to one host
PAUSE = timedelta(minutes=1)
SECONDS = 10.0  # for one sending
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 480, 1440))

Row = TypeVar("Row", bound=Model)


def take(rows: QuerySet[Row]) -> Row | None:
    """The next that is due, now ours for some minutes; None when there is none."""
    while True:
        due = rows.filter(due_at__lte=now())
        one: Any = due.order_by("due_at").first()
        if one is None:
            return None
        if not allow(key=f"sent to:{one.host}"[:200], limit=A_MINUTE, per=PAUSE):
            due.filter(host=one.host).update(due_at=now() + PAUSE)
        elif due.filter(pk=one.pk, due_at=one.due_at).update(due_at=now() + TAKEN):
            return one


def put_off(rows: QuerySet[Any], *, row: Any) -> bool:
    """Try a row again later; False when it was tried often enough.

    The others of its host wait a minute, so that one that is away keeps nobody waiting.
    """
    if row.tries >= len(WAITS):
        return False
    rows.filter(pk=row.pk).update(due_at=now() + WAITS[row.tries], tries=row.tries + 1)
    rows.filter(host=row.host, due_at__lte=now()).update(due_at=now() + PAUSE)
    return True
