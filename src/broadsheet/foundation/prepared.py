"""Queries whose SQL is written once in each thread.

Django writes the SQL of a queryset anew each time it is asked, which takes it
five to thirty times as long as SQLite needs for the answer. What every comment
asks is prepared instead: the same querysets, with a `Slot` for each value that
differs from one time to the next. PostgreSQL gets their values apart from the
words, and so can keep its plan of them as well (`cursor`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache, reduce
from operator import or_
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models import Expression, Q, QuerySet

T = TypeVar("T")
M = TypeVar("M", bound=models.Model)
ROWS = 500  # in one statement; SQLite takes 32,766 values


def cursor() -> Any:
    """A cursor for what is said again and again in the same words; see `foundation.postgresql`."""
    planned = getattr(connection, "planned_cursor", connection.cursor)
    return planned()


class Slot(Expression):
    """Stands in a prepared query for the value of this name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class Prepared(Generic[T]):
    """A query of which only the values of its slots change.

    `Prepared(lambda: Post.objects.filter(pk=Slot("key")))(key=7)` is a list of posts.

    Args:
        make: the queryset; without `prefetch_related`, and never an empty one. A query
            with `select_for_update` is first asked inside a transaction.
    """

    def __init__(self, make: Callable[[], QuerySet[Any, T]]) -> None:
        self._make = make
        self._kept = threading.local()

    def __call__(self, **values: Any) -> list[T]:
        written: _Written[T] | None = getattr(self._kept, "written", None)
        if written is None or connection != written.connection:
            written = self._kept.written = _Written(self._make())
        return written.ask(values)

    def first(self, **values: Any) -> T | None:
        """The first row, None where there is none."""
        return next(iter(self(**values)), None)


class PreparedForMany(Generic[T]):
    """A query about several at once, of which it is not known how many.

    `PreparedForMany(lambda slots: Post.objects.filter(pk__in=slots("key")))(key=[7, 9])` asks for
    two posts. Its SQL is written for 1, 2, 4 … values; the last one is said again to fill up.

    Args:
        make: the queryset, as for `Prepared`; it is given what makes the slots of a name.
    """

    def __init__(self, make: Callable[[Callable[[str], list[Slot]]], QuerySet[Any, T]]) -> None:
        self._make = make
        self._of_size: dict[int, Prepared[T]] = {}

    def __call__(self, **values: Any) -> list[T]:
        """The rows.

        Args:
            values: of each name as many as of any other, at least one and at most `ROWS`; what is
                no list is one value for all.
        """
        number = max(len(value) for value in values.values() if isinstance(value, list))
        size = 1 << (number - 1).bit_length()
        told: dict[str, Any] = {}
        for name, value in values.items():
            if isinstance(value, list):
                told |= {f"{name} {at}": value[min(at, number - 1)] for at in range(size)}
            else:
                told[name] = value
        return self._prepared(size)(**told)

    def _prepared(self, size: int) -> Prepared[T]:
        if size not in self._of_size:
            self._of_size[size] = Prepared(
                lambda: self._make(lambda name: [Slot(f"{name} {at}") for at in range(size)])
            )
        return self._of_size[size]


def one_of(name: str, slots: Iterable[Slot]) -> Q:
    """That a foreign key is one of several; Django takes no expressions in a list of these."""
    return reduce(or_, [Q(**{name: slot}) for slot in slots])


class _Written(Generic[T]):
    """A queryset with its SQL, for one connection."""

    def __init__(self, queryset: QuerySet[Any, T]) -> None:
        compiler: Any = queryset.query.get_compiler(using=queryset.db)
        self.connection = compiler.connection
        self._sql, self._params = compiler.as_sql()
        self._values: dict[str, Any] = {}
        compiler.execute_sql = self._rows
        self._width = compiler.col_count if compiler.has_extra_select else None
        compiler.get_converters = _once(compiler.get_converters)
        self._queryset = queryset
        queryset.query.get_compiler = lambda *_args, **_named: compiler  # type: ignore[method-assign]

    def ask(self, values: dict[str, Any]) -> list[T]:
        self._values = values
        rows: Any = self._queryset._iterable_class
        return list(rows(self._queryset))

    def _rows(self, *_args: Any, **_named: Any) -> list[list[tuple[Any, ...]]]:
        """All rows, as the one chunk of them."""
        with cursor() as asking:
            asking.execute(self._sql, tuple(map(self._value, self._params)))
            rows = asking.fetchall()
        return [rows if self._width is None else [row[: self._width] for row in rows]]

    def _value(self, param: Any) -> Any:
        value = self._values[param.name] if isinstance(param, Slot) else param
        if isinstance(value, datetime):
            return self.connection.ops.adapt_datetimefield_value(value)
        return value


def _once(read: Callable[..., T]) -> Callable[..., T]:
    """What `read` said the first time; what it is asked with is the same each time."""
    kept: list[T] = []

    def said(*args: Any) -> T:
        if not kept:
            kept.append(read(*args))
        return kept[0]

    return said


def insert(rows: Iterable[M]) -> None:
    """Insert new rows of one model as they stand, and set their keys. No signal is sent.

    Rows that bring their keys keep them; either all of them do, or none. Of a model with
    a parent only its own table is written.
    """
    waiting = list(rows)
    for start in range(0, len(waiting), ROWS):
        _insert(waiting[start : start + ROWS])


def _insert(rows: list[M]) -> None:
    pk = rows[0]._meta.pk
    brought = rows[0].pk is not None and not isinstance(pk, models.AutoField)
    kept = _kept_fields(type(rows[0]), brought=brought)
    columns = [[_stored(field, row) for row in rows] for field in kept]
    # What is empty in each row is written into the statement: for a comment, half of its columns.
    said = tuple(_literal(column) for column in columns)
    values = [column for column, literal in zip(columns, said, strict=True) if not literal]
    sql = _statement(type(rows[0]), tuple(field.column for field in kept), said, len(rows))
    keys = _put(sql, [value for row in zip(*values, strict=True) for value in row])
    for row, (number,) in zip(rows, keys, strict=True):
        row.pk = number
        row._state.adding, row._state.db = False, connection.alias


def insert_values(
    model: type[models.Model], names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Insert new rows that are no more than their values: no object is made of them.

    Args:
        names: of all fields that a row has, without its key.
        rows: their values, in that order; dates and times as datetime objects.
    """
    waiting = list(rows)
    for start in range(0, len(waiting), ROWS):
        some = waiting[start : start + ROWS]
        fields = {field.name: str(field.column) for field in model._meta.local_concrete_fields}
        columns = tuple(fields[name] for name in names)
        sql = _statement(model, columns, ("",) * len(columns), len(some))
        _put(sql, [_adapted(value) for row in some for value in row])


def _adapted(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _put(sql: str, values: list[Any]) -> list[tuple[Any]]:
    with cursor() as putting:
        putting.execute(sql, values)
        keys: list[tuple[Any]] = putting.fetchall()
    return keys


@lru_cache(maxsize=256)
def _statement(
    model: type[models.Model], columns: tuple[str, ...], said: tuple[str, ...], number: int
) -> str:
    """The statement that puts in so many rows.

    Args:
        said: for each column what stands in all of the rows; "" where it is a parameter.
    """
    quote = connection.ops.quote_name
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    place = f"({', '.join(literal or '%s' for literal in said)})"
    # Only names of ours and literals from below are put into the statement.
    return (
        f"INSERT INTO {table} ({', '.join(map(quote, columns))}) "  # noqa: S608
        f"VALUES {', '.join([place] * number)} RETURNING {key}"
    )


@lru_cache(maxsize=64)
def _kept_fields(model: type[models.Model], *, brought: bool) -> list[_Kept]:
    """The fields of a row, with its key where rows bring theirs."""
    fields = model._meta.local_concrete_fields
    return [_Kept(field) for field in fields if brought or not field.primary_key]


def _literal(column: list[Any]) -> str:
    """How SQL writes what is the same in a whole column and empty; "" for anything else."""
    first = column[0]
    if first is None:
        return "NULL" if column.count(None) == len(column) else ""
    if first == "" and type(first) is str:
        return "''" if column.count("") == len(column) else ""
    return ""


class _Kept:
    """A field, and what is known of it before any row is."""

    def __init__(self, field: Any) -> None:
        self.field, self.attname, self.column = field, field.attname, str(field.column)
        # Most fields do nothing before they are saved, and take what they have as it is.
        self.is_still = type(field).pre_save is models.Field.pre_save
        self.as_it_is = {int, bool, type(None)} | ({str} if isinstance(field, _WORDS) else set())


def _stored(kept: _Kept, row: models.Model) -> Any:
    """A field's value as the database takes it; most are what it takes already."""
    value = getattr(row, kept.attname) if kept.is_still else kept.field.pre_save(row, add=True)
    return value if type(value) in kept.as_it_is else kept.field.get_db_prep_save(value, connection)


_WORDS = (models.CharField, models.TextField)
