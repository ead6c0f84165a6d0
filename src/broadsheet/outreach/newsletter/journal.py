"""What a sending process was doing, written down letter by letter, for when it is killed.

The database learns of a whole batch at once. Between two transactions a small
file says which copies were begun and which the mail server took. What was
written survives the process (not a power cut), so its successor knows: a copy
that was never begun waits again, one that was taken was sent, and only the few
in between are unclear. After a restart of the machine the file proves nothing.
"""

from __future__ import annotations

import fcntl
import os
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from broadsheet.foundation.clock import now
from broadsheet.outreach.models import Delivery, DeliveryState

BOOT = Path("/proc/sys/kernel/random/boot_id")


class Journal:
    """A file that this process writes, and holds locked while it lives."""

    def __init__(self) -> None:
        folder = _folder()
        folder.mkdir(mode=0o700, exist_ok=True)
        self._path = folder / f"{uuid.uuid4().hex}.log"
        self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        self._write(f"boot {_boot()}")

    def taken(self, keys: Iterable[int], *, at: datetime) -> None:
        """These copies are about to be marked as on their way, with this time."""
        self._write(f"taken {at.isoformat()} {' '.join(map(str, keys))}")

    def begun(self, key: int) -> None:
        """From now on a copy may have arrived."""
        self._write(f"begun {key}")

    def done(self, key: int) -> None:
        """The mail server has taken a copy."""
        self._write(f"done {key}")

    def close(self, *, settled: bool) -> None:
        """End it; where not all of it is in the database, it stays to be settled."""
        if settled:
            self._path.unlink(missing_ok=True)
        os.close(self._file)

    def _write(self, line: str) -> None:
        os.write(self._file, f"{line}\n".encode())


def settle() -> int:
    """Settle what processes that were killed had on its way; how many copies wait again."""
    if not _folder().is_dir():
        return 0
    return sum(_settle_one(path) for path in sorted(_folder().glob("*.log")))


def _settle_one(path: Path) -> int:
    try:
        file = os.open(path, os.O_RDONLY)
    except FileNotFoundError:  # its process has just finished
        return 0
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:  # its process lives
        os.close(file)
        return 0
    try:
        again = _from_lines(path.read_text().splitlines()) if path.exists() else 0
        path.unlink(missing_ok=True)
        return again
    finally:
        os.close(file)


def _from_lines(lines: list[str]) -> int:
    if not lines or lines[0] != f"boot {_boot()}" or lines[0] == "boot ":
        return 0  # written before the machine went down: its end may be missing
    told = [line.split() for line in lines[1:]]
    begun = {int(words[1]) for words in told if words[:1] == ["begun"] and len(words) == 2}
    done = {int(words[1]) for words in told if words[:1] == ["done"] and len(words) == 2}
    again = 0
    with transaction.atomic():
        for at, keys in _batches(told):
            # By their time: what another process took up since is its own.
            ours = Delivery.objects.filter(pk__in=keys, state=DeliveryState.SENDING, changed_at=at)
            ours.filter(pk__in=keys & done).update(state=DeliveryState.SENT, changed_at=now())
            ours.filter(pk__in=keys & begun).update(state=DeliveryState.UNCLEAR, changed_at=now())
            again += ours.filter(pk__in=keys - begun).update(state=DeliveryState.WAITING)
    return again


def _batches(told: list[list[str]]) -> Iterator[tuple[datetime, set[int]]]:
    for words in told:
        if words[:1] == ["taken"] and len(words) > 2:
            yield datetime.fromisoformat(words[1]), set(map(int, words[2:]))


def _folder() -> Path:
    return Path(settings.HOME) / "letters"


def _boot() -> str:
    """Which start of the machine this is; "" where that cannot be known."""
    return BOOT.read_text().strip() if BOOT.exists() else ""
