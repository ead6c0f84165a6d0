"""What the main thread waits for, and a signal's handler ends."""

from __future__ import annotations

import os
import select
import signal
import threading
from contextlib import suppress

FULL = 65_536  # bytes, a pipe's most


class Interrupt:
    """A `threading.Event` for the main thread, which a signal's handler may set at any moment.

    A signal that comes just as the thread begins to wait for a `threading.Event` is handled
    when that wait is over, which is never; and a handler that runs a moment later waits for the
    lock that its own thread holds. Here Python itself writes to the pipe that is waited for.
    """

    def __init__(self) -> None:
        self._set = False
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(self._write, False)

    def is_set(self) -> bool:
        return self._set

    def set(self) -> None:
        self._set = True  # first: who is woken looks at it
        with suppress(BlockingIOError):  # full of what nobody has read yet: it wakes all the same
            os.write(self._write, b"!")

    def clear(self) -> None:
        self._set = False
        self._drain()

    def wait(self, timeout: float | None = None) -> bool:
        """Whether it is set, after at most `timeout` seconds (None: once it is). In the main thread."""
        before = signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        try:
            while not self._is_set_by_now():
                if not select.select([self._read], [], [], timeout)[0]:
                    return self._set
                self._drain()
        finally:
            signal.set_wakeup_fd(before)
        return True

    def _is_set_by_now(self) -> bool:
        """Once the handlers of all signals that have come have run.

        Python runs them between two of its steps, but forgets to where the signal came while it
        took its lock back; sending oneself no signal (0) makes it look.
        """
        signal.pthread_kill(threading.get_ident(), 0)
        return self._set

    def _drain(self) -> None:
        with suppress(BlockingIOError):  # nothing is there
            os.read(self._read, FULL)
