"""TOML read field by field, so that a mistake is told with its line and what to do."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from broadsheet.wire.moments import in_utc

T = TypeVar("T")
# Of keys as `a.a.a.a…`; the library's time grows with the square of their number.
DEEPEST = 64
DEEP = re.compile(rf"""(?<![\w"'.-])(?:[\w"'-]++[ \t]*+\.[ \t]*+){{{DEEPEST}}}""")
AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")
AGE = re.compile(r"\s*".join(rf"(?:(\d{{1,4}}){unit})?" for unit in "wdhms"))
KINDS = {str: "text in quotes", bool: "true or false", list: "a list in [ ]", dict: "a table"}


def read(text: str) -> dict[str, Any]:
    """The tables of a text.

    Raises:
        TOMLDecodeError: it is no TOML, or its keys are nested too deep.
    """
    if found := DEEP.search(text):
        line = text.count("\n", 0, found.start()) + 1
        words = f"Keys nested more than {DEEPEST} deep (at line {line}, column 1)"
        raise tomllib.TOMLDecodeError(words)
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise tomllib.TOMLDecodeError("Lists nested too deep") from error


class Misread(Exception):
    """Something in a file is not as it should be, at a line."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line
        self.text = text


@dataclass
class Table:
    """The fields of one TOML table, and where it stands in its file."""

    fields: dict[str, Any]
    line: int
    source: str = ""
    first: int = 1  # the number of the source's first line
    asked: set[str] = field(default_factory=set)

    def value(self, name: str, kind: type[T], otherwise: T) -> T:
        self.asked.add(name)
        found = self.fields.get(name, otherwise)
        if not isinstance(found, kind):
            raise Misread(self.line_of(name), f"{name} must be {KINDS.get(kind, kind.__name__)}")
        return found

    def text(self, name: str, otherwise: str = "") -> str:
        return self.value(name, str, otherwise).strip()

    def need(self, name: str) -> str:
        """Text that must be there."""
        if not (found := self.text(name)):
            raise Misread(self.line_of(name), f'{name} is missing; write {name} = "…"')
        return found

    def texts(self, name: str) -> list[str]:
        found = self.value(name, list, [])
        if not all(isinstance(one, str) for one in found):
            raise Misread(self.line_of(name), f'{name} must be a list of texts: ["…", "…"]')
        return found

    def tables(self, name: str) -> list[Table]:
        """The tables of `[[name]]`, each with its line."""
        lines = self._lines_of_tables(name)
        return [
            Table(
                one, lines[place] if place < len(lines) else self.line_of(name), self.source, self.first
            )
            for place, one in enumerate(self.value(name, list, []))
            if self._is_table(one, name)
        ]

    def table(self, name: str) -> Table:
        found = self.value(name, dict, {})
        line = self._line_like(rf"^\s*(\[\s*{name}\s*\]|{name}\s*=)")
        return Table(found, line, self.source, self.first)

    def moment(self, name: str) -> datetime | None:
        """A date with time; one without an offset is meant where the paper is."""
        self.asked.add(name)
        found = self.fields.get(name)
        if found is None:
            return None
        when = in_utc(found) if isinstance(found, datetime) else None
        if when is None:
            raise Misread(self.line_of(name), f"{name} must be a time like 2024-05-01T09:30:00+02:00")
        return when

    def day(self, name: str) -> str:
        self.asked.add(name)
        found = self.fields.get(name, "")
        if found == "":
            return ""
        if not isinstance(found, date):
            raise Misread(self.line_of(name), f"{name} must be a date like 2024-05-01")
        return (found.date() if isinstance(found, datetime) else found).isoformat()

    def duration(self, name: str) -> timedelta | None:
        """A length of time like "2d 3h 20m"."""
        if not (words := self.text(name)):
            return None
        found = AGE.fullmatch(words)
        if found is None:
            raise Misread(self.line_of(name), f'{name} must be a length of time like "2d 3h 20m"')
        weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)

    def one_of(self, name: str, allowed: list[str], otherwise: str) -> str:
        found = self.text(name, otherwise)
        if found not in allowed:
            raise Misread(
                self.line_of(name),
                f"{name} “{found}” is not one of {', '.join(allowed) or 'none'}{like(found, allowed)}",
            )
        return found

    def finish(self) -> None:
        """Raise `Misread` for a field that nobody asked for: most likely a slip of the pen."""
        for name in self.fields:
            if name not in self.asked:
                known = like(name, sorted(self.asked))
                raise Misread(self.line_of(name), f"there is no field “{name}” here{known}")

    def line_of(self, name: str) -> int:
        """The line of a field in this table; the table's own when it is not there."""
        return self._line_like(rf"^\s*\[*\s*\"?{re.escape(name)}\"?\s*[\]=]")

    def _line_like(self, pattern: str) -> int:
        for number, line in enumerate(self.source.split("\n")):
            if number + self.first >= self.line and re.match(pattern, line):
                return number + self.first
        return self.line

    def _lines_of_tables(self, name: str) -> list[int]:
        pattern = re.compile(rf"^\s*\[\[\s*(?:\w+\.)?{re.escape(name)}\s*\]\]")
        lines = [
            number + self.first
            for number, line in enumerate(self.source.split("\n"))
            if pattern.match(line)
        ]
        return [line for line in lines if line >= self.line]

    def _is_table(self, one: Any, name: str) -> bool:
        if not isinstance(one, dict):
            raise Misread(self.line_of(name), f"{name} must be written as [[{name}]]")
        return True


def parse(text: str, *, line: int = 1) -> Table:
    """The TOML in `text`, whose first line is number `line` of its file.

    Raises:
        Misread: it is not TOML.
    """
    try:
        fields = read(text)
    except tomllib.TOMLDecodeError as error:
        found = AT_LINE.search(str(error))
        at = line + int(found[1]) - 1 if found and found[1] else line + text.rstrip().count("\n")
        raise Misread(at, f"this is not TOML: {AT_LINE.sub('', str(error)).strip()}") from error
    return Table(fields, line, text, line)


def like(word: str, known: list[str]) -> str:
    """A hint at what was most likely meant."""
    close = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean “{close[0]}”?" if close else ""
