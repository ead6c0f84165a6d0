"""Numbers of changes that may still come.

PostgreSQL gives out numbers before it makes rows visible: one that is missing
below the newest belongs to a transaction that is still under way, or to one
that was rolled back. Which of the two is known for certain once every
transaction has ended that was under way when it was first missed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

# A transaction takes its number an instant before the server counts it among those under way.
LEAST_SECONDS = 10


class Gap(NamedTuple):
    """The numbers `first` to `last`, missed at `noticed` (seconds since 1970)."""

    first: int
    last: int
    ends: int  # when no transaction below this one is under way, none of them comes any more
    noticed: float

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and self.first <= number <= self.last


def holes(after: int, numbers: Iterable[int], before: int | None = None) -> Iterator[tuple[int, int]]:
    """What is missing among `numbers`, which rise, above `after` and below `before`: first and last."""
    last = after
    for number in numbers:
        if number > last + 1:
            yield last + 1, number - 1
        last = max(last, number)
    if before is not None and before > last + 1:
        yield last + 1, before - 1


def still_missing(
    known: Iterable[Gap], numbers: list[int], *, applied: int, oldest: int, following: Callable[[], int]
) -> list[Gap]:
    """The gaps there are after `numbers` were read, which rise.

    Args:
        known: the gaps before; what of them is among `numbers` has come.
        applied: the newest number before.
        oldest: the oldest transaction that was under way before the numbers were read.
        following: asked for the next transaction to begin, where something is newly missing.
    """
    moment = time.time()
    missing = [
        Gap(first, last, gap.ends, gap.noticed)
        for gap in known
        if gap.ends > oldest or moment - gap.noticed < LEAST_SECONDS
        for first, last in holes(gap.first - 1, (n for n in numbers if n in gap), gap.last + 1)
    ]
    new = list(holes(applied, (n for n in numbers if n > applied)))
    if new:
        ends = following()
        missing += [Gap(first, last, ends, moment) for first, last in new]
    return missing
