"""Small writes that come in the same moment share a transaction, and so one wait for the disk.

Each web process has one thread that writes. What is handed to it while it is
busy is done next, all in one transaction; whoever handed it in is answered
after the commit. With one writer a process, SQLite's writers hardly ever wait
for its lock, which they can only do by asking again and again.
"""

from __future__ import annotations

import contextvars
import os
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from django.db import close_old_connections, connection, transaction

T = TypeVar("T")
MOST = 32  # writes in one transaction
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
        while (first := self._waiting.get()) is not None:
            group = [first]
            while len(group) < MOST and not self._waiting.empty():
                other = self._waiting.get()
                if other is None:
                    self._waiting.put(None)  # after this group
                    break
                group.append(other)
            close_old_connections()
            _write(group)
        connection.close()


def _write(group: list[Write]) -> None:
    """Do all of a group in one transaction; one that fails takes back its own part only."""
    outcomes: list[tuple[Future[Any], Any, BaseException | None]] = []
    try:
        with transaction.atomic():
            for act, answer in group:
                outcomes.append((answer, *_outcome(act)))
    except BaseException as error:  # the commit failed: nobody may be thanked
        for _act, answer in group:
            answer.set_exception(error)
        return
    for answer, result, problem in outcomes:
        if problem is not None:
            answer.set_exception(problem)
        else:
            answer.set_result(result)


def _outcome(act: Callable[[], Any]) -> tuple[Any, BaseException | None]:
    try:
        with transaction.atomic():
            return act(), None
    except Exception as problem:  # raised again where it was asked for
        return None, problem


_writer: Writer | None = None
_making = threading.Lock()


def together(act: Callable[[], T]) -> T:
    """Do `act` in a transaction with whatever else is to be written in this moment.

    Inside a transaction it is done right there, as a part of it.
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
