"""Lines of JSON or CSV as records: what each says of a topic, not checked yet."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

PLAIN = ("slug", "name", "kind", "description", "parent", "place")
COLUMNS = (*PLAIN, "names", "titles", "ids")
DESCRIBED = "description_"  # a column's name goes on with a language
_RULES = re.compile(r"\s*\[([^\]]*)\]$")
_SPAN = re.compile(r"\s*\(([\d-]*)\s*[–-]\s*([\d-]*)\)$")


class BadLine(Exception):
    """A line that says no topic, with why."""


def json_rows(data: Iterable[str]) -> Iterator[tuple[int, Any]]:
    """Each line's number and record; a `BadLine` in its place where it cannot be read."""
    for line, text in enumerate(data, 1):
        if text.strip():
            try:
                yield line, json.loads(text)
            except (ValueError, RecursionError) as error:
                yield line, BadLine(f"this is not JSON: {error}")


def csv_rows(data: Iterable[str]) -> Iterator[tuple[int, Any]]:
    """Each row's last line and record; a `BadLine` in its place where it cannot be read."""
    reader = csv.DictReader(data)
    for row in reader:
        try:
            names = [_name_of(text) for text in _parts(row.get("names"))]
            ids = _ids_of(row.get("ids"))
            titles = [_title_of(text) for text in _parts(row.get("titles"))]
        except BadLine as error:
            yield reader.line_num, error
        else:
            plain = {name: row.get(name) or "" for name in PLAIN}
            lists = {"names": names, "titles": titles, "ids": ids, "descriptions": _descriptions(row)}
            yield reader.line_num, plain | lists


def pairs(ids: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Registers and identifiers, one by one: a register may have several."""
    for scheme, values in ids.items():
        for value in values if isinstance(values, list) else [values]:
            yield scheme, value


def _descriptions(row: dict[str, Any]) -> dict[str, str]:
    return {
        name.removeprefix(DESCRIBED): text
        for name, text in row.items()
        if name and name.startswith(DESCRIBED) and text
    }


def _ids_of(text: str | None) -> dict[str, list[str]]:
    ids: dict[str, list[str]] = {}
    for scheme, _, value in (one.partition(":") for one in _parts(text)):
        if value:
            ids.setdefault(scheme, []).append(value)
    return ids


def _parts(value: str | None) -> list[str]:
    return [part.strip() for part in (value or "").split("|") if part.strip()]


def _name_of(text: str) -> dict[str, Any]:
    rules = _RULES.search(text)
    said: dict[str, Any] = {"text": _RULES.sub("", text)}
    for rule in re.split(r"[,\s]+", rules[1]) if rules else ():
        match rule:
            case "any" | "written":
                said["case"] = rule
            case "context":
                said["needs_context"] = True
            case "fixed":
                said["inflected"] = False
            case "":
                pass
            case _:
                said["language"] = rule
    return said


def _title_of(text: str) -> dict[str, Any]:
    span = _SPAN.search(text)
    since, until = span.groups() if span else ("", "")
    return {"text": _SPAN.sub("", text), "since": since, "until": until}
