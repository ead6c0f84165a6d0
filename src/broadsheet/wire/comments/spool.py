"""Comments gathered by page, on the disk: a file may name a parent after its answer."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from types import TracebackType

from broadsheet.wire.comments.said import Said
from broadsheet.wire.story import Comment, CommentState


class Spool:
    """What a file says, in a table that goes with the import; only one page is in memory."""

    def __enter__(self) -> Spool:
        self._folder = tempfile.TemporaryDirectory(prefix="broadsheet-comments-")
        self._table = sqlite3.connect(f"{self._folder.name}/said", isolation_level=None)
        self._table.execute("PRAGMA synchronous=OFF")
        self._table.execute("CREATE TABLE said (page TEXT, title TEXT, comment TEXT)")
        self._table.execute("BEGIN")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._table.close()
        self._folder.cleanup()

    def add(self, said: Said) -> None:
        comment = json.dumps(asdict(said.comment), default=str)
        self._table.execute("INSERT INTO said VALUES (?, ?, ?)", (said.page, said.title, comment))

    def pages(self) -> Iterator[tuple[str, str, list[Comment]]]:
        """Each page with its address, its title and its comments as the file had them."""
        self._table.execute("CREATE INDEX by_page ON said (page)")
        found = self._table.execute(
            "SELECT page, max(title) FROM said GROUP BY page ORDER BY min(rowid)"
        )
        for page, title in found.fetchall():
            rows = self._table.execute("SELECT comment FROM said WHERE page = ? ORDER BY rowid", (page,))
            yield page, title, [_comment(json.loads(row)) for (row,) in rows]


def _comment(row: dict[str, object]) -> Comment:
    values = row | {
        "when": datetime.fromisoformat(str(row["when"])),
        "state": CommentState(str(row["state"])),
    }
    return Comment(**values)  # type: ignore[arg-type]
