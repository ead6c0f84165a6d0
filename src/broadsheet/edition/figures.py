"""How the plates of this machine stand."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.edition import follow
from broadsheet.edition.models import StaleTag
from broadsheet.edition.shelves import open_shelf
from broadsheet.foundation.clock import now


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts, bytes, and the age in seconds of the oldest change a plate waits for."""

    plates: int = 0
    stale: int = 0
    oldest_stale_seconds: float = 0.0
    bytes: int = 0
    used_bytes: int = 0
    generation: int = 0
    applied: int = 0


def figures() -> Figures:
    """The figures now; all nought when plates are off or cannot be reached."""
    shelf = open_shelf()
    if shelf is None:
        return Figures()
    waiting = shelf.waiting(shelf.waiting_count())
    oldest = min((generation for _, generation in waiting), default=None)
    change = StaleTag.objects.filter(pk=oldest).first() if oldest else None
    return Figures(
        plates=shelf.count(),
        stale=len(waiting),
        oldest_stale_seconds=(now() - change.at).total_seconds() if change else 0.0,
        bytes=shelf.packs.bytes(),
        used_bytes=sum(place.size for _, place in shelf.places()),
        generation=follow.generation(),
        applied=shelf.number("applied"),
    )
