"""What the shelf's index says of a plate, and how it is written down.

Pure Python: the edge uses this before Django is there.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# segment, offset, three lengths, three checksums, made, until, quality, status, generation
PLACE = struct.Struct("<IQ3I3IddBHQ")
WAIT = struct.Struct("<QB")  # generation, rank
END = struct.Struct(">d")  # a moment; sorted as it stands, for none is before 1970
LONGEST_TAG = 200  # bytes


class Damaged(Exception):
    """What stands on the shelf is not what was put there."""


class IndexDamaged(Damaged):
    """The index itself cannot be read: no plate can be trusted."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a plate's bodies are and what is known of it."""

    segment: int
    offset: int
    lengths: tuple[int, int, int]
    checksums: tuple[int, int, int]
    made_at: float
    until: float
    quality: int
    status: int
    generation: int  # it knows every change up to this one
    about: dict[str, Any]  # etag, headers, tags

    @property
    def size(self) -> int:
        return sum(self.lengths)


def place(
    segment: int, offset: int, bodies: Iterable[bytes], made_at: float, until: float, quality: int,
    status: int, generation: int, about: dict[str, Any],
) -> Place:  # fmt: skip
    """The place of these bodies, with their lengths and checksums."""
    identity, zipped, small = bodies
    return Place(
        segment, offset, (len(identity), len(zipped), len(small)),
        (zlib.crc32(identity), zlib.crc32(zipped), zlib.crc32(small)),
        made_at, until, quality, status, generation, about,
    )  # fmt: skip


def pack(one: Place) -> bytes:
    fixed = PLACE.pack(
        one.segment, one.offset, *one.lengths, *one.checksums, one.made_at, one.until,
        one.quality, one.status, one.generation,
    )  # fmt: skip
    return fixed + json.dumps(one.about, separators=(",", ":")).encode()


def unpack(raw: bytes) -> Place:
    """The place that was packed.

    Raises:
        IndexDamaged: it is not what `pack` wrote.
    """
    try:
        values = PLACE.unpack_from(raw)
        about = json.loads(raw[PLACE.size :])
    except (struct.error, ValueError) as error:
        raise IndexDamaged(f"An entry of the index cannot be read: {error}") from error
    made_at, until, quality, status, generation = values[8:13]
    return Place(
        values[0], values[1], values[2:5], values[5:8], made_at, until, quality, status,
        generation, about,
    )  # fmt: skip


def key_of(address: str) -> bytes:
    return address.encode("latin-1", "replace")


def address_in(key: bytes) -> str:
    return key.decode("latin-1")


def tag_key(tag: str) -> bytes:
    return tag.encode()[:LONGEST_TAG]


def live_key(segment: int) -> bytes:
    """Under which the index counts the bytes of a pack that are in use."""
    return b"live:%d" % segment


def rank(key: bytes) -> int:
    """What is baked first of what nobody reads: the front page and short lists before deep ones.

    Pages come before files: a reader waits for a page, a feed reader asks again in a while.
    """
    path = key.partition(b"/")[2]
    is_file = bool(path) and not path.endswith(b"/") and b"?" not in key
    return min(255, path.count(b"/") * 2 + (b"?" in key) * 100 + is_file * 50)
