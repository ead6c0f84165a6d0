"""The list of members that Ghost writes as CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from broadsheet.wire.ghost.members import subscriber_of
from broadsheet.wire.reading import Format, ImportRefused, Moments, Options, Reading, no_picture
from broadsheet.wire.story import Item

COLUMNS = re.compile(rb"^[^\n]*\bemail\b[^\n]*\b(?:subscribed_to_emails|complimentary_plan)\b")


def _recognises(path: Path, first: bytes) -> bool:
    return bool(COLUMNS.match(first))


def _read(path: Path, options: Options) -> Reading:
    size = max(1, path.stat().st_size)
    read = 0

    def counted(lines: Iterable[str]) -> Iterator[str]:
        nonlocal read
        for line in lines:
            read += len(line.encode())
            yield line

    def items(moment_of: Moments) -> Iterator[Item]:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            try:
                for row in csv.DictReader(counted(file)):
                    email = (row.get("email") or "").strip()
                    yield subscriber_of(row, keep=options.keep_subscribers, now=moment_of(email))
            except csv.Error as error:
                raise ImportRefused(f"The table is broken after byte {read}: {error}.") from error

    return Reading(
        origin="ghost-members",
        items=items,
        picture=no_picture,
        fraction=lambda: min(1.0, read / size),
    )


FORMAT = Format(name="Ghost members", recognises=_recognises, read=_read)
