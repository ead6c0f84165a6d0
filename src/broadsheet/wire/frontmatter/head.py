"""The front matter of a file, in YAML, TOML or JSON, and the text under it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

import yaml

from broadsheet.wire import toml

LONGEST = 256 * 1024  # letters of front matter
MOST = 100_000  # values in it; YAML can say a thing once and name it many times
DEEPEST = 64
OPENINGS = {"---": "yaml", "+++": "toml", ";;;": "json", "---json": "json", "---toml": "toml",
            "---yaml": "yaml"}  # fmt: skip
CLOSINGS = {"---": {"---", "..."}, "+++": {"+++"}, ";;;": {";;;"}}


class BrokenHead(Exception):
    """The front matter cannot be read; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the text.

    Args:
        fields: by their names in the file; empty when there is no front matter.
        text: what follows it.
        line: the number of the text's first line in the file.
        given: whether there is front matter at all.
    """

    fields: dict[str, Any]
    text: str
    line: int = 1
    given: bool = True


def split(text: str) -> Head:
    """Front matter and text of a file.

    Raises:
        BrokenHead: it is not closed, or not what it says it is.
    """
    text = text.lstrip("\ufeff").replace("\r\n", "\n")
    first, _, rest = text.partition("\n")
    kind = OPENINGS.get(first.strip().lower())
    if kind:
        return _fenced(kind, first.strip(), rest)
    if text.startswith("{") and '"' in first + rest[:200]:
        return _bare_json(text)
    return Head({}, text, given=False)


def _fenced(kind: str, fence: str, rest: str) -> Head:
    closing = CLOSINGS[fence[:3]]
    lines = rest.split("\n")
    for number, line in enumerate(lines):
        if line.rstrip() in closing:
            fields = parsed(kind, "\n".join(lines[:number]))
            return Head(fields, "\n".join(lines[number + 1 :]), number + 3)
    raise BrokenHead(f"its front matter is not closed; put a line {fence[:3]} after it")


def _bare_json(text: str) -> Head:
    try:
        fields, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return Head({}, text, given=False)
    return Head(fields, text[end:].lstrip("\n"), text[:end].count("\n") + 2)


def parsed(kind: str, text: str) -> dict[str, Any]:
    """The fields of front matter, or of a file of settings.

    Raises:
        BrokenHead: it is not what it says it is, or more than anybody writes.
    """
    if len(text) > LONGEST:
        raise BrokenHead(f"its front matter is longer than {LONGEST // 1024} KB")
    try:
        found = READERS[kind](text)
        _refuse_bombs(found)
    except (ValueError, OverflowError, RecursionError, yaml.YAMLError) as error:
        sentence = re.sub(r"\s+", " ", str(error)).strip()
        raise BrokenHead(f"its front matter is not {kind.upper()}: {sentence[:200]}") from error
    if not isinstance(found, dict):
        raise BrokenHead("its front matter has no fields")
    return {str(name): value for name, value in found.items()}


def _refuse_bombs(found: Any) -> None:
    """What is written in a few lines may be endless when it is read.

    Raises:
        ValueError: it is.
    """
    level, number = [found], 0
    for _ in range(DEEPEST):
        number += len(level)
        if number > MOST:
            raise ValueError(f"it says more than {MOST} things, most of them again and again")
        level = list(islice(chain.from_iterable(map(_inside, level)), MOST + 1))
        if not level:
            return
    raise ValueError(f"it is nested more than {DEEPEST} deep")


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, (list, set, tuple)) else ()


def yaml_in(text: str) -> Any:
    """YAML with plain values only; an empty one has no fields."""
    return yaml.safe_load(text) or {}


READERS: dict[str, Any] = {"yaml": yaml_in, "toml": toml.read, "json": json.loads}
