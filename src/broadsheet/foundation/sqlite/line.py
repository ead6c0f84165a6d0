"""A line before one file, for all processes of a machine."""

from __future__ import annotations

import fcntl
import os
import time

OPEN = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
FIRST_PAUSE, GROWTH, LONGEST_PAUSE = 0.0002, 1.5, 0.0005  # seconds


class Line:
    """One who stands in line: waits to be next, then for the turn.

    Two locked files: who has the turn and wants it again must first be next, and there
    another stands already. So nobody is passed by more than once. A process that dies
    leaves both.
    """

    def __init__(self, *, following: int, turn: int) -> None:
        self._following, self._turn = following, turn
        self._has_turn = False

    @classmethod
    def beside(cls, path: str) -> Line | None:
        """The line before the file `path`; None where nothing can be written beside it."""
        try:
            following = os.open(f"{path}-next", OPEN, 0o640)
        except OSError:
            return None
        try:
            return cls(following=following, turn=os.open(f"{path}-turn", OPEN, 0o640))
        except OSError:
            os.close(following)
            return None

    def take(self, *, seconds: float) -> bool:
        """Wait for the turn; False when it did not come in time."""
        deadline = time.monotonic() + seconds
        if not _locked(self._following, deadline):
            return False
        self._has_turn = _locked(self._turn, deadline)
        fcntl.flock(self._following, fcntl.LOCK_UN)
        return self._has_turn

    def give_back(self) -> None:
        """Let the next have the turn, if it is had."""
        if self._has_turn:
            self._has_turn = False
            fcntl.flock(self._turn, fcntl.LOCK_UN)

    def __del__(self) -> None:
        os.close(self._following)
        os.close(self._turn)


def _locked(descriptor: int, deadline: float) -> bool:
    # Asked again and again, since a lock that is waited for knows no deadline.
    pause = FIRST_PAUSE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
            time.sleep(pause)
            pause = min(pause * GROWTH, LONGEST_PAUSE)
        else:
            return True
