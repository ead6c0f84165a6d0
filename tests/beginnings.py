"""What most tests begin with is made once a minute in a process, and put back for the other tests.

To lay a paper out takes some two hundred statements and a tenth of a second. The first test
does it; what it changed in the tables is kept as rows, and the tests after it have the same
rows from a statement or two a table. Then as now a test begins with the same database.

That is done only where it gives the same:

- in a test's transaction, which is rolled back (not for `transactional_db`);
- where nothing else was written before in the test, but beginnings like this one;
- where no setting is another one than usual, but those of `HARMLESS`;
- within the same minute of the clock, so that nothing is older than a test may think.

Elsewhere it is made as ever.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.apps import apps
from django.conf import UserSettingsHolder, settings
from django.core.cache import cache
from django.db import connection
from django.utils.timezone import now

T = TypeVar("T")
HARMLESS = {"MEDIA_ROOT", "QUARANTINE_ROOT"}  # where files of a test lie; nothing here writes files
READING = ("SELECT", "BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA", "EXPLAIN")


@dataclass(frozen=True)
class Kept:
    """What a beginning writes, and what it gives."""

    statements: tuple[str, ...]
    given: bytes


@dataclass
class _Test:
    """How far the test that runs now has come."""

    steps: list[str] = field(default_factory=list)
    wrote: bool = False  # something beside its beginnings


_test = _Test()
_kept: dict[tuple[str, ...], Kept] = {}
_minute = ""


def new_test() -> None:
    """A test begins: nothing is written yet, and from now on it is watched whether anything is."""
    _test.steps, _test.wrote = [], False
    if _watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(_watch)


def _watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Note whether a statement may write."""
    if not _test.wrote and not sql.lstrip().upper().startswith(READING):
        _test.wrote = True
    return execute(sql, params, many, context)


def begin(name: str, make: Callable[[], T]) -> T:
    """What `make` gives, with what it writes; made or put back.

    Args:
        name: of this beginning; `make` does the same wherever this name is given.
    """
    if _test.wrote or not connection.in_atomic_block or _other_settings():
        _test.wrote = True
        return make()
    key = (*_test.steps, name)
    kept = _of_this_minute().get(key)
    if kept is None:
        kept = _kept[key] = _made(make)
    else:
        with connection.cursor() as cursor:
            for statement in kept.statements:
                cursor.execute(statement)
        cache.clear()  # as signals of the models would do, and more
    _test.steps.append(name)
    _test.wrote = False
    given: T = pickle.loads(kept.given)
    return given


def _other_settings() -> bool:
    """Whether the test, or a fixture before this one, has changed a setting."""
    holder = settings._wrapped
    while isinstance(holder, UserSettingsHolder):
        changed = {name for name in vars(holder) if name.isupper()} | holder._deleted
        if not changed <= HARMLESS:
            return True
        holder = holder.default_settings
    return False


def _of_this_minute() -> dict[tuple[str, ...], Kept]:
    global _minute
    minute = now().strftime("%Y-%m-%d %H:%M")
    if minute != _minute:
        _kept.clear()
        _minute = minute
    return _kept


def _made(make: Callable[[], Any]) -> Kept:
    before = _everything()
    given = pickle.dumps(make())
    after = _everything()
    gone = (table.without(before[table] - after[table]) for table in after)
    new = (table.with_rows(after[table] - before[table]) for table in after)
    return Kept(tuple(filter(None, [*gone, *new])), given)


@dataclass(frozen=True)
class _Table:
    """A table with its key and its columns; what triggers and the database fill is not among them."""

    name: str
    key: str
    columns: tuple[str, ...]

    def rows(self) -> set[tuple[str, ...]]:
        """Each value as the database itself writes it in a statement."""
        literal = "quote({})" if connection.vendor == "sqlite" else "quote_nullable({}::text)"
        values = ", ".join(literal.format(_quoted(one)) for one in self.columns)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {values} FROM {_quoted(self.name)}")
            return set(cursor.fetchall())

    def without(self, rows: set[tuple[str, ...]]) -> str:
        place = self.columns.index(self.key)
        keys = ", ".join(sorted(row[place] for row in rows))
        return keys and f"DELETE FROM {_quoted(self.name)} WHERE {_quoted(self.key)} IN ({keys})"

    def with_rows(self, rows: set[tuple[str, ...]]) -> str:
        place = self.columns.index(self.key)
        as_they_came = sorted(rows, key=lambda row: (len(row[place]), row[place]))
        values = ", ".join(f"({', '.join(row)})" for row in as_they_came)
        columns = ", ".join(map(_quoted, self.columns))
        return values and f"INSERT INTO {_quoted(self.name)} ({columns}) VALUES {values}"


def _everything() -> dict[_Table, set[tuple[str, ...]]]:
    tables = []
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.managed and not meta.proxy:
            own = tuple(one.column for one in meta.local_concrete_fields if not one.generated)
            tables.append(_Table(meta.db_table, meta.pk.column, own))
    if connection.vendor == "sqlite":  # so that numbers go on where they did
        tables.append(_Table("sqlite_sequence", "name", ("name", "seq")))
    return {table: table.rows() for table in tables}


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
