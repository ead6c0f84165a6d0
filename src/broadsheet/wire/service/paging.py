"""Parts of a list that stay in their places when something new comes before them."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from broadsheet.wire.service.refusing import wrong

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """By which column a list goes; rows with the same value go by their number.

    Args:
        column: its name; it holds times, or is "pk" alone.
        newest_first: from the highest to the lowest.
    """

    column: str
    newest_first: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        names = dict.fromkeys((self.column, "pk"))
        return tuple(f"-{name}" if self.newest_first else name for name in names)

    def after(self, cursor: str) -> Q:
        """What comes after the row that a cursor names.

        Raises:
            Refused: it is no cursor of this list.
        """
        way = "lt" if self.newest_first else "gt"
        column, value, pk = _read(cursor)
        if column != self.column:
            raise wrong("cursor", "This “cursor” is of another list: begin without one.")
        if column == "pk":
            return Q(**{f"pk__{way}": pk})
        same = Q(**{column: value, f"pk__{way}": pk})
        # The first condition alone lets the database walk the index.
        return Q(**{f"{column}__{way}e": value}) & (Q(**{f"{column}__{way}": value}) | same)

    def cursor(self, row: Any) -> str:
        """The cursor that names a row."""
        value = getattr(row, self.column)
        said = [self.column, value.isoformat() if isinstance(value, datetime) else "", row.pk]
        return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Generic[M]):
    """A part of a list; `cursor` is where the next one begins, "" at the end."""

    rows: Sequence[M]
    cursor: str


def part_of(rows: QuerySet[M], *, order: Order, limit: int, cursor: str) -> Part[M]:
    """The rows after a cursor.

    Raises:
        Refused: it is no cursor of this list.
    """
    if cursor:
        rows = rows.filter(order.after(cursor))
    found = list(rows.order_by(*order.columns)[: limit + 1])
    more = len(found) > limit
    return Part(rows=found[:limit], cursor=order.cursor(found[limit - 1]) if more else "")


def _read(cursor: str) -> tuple[str, datetime | None, int]:
    try:
        column, moment, pk = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not (isinstance(column, str) and isinstance(pk, int) and 0 <= pk < 2**63):
            raise ValueError(cursor)
        value = datetime.fromisoformat(moment) if moment else None
        if (value is None) != (column == "pk") or (value and value.tzinfo is None):
            raise ValueError(cursor)
    except (ValueError, TypeError, RecursionError, binascii.Error):
        raise wrong("cursor", "This “cursor” is none of ours: begin without one.") from None
    return column, value, pk
