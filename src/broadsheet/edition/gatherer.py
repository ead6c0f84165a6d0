"""Takes up what the web processes of this machine counted (see `edition.reads`).

A room says with `on_reads` what it does with the counts; it does it in one
transaction, after which the file goes.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections, transaction

logger = logging.getLogger(__name__)

LOOK_SECONDS = 20.0

Take = Callable[[datetime, Mapping[str, int]], object]
_takers: list[Take] = []


def on_reads(take: Take) -> Take:
    """Let `take(until, reads)` have what was counted up to a moment: how often each path was opened."""
    if take not in _takers:
        _takers.append(take)
    return take


class Gatherer:
    """Runs in a thread of the first baker until `stop` is set."""

    def __init__(self, *, stop: threading.Event) -> None:
        self._stop = stop

    def run(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            close_old_connections()
            try:
                gather(settings.READS_FOLDER)
            except (DatabaseError, OSError) as error:
                logger.warning("What readers opened cannot be noted now, and waits: %s", error)


def gather(folder: Path) -> int:
    """Hand on what stands in the files of a folder, the oldest first; how many files.

    A file that nobody can read is logged and goes.

    Raises:
        DatabaseError: the rest waits.
        OSError: the same.
    """
    files = sorted(folder.glob("*.json"))
    for path in files:
        counted = _read(path)
        if counted:
            with transaction.atomic():
                for take in _takers:
                    take(*counted)
        path.unlink()
    return len(files)


def _read(path: Path) -> tuple[datetime, dict[str, int]] | None:
    try:
        told = json.loads(path.read_bytes())
        until = datetime.fromtimestamp(told["until"], UTC)
        return until, {str(address): int(count) for address, count in told["reads"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        logger.warning("%s cannot be read and is left out: %s", path, error)
        return None
