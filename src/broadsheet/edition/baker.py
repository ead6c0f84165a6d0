"""The baker of a machine: follows what changed, bakes what is stale."""

from __future__ import annotations

import logging
import threading
import time

from django.db import DatabaseError, close_old_connections

from broadsheet.edition import baking, follow
from broadsheet.edition.bell import WORK
from broadsheet.edition.shelf import TROUBLE, Shelf
from broadsheet.edition.shelves import distrust, open_shelf

logger = logging.getLogger(__name__)

LISTEN_SECONDS = 0.02  # between two looks at the bell
FOLLOW_SECONDS = 0.25  # between two looks at the database, for other machines' changes
REPORT_SECONDS = 2.0
PAUSE_SECONDS = 5.0  # after the shelf or the database failed


class Baker:
    """Runs in a thread of the background process until `stop` is set.

    Args:
        share: (which, of how many) bakers of this machine, each with its own addresses.
    """

    def __init__(self, *, stop: threading.Event, share: tuple[int, int] = (0, 1)) -> None:
        self._stop = stop
        self._share = share
        self._heard = -1
        self._followed = self._reported = 0.0
        self._worked = time.monotonic()

    def idle(self) -> float:
        """Seconds since there was something to bake."""
        return time.monotonic() - self._worked

    def run(self) -> None:
        while not self._stop.is_set():
            close_old_connections()
            shelf = open_shelf()
            try:
                if shelf is None:
                    self._stop.wait(PAUSE_SECONDS)
                elif not self._turn(shelf):
                    self._stop.wait(LISTEN_SECONDS)
            except TROUBLE as error:
                if shelf is not None:
                    distrust(shelf, error)
                self._stop.wait(PAUSE_SECONDS)
            except DatabaseError as error:
                logger.warning("The plates wait for the database: %s", error)
                self._stop.wait(PAUSE_SECONDS)

    def _turn(self, shelf: Shelf) -> bool:
        """One look around; whether there was something to do."""
        moment = time.monotonic()
        halted = shelf.halted()
        if halted:
            follow.catch_up(shelf)
            shelf.trust(halted)
            logger.warning("The plates have caught up and are served again")
        rung = shelf.bell.read(WORK)
        if rung != self._heard or moment - self._followed > FOLLOW_SECONDS:
            self._heard, self._followed = rung, moment
            follow.catch_up_if_needed(shelf)
        if self._share[0] == 0 and moment - self._reported > REPORT_SECONDS:
            self._reported = moment
            follow.report_machine(shelf)
        if self._share[0] == 0 and shelf.first_end() <= time.time():
            baking.end(shelf)
        if baking.bake_waiting(shelf, share=self._share):
            self._worked = time.monotonic()
            return True
        return False
