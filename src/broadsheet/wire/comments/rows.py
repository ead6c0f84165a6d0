"""Our own two formats of comments, one comment a line: JSON Lines and CSV.

Both have the same columns (docs/formats.md). In CSV a cell that a spreadsheet would
take for a formula has an apostrophe before it, which is taken away in reading.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from broadsheet.wire.comments.said import Format, Page, Said, Skipped
from broadsheet.wire.errors import ImportRefused
from broadsheet.wire.moments import in_utc
from broadsheet.wire.story import Comment, CommentState

COLUMNS = (
    "page", "title", "id", "parent", "name", "email", "text", "when", "state", "reason", "pick",
)  # fmt: skip
FORMULA = "=+-@\t\r'"
LONGEST_LINE = 1_000_000  # letters
YES = {"true", "1", "yes"}


def _is_jsonl(first: bytes) -> bool:
    return first.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"{")


def _is_csv(first: bytes) -> bool:
    head = first.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].lower()
    return b"page" in head and b"text" in head and b"," in head


def _read_jsonl(path: Path) -> Iterator[Said | Skipped]:
    with path.open("rb") as file:
        number = 0
        while line := file.readline(LONGEST_LINE):
            number += 1
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise ValueError("it is no object")
                yield _said(row)
            except (ValueError, RecursionError) as error:
                yield Skipped(where=f"line {number}", why=str(error))


def _read_csv(path: Path) -> Iterator[Said | Skipped]:
    csv.field_size_limit(LONGEST_LINE)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = csv.DictReader(file)
        missing = {"page", "id", "text", "when"} - set(rows.fieldnames or ())
        if missing:
            raise ImportRefused(f"The first line has no {', '.join(sorted(missing))}.")
        try:
            for row in rows:
                try:
                    yield _said({key: _unguarded(value) for key, value in row.items() if key})
                except ValueError as error:
                    yield Skipped(where=f"line {rows.line_num}", why=str(error))
        except csv.Error as error:
            raise ImportRefused(f"The table is broken at line {rows.line_num}: {error}.") from error


def _said(row: dict[str, Any]) -> Said:
    wanted = {name: str(row.get(name) or "") for name in COLUMNS}
    for name in ("page", "id", "when"):
        if not wanted[name]:
            raise ValueError(f"it has no “{name}”")
    state = wanted["state"] or "published"
    if state not in set(CommentState):
        raise ValueError(f"“{state}” is no state; there are {', '.join(CommentState)}")
    return Said(
        page=wanted["page"],
        title=wanted["title"],
        comment=Comment(
            id=wanted["id"],
            name=wanted["name"],
            email=wanted["email"],
            text=wanted["text"],
            when=_time(wanted["when"]),
            parent=wanted["parent"],
            state=CommentState(state),
            reason=wanted["reason"],
            pick=wanted["pick"].lower() in YES,
        ),
    )


def _time(words: str) -> datetime:
    """A time as ISO 8601 has it; without a zone it is meant where the paper is."""
    when = datetime.fromisoformat(words)
    if (moment := in_utc(when)) is None:
        raise ValueError(f"“{words}” is no time that a calendar has")
    return moment


def _rows(pages: Iterable[Page]) -> Iterator[dict[str, Any]]:
    for page in pages:
        for one in page.comments:
            values = (
                page.url, page.title, one.id, one.parent, one.name, one.email, one.text,
                one.when.astimezone(UTC).isoformat(), one.state.value, one.reason, one.pick,
            )  # fmt: skip
            yield dict(zip(COLUMNS, values, strict=True))


def _write_jsonl(pages: Iterable[Page]) -> Iterator[bytes]:
    for row in _rows(pages):
        yield f"{json.dumps(row, ensure_ascii=False)}\n".encode()


def _write_csv(pages: Iterable[Page]) -> Iterator[bytes]:
    yield f"{','.join(COLUMNS)}\r\n".encode()
    for row in _rows(pages):
        line = io.StringIO()
        row["pick"] = "true" if row["pick"] else "false"
        csv.writer(line).writerow([_guarded(str(row[name])) for name in COLUMNS])
        yield line.getvalue().encode()


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell[:1] and cell[0] in FORMULA else cell


def _unguarded(cell: Any) -> str:
    text = cell if isinstance(cell, str) else ""
    return text[1:] if text[:1] == "'" and text[1:2] and text[1] in FORMULA else text


JSONL = Format(name="jsonl", recognises=_is_jsonl, read=_read_jsonl, write=_write_jsonl)
CSV = Format(name="csv", recognises=_is_csv, read=_read_csv, write=_write_csv)
