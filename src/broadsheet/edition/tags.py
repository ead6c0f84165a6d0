"""Say what a page shows, and say what changed.

A page under way collects the tags of what it shows (`depends_on`) and the
moment after which it would say something else (`valid_until`). An action that
changes something calls `stale` or `gone` inside its own transaction, so a
crash can't lose it; when the transaction is done, the plates follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import transaction

from broadsheet.edition.models import StaleTag
from broadsheet.foundation.clock import now
from broadsheet.foundation.prepared import insert_values


@dataclass(slots=True)
class Shown:
    """What a page shows, as far as it has been rendered."""

    tags: set[str] = field(default_factory=set)
    until: datetime | None = None
    numbered: bool = False  # by the page number in its address


_collecting: ContextVar[Shown | None] = ContextVar("edition_shown", default=None)
_gathering: ContextVar[dict[str, None] | None] = ContextVar("edition_gathering", default=None)


def depends_on(*tags: str) -> None:
    """The page being made shows what these tags name. Outside a page: nothing."""
    shown = _collecting.get()
    if shown is not None:
        shown.tags.update(tags)


def valid_until(moment: datetime) -> None:
    """From `moment` on the page being made would say something else (a date, “today”)."""
    shown = _collecting.get()
    if shown is not None and (shown.until is None or moment < shown.until):
        shown.until = moment


def numbered() -> None:
    """The page being made is the page of a list that its address asks for by number."""
    shown = _collecting.get()
    if shown is not None:
        shown.numbered = True


def stale(*tags: str) -> None:
    """What these tags name has changed: pages that show it are made anew."""
    _record(tags, StaleTag.Kind.STALE)


def gone(*tags: str) -> None:
    """What these tags name must not be seen any more: pages that show it go at once."""
    _record(tags, StaleTag.Kind.GONE)


@contextmanager
def collecting() -> Iterator[Shown]:
    """Collect what `depends_on` and `valid_until` are told while the block runs."""
    shown = Shown()
    token = _collecting.set(shown)
    try:
        yield shown
    finally:
        _collecting.reset(token)


@contextmanager
def gathering() -> Iterator[None]:
    """What goes stale in the block is written down once, at its end.

    For many changes in one transaction, which must be around the block.
    """
    if _gathering.get() is not None:
        yield
        return
    gathered: dict[str, None] = {}
    token = _gathering.set(gathered)
    try:
        yield
    finally:
        _gathering.reset(token)
    if gathered:
        stale(*gathered)


def _record(tags: Iterable[str], kind: StaleTag.Kind) -> None:
    from broadsheet.edition import follow

    named = tuple(dict.fromkeys(tags))
    gathered = _gathering.get()
    if gathered is not None and kind == StaleTag.Kind.STALE:
        gathered.update(dict.fromkeys(named))
        return
    with transaction.atomic():
        at = now()
        insert_values(
            StaleTag, ("tag", "kind", "at", "purged"), [(tag, kind, at, False) for tag in named]
        )
        if kind == StaleTag.Kind.GONE:
            transaction.on_commit(partial(follow.after_withdrawal, named))
        else:
            follow.will_follow()
            transaction.on_commit(follow.after_commit)
