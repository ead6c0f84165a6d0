"""Stories that say nearly the same, found among a million in an index.

Each story has a signature: of all its runs of three words, the smallest hash
in each of 60 bins (one-permutation MinHash: Li, Owen, Zhang 2012; empty bins
are filled from the next one, Shrivastava and Li 2014). The share of equal
places estimates how much of two stories is the same. Twenty bands of three
places each are kept in an indexed table: two stories that share half of their
runs meet in one of them in 93 of 100 cases, two that share a tenth in 2.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterable
from hashlib import blake2b

PLACES = 60
BANDS = 20
ROWS = PLACES // BANDS
RUN = 3  # words
ALIKE = 0.4  # share of equal places from which two stories are shown as one
FEWEST = 8  # words; less says too little to be compared
WORDS = re.compile(r"\w+")
EMPTY = 0xFFFFFFFF
PACKED = struct.Struct(f"<{PLACES}I")
BAND = struct.Struct(f"<{ROWS}I")


def signature_of(text: str) -> bytes:
    """The signature of a text; b"" for one too short to be compared."""
    words = WORDS.findall(unicodedata.normalize("NFKC", text).casefold())
    if len(words) < FEWEST:
        return b""
    places = [EMPTY] * PLACES
    for run in {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}:
        hashed = int.from_bytes(blake2b(run.encode(), digest_size=8).digest(), "little")
        place, value = hashed % PLACES, hashed >> 32
        if value < places[place]:
            places[place] = value
    return PACKED.pack(*_filled(places))


def bands_of(signature: bytes) -> list[int]:
    """The bands of a signature, as signed numbers of 64 bits."""
    return [
        int.from_bytes(
            blake2b(signature[at : at + BAND.size], digest_size=8, salt=bytes([band])).digest(),
            "little",
            signed=True,
        )
        for band, at in enumerate(range(0, len(signature), BAND.size))
    ]


def likeness(one: bytes, other: bytes) -> float:
    """The share of equal places of two signatures, from 0 to 1."""
    if not one or not other:
        return 0.0
    pairs: Iterable[tuple[int, int]] = zip(PACKED.unpack(one), PACKED.unpack(other), strict=True)
    return sum(left == right for left, right in pairs) / PLACES


def _filled(places: list[int]) -> list[int]:
    """Empty places take the value of the next full one, marked by how far it was."""
    filled = []
    for place, value in enumerate(places):
        step = 0
        while value == EMPTY:
            step += 1
            value = places[(place + step) % PLACES]
        filled.append((value + step * 0x9E3779B1) & EMPTY if step else value)
    return filled
