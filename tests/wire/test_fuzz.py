"""A small `make fuzz`: the same mutations each time, at every reader of outside data."""

from __future__ import annotations

import random
import re
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


ODD = {
    rb"\d{4}-\d\d-\d\d(?:[T ][\d:.]+)?(?:Z|[+-]\d\d:?\d\d)?": (
        b"0001-01-01T00:00:00+14:00", b"9999-12-31T23:59:59-12:00", b"2024-03-04T12:00:00+99:99",
    ),
    rb"\d{8}T\d{6}Z": (b"00010101T000000+1400", b"99991231T235959-1200"),
    rb"(?:Mon, )?\d\d Mar 2024 [\d:]+ [+\w]+": (
        b"Mon, 01 Jan 0001 00:00:00 +1400", b"Fri, 31 Dec 9999 23:59:59 -1200", b"Mon, 04 Mar 2024",
    ),
    rb"(?:https?:)?//[a-z.]+(?:/[\w./]*)?": (b"http://[", b"https://a:b:c/", b"//[::1", b"http://\xc2\xa0/"),
    rb"utf-8|UTF-8": (b"\x00", b"idna", b"utf-7", b"hex", b"unicode_escape"),
    rb"(?<=[\s:=\">])\d+(?=[\s,<\"])": (b"9" * 30, b"-1", b"1e999", b"NaN"),
}  # fmt: skip


@pytest.mark.parametrize("name", readers())
def test_no_time_address_or_number_is_too_odd(name: str) -> None:
    read, seeds, _ = readers()[name]
    for seed in seeds:
        for pattern, others in ODD.items():
            for other in others:
                data = re.sub(pattern, lambda _, other=other: other, seed)
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
