"""How often each page is asked for, roughly: what is read most is baked first.

Pure Python: counters in a small file that every process of the machine maps.
One request in some counts; two addresses may share a counter, and two
processes may lose a count, neither of which matters for an order.
"""

from __future__ import annotations

import mmap
import os
import zlib
from pathlib import Path

COUNTERS = 65536
SAMPLE = 8  # where nothing else samples


class Heat:
    """`heat.add(address)` now and then; `heat.of(address)` says how hot it is."""

    def __init__(self, path: Path) -> None:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o640)
        try:
            if os.fstat(descriptor).st_size != COUNTERS * 4:
                os.ftruncate(descriptor, COUNTERS * 4)
            self._map = mmap.mmap(descriptor, COUNTERS * 4)
        finally:
            os.close(descriptor)
        self._counts = memoryview(self._map).cast("I")

    def add(self, key: bytes) -> None:
        self._counts[zlib.crc32(key) % COUNTERS] += 1

    def of(self, key: bytes) -> int:
        return int(self._counts[zlib.crc32(key) % COUNTERS])

    def cool(self) -> None:
        """Halve every count, so that the hour counts more than the day."""
        for number, count in enumerate(self._counts):
            if count:
                self._counts[number] = count // 2
