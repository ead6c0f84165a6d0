"""Sees to it that the web server in front has every page that it may send."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from itertools import islice

from broadsheet.edition.shelf import TROUBLE, Shelf
from broadsheet.edition.shelves import complain, open_shelf

LOOK_SECONDS = 1.0
PAUSE_SECONDS = 5.0
BATCH = 50  # pages under one lock, some 20 ms


class Filer:
    """Runs in a thread of the first baker until `stop` is set; does nothing without a web root."""

    def __init__(self, *, stop: threading.Event) -> None:
        self._stop = stop
        self._filed: Shelf | None = None

    def run(self) -> None:
        pause = LOOK_SECONDS
        while not self._stop.wait(pause):
            pause = LOOK_SECONDS
            shelf = open_shelf()
            if shelf is None or shelf is self._filed or shelf.webroot is None:
                continue
            try:
                file_all(shelf)
                self._filed = shelf
            except TROUBLE as error:
                complain(shelf.folder, error)
                pause = PAUSE_SECONDS


def file_all(shelf: Shelf) -> int:
    """Remove the files that are no plate's, write those that are missing, and show them.

    The count is of those written.
    """
    webroot = shelf.webroot
    assert webroot is not None
    for some in _batches(webroot.addresses()):
        with webroot.alone():
            for address in some:
                place = shelf.place_of(address)
                if place is None or not webroot.has(address, place):
                    webroot.remove(address)
    written = 0
    for some in _batches(address for address, _place in shelf.places()):
        with webroot.alone():
            for address in some:
                written += shelf.write_file(address)
    if not shelf.halted():
        webroot.show()
    return written


def _batches(addresses: Iterable[str]) -> Iterator[list[str]]:
    left = iter(addresses)
    while some := list(islice(left, BATCH)):
        yield some
        time.sleep(0)  # whoever waits for the lock comes first
