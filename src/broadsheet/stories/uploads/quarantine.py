"""Where strangers' files lie: outside the media folder, under random names.

Nothing here is ever served by a web server; staff get a file through a view.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.crypto import get_random_string

from broadsheet.foundation.clock import now

CHUNK = 256 * 1024  # bytes in memory at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file in quarantine: its random name, its size in bytes, its hash."""

    name: str
    size: int
    sha256: str


@dataclass(slots=True)
class Shelf:
    """Files being taken in; `clear` takes them all away again."""

    names: list[str] = field(default_factory=list)

    def put(self, file: IO[bytes]) -> Kept:
        """Keep all of `file` durably; it is on the disk when this returns."""
        name = get_random_string(40)
        self.names.append(name)
        path = _path(name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.seek(0)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
            size, sha256 = _copy(file, kept)
            kept.flush()
            os.fsync(kept.fileno())
        return Kept(name=name, size=size, sha256=sha256)

    def clear(self) -> None:
        remove(self.names)
        self.names = []


@contextmanager
def shelf() -> Iterator[Shelf]:
    """Take files in; when anything fails inside, none of them stays."""
    taken = Shelf()
    try:
        yield taken
    except BaseException:
        taken.clear()
        raise


def open_file(name: str) -> IO[bytes]:
    """A file in quarantine, to read.

    Raises:
        FileNotFoundError: it is not there any more.
    """
    return _path(name).open("rb")


def remove(names: Iterable[str]) -> None:
    """Delete files; one that is gone already is no error."""
    for name in names:
        if name:
            _path(name).unlink(missing_ok=True)


def forgotten(*, older_than: timedelta) -> Iterator[str]:
    """Names of files older than this. Which of them nobody knows, the caller says."""
    before = now() - older_than
    for path in settings.QUARANTINE_ROOT.glob("??/*"):
        if datetime.fromtimestamp(path.stat().st_mtime, tz=before.tzinfo) < before:
            yield path.name


def _copy(source: IO[bytes], target: IO[bytes]) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    while chunk := source.read(CHUNK):
        target.write(chunk)
        digest.update(chunk)
        size += len(chunk)
    return size, digest.hexdigest()


def _path(name: str) -> Path:
    if not name.isalnum():  # names are ours; anything else never becomes a path
        raise FileNotFoundError(name)
    return Path(settings.QUARANTINE_ROOT) / name[:2] / name
