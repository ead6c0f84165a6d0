"""Small writes that come in the same moment share a transaction, and so one wait for the disk.

Each web process has one thread that writes. What is handed to it while it is
busy or waits for its turn is done next, all in one transaction; whoever handed
it in is answered after the commit. With one writer a process, SQLite's writers
hardly ever wait for its lock. Writes of one kind are done in one piece, so that
eight of them need no more statements than one.
"""

from __future__ import annotations

import contextvars
import logging
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, TypeVar

from django.db import IntegrityError, close_old_connections, connection, transaction

from broadsheet.foundation.prepared import cursor

logger = logging.getLogger(__name__)

T = TypeVar("T")
A = TypeVar("A")
MOST = 32  # writes in one transaction
TURN = 0x6272_6F61  # number of the lock that one process after the other takes in PostgreSQL
IDLE_SECONDS = 1.0  # after which the connection is looked at before it is used


@dataclass(slots=True)
class _Write:
    """What is to be done, for whom, and where the answer goes."""

    act: Callable[[Sequence[Any]], Sequence[Any]]
    asked: Any
    # What a request remembers, it goes on remembering in the thread that writes.
    context: contextvars.Context = field(default_factory=contextvars.copy_context)
    answer: Future[Any] = field(default_factory=Future)


class Writer:
    """The thread of one process that writes."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self._waiting: queue.SimpleQueue[_Write | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, daemon=True, name="writer")
        self._thread.start()

    def do(self, write: _Write) -> Any:
        """The result of a write, once it is on the disk; what it raises is raised here."""
        self._waiting.put(write)
        return write.answer.result()

    def stop(self) -> None:
        """Write what waits, then end the thread and its connection."""
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        worked = 0.0
        while (first := self._waiting.get()) is not None:
            if time.monotonic() - worked > IDLE_SECONDS:
                close_old_connections()
            _write([first], self._join)
            worked = time.monotonic()
        connection.close()

    def _join(self, group: list[_Write]) -> None:
        """Let what waits by now be done with a group."""
        while len(group) < MOST and not self._waiting.empty():
            other = self._waiting.get()
            if other is None:
                self._waiting.put(None)  # after this group
                return
            group.append(other)


def _nobody(_group: list[_Write]) -> None:
    """Nobody joins."""


def _write(group: list[_Write], join: Callable[[list[_Write]], None]) -> None:
    """Do all of a group in one transaction; when one of it fails, each in its own."""
    if not _written(group, join):
        for write in group:
            _written([write], _nobody)


def _written(group: list[_Write], join: Callable[[list[_Write]], None]) -> bool:
    """Whether everybody in the group has an answer now; one alone always has.

    Args:
        join: called when the turn has come, for those who came while it was waited for.
    """
    results: list[Any] = []
    thanked = False

    def thank() -> None:
        nonlocal thanked
        thanked = True
        for write, result in zip(group, results, strict=True):
            if isinstance(result, Exception):
                write.answer.set_exception(result)
            else:
                write.answer.set_result(result)

    try:
        with transaction.atomic():
            transaction.on_commit(thank)  # before anything else that waits for the commit
            _take_turn()
            join(group)
            results.extend(_done(group))
    except BaseException as error:  # raised again where it was asked for
        if thanked:
            logger.exception("What follows a write has failed; the write itself is done.")
            return True
        close_old_connections()  # it may be the connection that failed
        nothing_written = len(results) < len(group) or isinstance(error, IntegrityError)
        if len(group) > 1 and nothing_written:
            return False
        # One alone, or the commit failed: nobody is thanked, nothing is done a second time.
        for write in group:
            write.answer.set_exception(error)
    return True


def _take_turn() -> None:
    """Wait for the other processes that write here; SQLite's own writers stand in line already."""
    if connection.vendor == "postgresql":
        with cursor() as asking:
            asking.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])


def _done(group: list[_Write]) -> Iterator[Any]:
    """The results of a group; what is of one kind and stands side by side is done in one piece."""
    for act, alike in groupby(group, key=lambda write: write.act):
        writes = list(alike)
        yield from writes[0].context.run(act, [write.asked for write in writes])


_writer: Writer | None = None
_making = threading.Lock()


def together(act: Callable[[], T]) -> T:
    """Do `act` in a transaction with whatever else is to be written in this moment.

    When another of the same transaction fails, it is taken back and done once more, so it
    must be of a kind that can be. Inside a transaction it is done right there, as a part of it.
    """

    def alone(_asked: Sequence[None]) -> list[T | Exception]:
        return [act()]

    return in_one_piece(alone, None)


def in_one_piece(act: Callable[[Sequence[A]], Sequence[T | Exception]], asked: A) -> T:
    """As `together`, for one of many of a kind: `act` does all of them that wait, `asked` among them.

    Args:
        act: gives the result of each. An exception among these is raised for that one alone
            and takes back nothing; one that `act` raises has each done by itself.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            result = act([asked])[0]
    else:
        result = _current().do(_Write(act, asked))
    if isinstance(result, Exception):
        raise result
    return result


def _current() -> Writer:
    """This process's writer: a forked process begins its own."""
    global _writer
    if _writer is None or _writer.process != os.getpid():
        with _making:
            if _writer is None or _writer.process != os.getpid():
                _writer = Writer()
    return _writer
