"""How often somebody may do something, counted in the database.

In the database because every process must see the same count and a restart
must not forget it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import LimitCount

Count = tuple[str, int, timedelta]


def allow(*, key: str, limit: int, per: timedelta) -> bool:
    """Count one more use of `key`; False when it is over `limit` for this window.

    Args:
        key: who does what, such as "comment:address:192.0.2.0/24".
        limit: uses allowed in each window.
        per: the length of the window; windows are aligned to the clock.
    """
    return allow_all([(key, limit, per)])


def allow_all(counts: Iterable[Count]) -> bool:
    """Count one more use of several keys at once; False when one is over its limit.

    One statement, so that a public form costs one: Django's upsert cannot add.
    """
    moment = now()
    # In one order, so that two who count the same keys never wait for each other in a ring.
    rows = sorted((key, _window(moment=moment, per=per), limit) for key, limit, per in counts)
    table, key, window, uses = map(
        connection.ops.quote_name, (LimitCount._meta.db_table, "key", "window", "uses")
    )
    values: list[Any] = []
    for name, start, _limit in rows:
        values += [name, connection.ops.adapt_datetimefield_value(start)]
    places = ", ".join(["(%s, %s, 1)"] * len(rows))
    # Only names of ours are put into the statement.
    sql = (
        f"INSERT INTO {table} ({key}, {window}, {uses}) VALUES {places} "  # noqa: S608
        f"ON CONFLICT ({key}, {window}) DO UPDATE SET {uses} = {table}.{uses} + 1 "
        f"RETURNING {key}, {uses}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        used = dict(cursor.fetchall())
    return all(used[name] <= limit for name, _start, limit in rows)


def is_used_up(counts: Iterable[Count]) -> bool:
    """Whether one of several keys has reached its limit in this window. Counts nothing."""
    moment = now()
    wanted = {(key, _window(moment=moment, per=per)): limit for key, limit, per in counts}
    found = LimitCount.objects.filter(key__in=[key for key, _window in wanted])
    used = found.values_list("key", "window", "uses")
    return any(uses >= wanted.get((key, window), uses + 1) for key, window, uses in used)


def forget_old_counts(*, older_than: timedelta = timedelta(days=2)) -> int:
    """Delete counts of windows long past; how many were deleted."""
    deleted, _ = LimitCount.objects.filter(window__lt=now() - older_than).delete()
    return deleted


def _window(*, moment: datetime, per: timedelta) -> datetime:
    seconds = int(per.total_seconds())
    return datetime.fromtimestamp(int(moment.timestamp()) // seconds * seconds, tz=moment.tzinfo)
