"""The rows of a Ghost export, one at a time, whatever the size of the file.

Ghost writes `{"db": [{"meta": …, "data": {"posts": [row, …], "tags": …}}]}`;
older versions and tools leave out `db`, or `data` as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ijson
from ijson.common import ObjectBuilder

from broadsheet.wire.errors import ImportRefused

ROW = re.compile(r"(?:db\.item\.)?(?:data\.)?([a-z_]+)\.item")
LONGEST_ROW = 64 * 1024 * 1024  # bytes; a post with all its history is far smaller
DEEPEST = 2000  # letters of a path inside the file: about 400 levels
PIECE = 4096  # bytes that are parsed at once
BOM = b"\xef\xbb\xbf"

Row = dict[str, Any]


class Rows:
    """A file of rows; `bytes_read` tells how far it is."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.bytes_read = 0
        self._row_began = 0

    def __iter__(self) -> Iterator[tuple[str, Row]]:
        """Each row with the name of its table.

        Raises:
            ImportRefused: the JSON or its letters are broken, or a row is too large or too deep.
        """
        with self._path.open("rb") as self._file:
            try:
                yield from self._rows()
            except ijson.JSONError as error:
                reason = str(error).strip().split("\n")[0]
                raise ImportRefused(
                    f"The JSON is broken before byte {self.bytes_read}: {reason}"
                ) from error
            except UnicodeDecodeError as error:
                raise ImportRefused(
                    f"What stands before byte {self.bytes_read} is not UTF-8: {error.reason}."
                ) from error

    def read(self, size: int = -1) -> bytes:
        """The next bytes, for the parser."""
        data = self._file.read(size)
        if not self.bytes_read:
            data = data.removeprefix(BOM)
        self.bytes_read += len(data)
        if self.bytes_read - self._row_began > LONGEST_ROW:
            raise ImportRefused(
                f"What begins at byte {self._row_began} is larger than {LONGEST_ROW // 1024 // 1024} MB."
            )
        return data

    def _rows(self) -> Iterator[tuple[str, Row]]:
        builder: ObjectBuilder | None = None
        table = inside = ""
        # In small pieces: of a piece the parser writes down where each of its brackets stands.
        for prefix, event, value in ijson.parse(self, use_float=True, buf_size=PIECE):
            if builder:
                builder.event(event, value)
                if event == "end_map" and prefix == inside:
                    yield table, builder.value
                    builder, self._row_began = None, self.bytes_read
                elif len(prefix) > DEEPEST:
                    raise ImportRefused(f"A row before byte {self.bytes_read} is nested too deeply.")
            elif event == "start_map" and (found := ROW.fullmatch(prefix)) and found[1] != "db":
                builder, table, inside = ObjectBuilder(), found[1], prefix
                builder.event(event, value)
            elif len(prefix) > DEEPEST:
                raise ImportRefused(f"What stands before byte {self.bytes_read} is nested too deeply.")


def said(row: Row, *names: str) -> str:
    """The first of a row's fields that holds words."""
    for name in names:
        value = row.get(name)
        if isinstance(value, str) and value.strip():
            return value.encode("utf-8", "replace").decode().strip()
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""


def holds(row: Row, name: str) -> bool:
    """Whether a field says yes: databases write it as 1, JSON as true."""
    return str(row.get(name)).lower() in {"true", "1"}
