"""Small writes that come in the same moment share a transaction, and so one wait for the disk.

Each web process has one thread that writes. What is handed to it while it is
busy is done next, all in one transaction; whoever handed it in is answered
after the commit. With one writer a process, SQLite's writers hardly ever wait
for its lock, which they can only do by asking again and again.
"""

from __future__ import annotations

import contextvars
import logging
import os
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from django.db import IntegrityError, close_old_connections, connection, transaction

logger = logging.getLogger(__name__)

T = TypeVar("T")
MOST = 32  # writes in one transaction
IDLE_SECONDS = 1.0  # after which the connection is looked at before it is used
Write = tuple[Callable[[], Any], "Future[Any]"]


class Writer:
    """The thread of one process that writes."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self._waiting: queue.SimpleQueue[Write | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, daemon=True, name="writer")
        self._thread.start()

    def do(self, act: Callable[[], T]) -> T:
        """The result of `act`, once it is on the disk; what it raises is raised here."""
        answer: Future[T] = Future()
        # What a request remembers, it goes on remembering over there.
        context = contextvars.copy_context()
        self._waiting.put((lambda: context.run(act), answer))
        return answer.result()

    def stop(self) -> None:
        """Write what waits, then end the thread and its connection."""
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        worked = 0.0
        while (first := self._waiting.get()) is not None:
            group = [first]
            while len(group) < MOST and not self._waiting.empty():
                other = self._waiting.get()
                if other is None:
                    self._waiting.put(None)  # after this group
                    break
                group.append(other)
            if time.monotonic() - worked > IDLE_SECONDS:
                close_old_connections()
            _write(group)
            worked = time.monotonic()
        connection.close()


def _write(group: list[Write]) -> None:
    """Do all of a group in one transaction; when one of it fails, each in its own."""
    if not _written(group):
        for write in group:
            _written([write])


def _written(group: list[Write]) -> bool:
    """Whether everybody in the group has an answer now; one alone always has."""
    results: list[Any] = []
    thanked = False

    def thank() -> None:
        nonlocal thanked
        thanked = True
        for (_act, answer), result in zip(group, results, strict=True):
            answer.set_result(result)

    try:
        with transaction.atomic():
            transaction.on_commit(thank)  # before anything else that waits for the commit
            for act, _answer in group:
                results.append(act())
    except BaseException as error:  # raised again where it was asked for
        if thanked:
            logger.exception("What follows a write has failed; the write itself is done.")
            return True
        close_old_connections()  # it may be the connection that failed
        nothing_written = len(results) < len(group) or isinstance(error, IntegrityError)
        if len(group) > 1 and nothing_written:
            return False
        # One alone, or the commit failed: nobody is thanked, nothing is done a second time.
        for _act, answer in group:
            answer.set_exception(error)
    return True


_writer: Writer | None = None
_making = threading.Lock()


def together(act: Callable[[], T]) -> T:
    """Do `act` in a transaction with whatever else is to be written in this moment.

    When another of the same transaction fails, it is taken back and done once more, so it
    must be of a kind that can be. Inside a transaction it is done right there, as a part of it.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            return act()
    return _current().do(act)


def _current() -> Writer:
    """This process's writer: a forked process begins its own."""
    global _writer
    if _writer is None or _writer.process != os.getpid():
        with _making:
            if _writer is None or _writer.process != os.getpid():
                _writer = Writer()
    return _writer
