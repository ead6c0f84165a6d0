"""Makes plates smaller and packs shorter while a machine has nothing else to do."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from broadsheet.edition import baking
from broadsheet.edition.shelf import TROUBLE, Shelf
from broadsheet.edition.shelves import complain, open_shelf

logger = logging.getLogger(__name__)

IDLE_SECONDS = 10.0  # without a page to bake
LOOK_SECONDS = 1.0
BATCH = 8  # plates made smaller in one transaction, about 0.1 s of work
BUSY_SHARE = 0.2
COOL_SECONDS = 600.0
LOWEST_PRIORITY = 19


class Polisher:
    """Runs in a thread beside the baker, at the lowest priority, until `stop` is set.

    Args:
        idle: seconds since there was something to bake.
    """

    def __init__(self, *, stop: threading.Event, idle: Callable[[], float]) -> None:
        self._stop = stop
        self._idle = idle
        self._others = Others()
        self._cooled = time.monotonic()
        self._wanted: list[str] = []

    def run(self) -> None:
        _step_back()
        while not self._stop.is_set():
            at_rest = self._idle() > IDLE_SECONDS and not self._others.are_busy()
            shelf = open_shelf() if at_rest else None
            try:
                if shelf is None or not self.turn(shelf):
                    self._stop.wait(LOOK_SECONDS)
            except TROUBLE as error:
                if shelf is not None:
                    complain(shelf.folder, error)
                self._stop.wait(IDLE_SECONDS)

    def turn(self, shelf: Shelf) -> bool:
        """A piece of the work; whether there may be more."""
        self._cool(shelf)
        if not self._wanted:
            self._wanted = baking.unpolished(shelf)
        if self._wanted:
            baking.improve(shelf, [self._wanted.pop() for _ in self._wanted[:BATCH]])
            return True
        return baking.sweep(shelf) > 0

    def _cool(self, shelf: Shelf) -> None:
        if time.monotonic() - self._cooled > COOL_SECONDS:
            self._cooled = time.monotonic()
            shelf.heat.cool()


class Others:
    """Whether the machine has something better to do than to polish. Only Linux tells."""

    def __init__(self) -> None:
        self._looked_at = 0.0
        self._before: tuple[float, float, float] | None = None
        self._busy = False

    def are_busy(self) -> bool:
        """Whether everybody else used more than a fifth of the machine since the last look."""
        if time.monotonic() - self._looked_at < LOOK_SECONDS:
            return self._busy
        self._looked_at = time.monotonic()
        now = _processor()
        if now is not None and self._before is not None:
            used, whole, own = (one - two for one, two in zip(now, self._before, strict=True))
            self._busy = whole > 0 and (used - own) / whole > BUSY_SHARE
        self._before = now
        return self._busy


def _processor() -> tuple[float, float, float] | None:
    """Seconds all processors have worked, and could have, and those of this thread."""
    try:
        with Path("/proc/stat").open(encoding="ascii") as file:
            fields = [int(field) for field in file.readline().split()[1:9]]
    except OSError:
        return None
    ticks = os.sysconf("SC_CLK_TCK")
    resting = fields[3] + fields[4]  # idle, waiting for the disk
    return (sum(fields) - resting) / ticks, sum(fields) / ticks, time.thread_time()


def _step_back() -> None:
    """Let readers and the baker have the processor first: on Linux a thread can."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOWEST_PRIORITY)
