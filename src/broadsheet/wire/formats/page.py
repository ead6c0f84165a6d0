"""A news page of the web, saved as a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.utils import timezone

from broadsheet.wire.pages.reading import story_of
from broadsheet.wire.reading import Format, Moments, Options, Reading, no_picture
from broadsheet.wire.story import Item

START = re.compile(
    rb"(?:<\?xml[^>]*\?>|<!--.*?-->|\s)*(?:<!doctype\s+html|<html[\s>])", re.IGNORECASE | re.DOTALL
)
BOM = b"\xef\xbb\xbf"


def recognises(path: Path, first: bytes) -> bool:
    """Whether the first bytes begin an HTML document."""
    first = first.removeprefix(BOM)
    if first[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        first = first[2:].replace(b"\x00", b"")
    return bool(START.match(first))


def read(path: Path, options: Options) -> Reading:
    """One story, with the page's address as its name where the page gives one."""
    story = story_of(
        path.read_bytes(),
        address=options.address,
        charset=options.charset,
        zone=timezone.get_default_timezone(),
    )

    def items(moment_of: Moments) -> Iterator[Item]:
        yield story

    return Reading(
        origin=story.agency.name if story.agency else path.stem,
        items=items,
        picture=no_picture,
        fraction=lambda: 1.0,
    )


FORMAT = Format(name="Web page", recognises=recognises, read=read)
