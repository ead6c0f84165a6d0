"""Say what a page shows, and say what changed.

A page under way collects the tags of what it shows (`depends_on`). An action
that changes something calls `stale` inside its own transaction: the plates
that show it go in that same transaction, so no reader sees an old page once
the change is there, and a crash can't lose it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from broadsheet.edition.models import Plate, StaleTag

_collecting: ContextVar[set[str] | None] = ContextVar("edition_tags", default=None)


def depends_on(*tags: str) -> None:
    """The page being made shows what these tags name. Outside a page: nothing."""
    collected = _collecting.get()
    if collected is not None:
        collected.update(tags)


def stale(*tags: str) -> None:
    """What these tags name has changed; call it in the changing transaction."""
    with transaction.atomic():
        StaleTag.objects.bulk_create([StaleTag(tag=tag) for tag in dict.fromkeys(tags)])
        Plate.objects.filter(tags__tag__in=tags).delete()


@contextmanager
def collecting() -> Iterator[set[str]]:
    """Collect what `depends_on` is told while the block runs."""
    tags: set[str] = set()
    token = _collecting.set(tags)
    try:
        yield tags
    finally:
        _collecting.reset(token)
