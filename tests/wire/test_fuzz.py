"""A small `make fuzz`: the same mutations each time, at every reader of outside data."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from broadsheet.wire.formats import copy_formats
from tests.wire.fuzzing import readers

MUTATIONS = 24
PIECES = (
    b"\x00", b"\xff\xfe", b"<", b">", b"&#0;", b"&x;", b"<!DOCTYPE a [<!ENTITY x 'y'>]>", b"]]>", b'"',
    b"{", b"}", b"[", b"null", b"-1", b"9" * 400, b"1e999", b"\xed\xa0\x80", b"<p><p>", b"<b>" * 300,
    b"[" * 300, b"9999-99-99", b"\xe2\x80\xae", b"javascript:", b"../../etc/passwd", b"urn:uuid:",
    b"\r\n\r\n",
)  # fmt: skip


def mutated(seed: bytes, *, at_random: random.Random) -> Iterator[bytes]:
    """What becomes of a file that is cut, doubled, swapped and written into."""
    for _ in range(MUTATIONS):
        data = bytearray(seed)
        for _ in range(at_random.randint(1, 4)):
            start, end = sorted(at_random.randint(0, len(data)) for _ in range(2))
            match at_random.randrange(5):
                case 0:
                    del data[start : start + at_random.randint(1, 40)]
                case 1:
                    data[start:start] = at_random.choice(PIECES)
                case 2:
                    data[end:end] = data[start : start + 60]
                case 3:
                    data[start : start + 1] = bytes([at_random.randrange(256)])
                case _:
                    data[start : start + 12] = at_random.choice(PIECES)
        yield bytes(data)
    yield b""
    yield seed[: len(seed) // 2]


@pytest.mark.parametrize("name", readers())
def test_no_file_is_too_odd(name: str) -> None:
    read, seeds, _ = readers()[name]
    at_random = random.Random(name)
    for seed in seeds:
        assert read(seed), "what is mutated must be something that can be read"
        for data in mutated(seed, at_random=at_random):
            try:
                read(data)
            except Exception as error:
                pytest.fail(f"{type(error).__name__}: {error}\n{data!r}")


def test_every_format_of_copy_is_tried() -> None:
    partials = [getattr(read, "args", ()) for read, _, _ in readers().values()]
    assert set(copy_formats()) <= {args[0] for args in partials if args}


@pytest.mark.parametrize("name", ["topics", "ninjs", "ghost", "lines", "feeds"])
def test_lists_in_lists_without_end_end_in_a_sentence(name: str) -> None:
    read, seeds, _ = readers()[name]
    for opening in (b"[", b'{"a":', b"[1,", b"- ", b"<p>"):
        for seed in seeds:
            middle = len(seed) // 2
            read(seed[:middle] + opening * 5_000 + seed[middle:])
            read(opening * 5_000)
