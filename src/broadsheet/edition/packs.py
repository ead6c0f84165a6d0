"""Bodies of plates, one after the other in a few big files.

A body is appended once and never changed; where it stands is in the index. Read
with `pread`, so that the pages of a big archive stay in the system's cache and
not in each process (one file a page needs open and close for each reader: 0.34
of nginx against 0.74).
"""

from __future__ import annotations

import io
import os
from pathlib import Path

SEGMENT_BYTES = 256 * 1024 * 1024  # then a new file is begun


class Packs:
    """The files `pack-<number>` in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # File objects, not numbers: one is closed when the last thread lets go of it.
        self._open: dict[int, io.FileIO] = {}

    def write(self, *, segment: int, offset: int, data: bytes) -> None:
        descriptor = os.open(self._path(segment), os.O_WRONLY | os.O_CREAT, 0o640)
        try:
            written = os.pwrite(descriptor, data, offset)
            if written != len(data):
                raise OSError(f"Only {written} of {len(data)} bytes could be written")
        finally:
            os.close(descriptor)

    def read(self, *, segment: int, offset: int, length: int) -> bytes:
        """The bytes there; fewer when the file is shorter. OSError when it is gone."""
        file = self._open.get(segment)
        if file is None:
            file = self._open[segment] = io.FileIO(self._path(segment))
        return os.pread(file.fileno(), length, offset)

    def remove(self, segment: int) -> None:
        self._path(segment).unlink(missing_ok=True)
        self._open.pop(segment, None)

    def forget_removed(self) -> None:
        """Let go of files that another process removed, so that the disk gets them back."""
        for segment in [one for one in list(self._open) if not self._path(one).exists()]:
            self._open.pop(segment, None)

    def size(self, segment: int) -> int:
        """Bytes of one pack, used or not; 0 when it is gone."""
        path = self._path(segment)
        return path.stat().st_size if path.exists() else 0

    def bytes(self) -> int:
        """How much the files hold, with what is no longer used."""
        return sum(path.stat().st_size for path in self._folder.glob("pack-*"))

    def _path(self, segment: int) -> Path:
        return self._folder / f"pack-{segment:06d}"
