"""How often somebody may do something, counted in the database.

In the database because every process must see the same count and a restart
must not forget it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import LimitCount
from broadsheet.foundation.prepared import cursor

Count = tuple[str, int, timedelta]
Use = tuple[str, datetime]  # a key, and when its window began


def allow(*, key: str, limit: int, per: timedelta) -> bool:
    """Count one more use of `key`; False when it is over `limit` for this window.

    Args:
        key: who does what, such as "comment:address:192.0.2.0/24".
        limit: uses allowed in each window.
        per: the length of the window; windows are aligned to the clock.
    """
    return allow_all([(key, limit, per)])


def allow_all(counts: Iterable[Count]) -> bool:
    """Count one more use of several keys at once; False when one is over its limit."""
    return count_each([list(counts)], moment=now())[0]


def count_each(asked: Sequence[Sequence[Count]], *, moment: datetime) -> list[bool]:
    """As `allow_all` for several who ask one after the other, in one statement.

    Who is refused does not count for those after it, and is to be given back (`give_back`).
    """
    added = Counter((key, _window(moment=moment, per=per)) for one in asked for key, _limit, per in one)
    used = _add(added)
    before = {key: used[key] - number for (key, _start), number in added.items()}
    allowed = []
    for counts in asked:
        fits = all(before[key] < limit for key, limit, _per in counts)
        if fits:
            before.update({key: before[key] + 1 for key, _limit, _per in counts})
        allowed.append(fits)
    return allowed


def give_back(asked: Iterable[Sequence[Count]], *, moment: datetime) -> None:
    """Take back what `count_each` counted for some at `moment`. In the same transaction."""
    for key, _limit, per in sorted(count for counts in asked for count in counts):
        counted = LimitCount.objects.filter(key=key, window=_window(moment=moment, per=per), uses__gt=0)
        counted.update(uses=F("uses") - 1)


def _add(added: Mapping[Use, int]) -> dict[str, int]:
    """Count uses of keys; how many there are then. One statement: Django's upsert cannot add."""
    if not added:
        return {}
    # In one order, so that two who count the same keys never wait for each other in a ring.
    rows = sorted(added.items())
    table, key, window, uses = map(
        connection.ops.quote_name, (LimitCount._meta.db_table, "key", "window", "uses")
    )
    values: list[Any] = []
    for (name, start), number in rows:
        values += [name, connection.ops.adapt_datetimefield_value(start), number]
    places = ", ".join(["(%s, %s, %s)"] * len(rows))
    # Only names of ours are put into the statement.
    sql = (
        f"INSERT INTO {table} ({key}, {window}, {uses}) VALUES {places} "  # noqa: S608
        f"ON CONFLICT ({key}, {window}) DO UPDATE SET {uses} = {table}.{uses} + excluded.{uses} "
        f"RETURNING {key}, {uses}"
    )
    with cursor() as counting:
        counting.execute(sql, values)
        return dict(counting.fetchall())


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
