"""The wire's dataclasses as JSON and back, without loss.

What has its default value is left out, and names are sorted, so that the same
content always gives the same bytes. A block says its kind in "type".
"""

from __future__ import annotations

import json
import types
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from broadsheet.wire import story

T = TypeVar("T")
BLOCKS: dict[str, type] = {kind.__name__: kind for kind in get_args(story.Block)}

PLAIN = {str, int, float, bool, type(None)}  # JSON has them as they are


class NotOurs(ValueError):
    """A line that is not JSON, or not of the shape that it should have."""


def dump(thing: Any) -> str:
    """`thing` as one line of JSON."""
    return json.dumps(plain(thing), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def load(line: str, kind: type[T]) -> T:
    """The `kind` that a line stands for.

    Raises:
        NotOurs: it stands for none.
    """
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise NotOurs(f"this is not JSON ({error})") from error
    made: T = build(kind, found)
    return made


def plain(thing: Any) -> Any:
    """A dataclass as what JSON has."""
    if type(thing) in PLAIN:
        return thing
    if is_dataclass(thing) and not isinstance(thing, type):
        kind = type(thing)
        said = {
            name: plain(value)
            for name, default in _defaults(kind)
            if (value := getattr(thing, name)) != default
        }
        return said | ({"type": kind.__name__} if kind.__name__ in BLOCKS else {})
    if isinstance(thing, datetime):
        return thing.astimezone(UTC).isoformat()
    if isinstance(thing, tuple):
        return [plain(one) for one in thing]
    return str(thing) if isinstance(thing, StrEnum) else thing


def build(kind: Any, found: Any) -> Any:
    """A value of the type `kind` from what JSON gave.

    Raises:
        NotOurs: it is of another shape.
    """
    if kind in {Any, object}:
        return found
    if get_origin(kind) in {Union, types.UnionType}:
        return _one_of(get_args(kind), found)
    if get_origin(kind) is tuple:
        if not isinstance(found, list):
            raise NotOurs("a list is missing")
        return tuple(build(get_args(kind)[0], one) for one in found)
    if is_dataclass(kind):
        return _dataclass(kind, found)
    return _scalar(kind, found)


def _one_of(kinds: tuple[Any, ...], found: Any) -> Any:
    if found is None and type(None) in kinds:
        return None
    wanted = [kind for kind in kinds if kind is not type(None)]
    if len(wanted) == 1:
        return build(wanted[0], found)
    named = found.get("type") if isinstance(found, dict) else None
    block = BLOCKS.get(named) if isinstance(named, str) else None
    if block is None:
        raise NotOurs(f"there is no block of the type “{named}”")
    return _dataclass(block, found)


def _dataclass(kind: Any, found: Any) -> Any:
    if not isinstance(found, dict):
        raise NotOurs(f"a {kind.__name__} is missing")
    hints = _hints(kind)
    said = {name: build(hints[name], value) for name, value in found.items() if name in hints}
    try:
        return kind(**said)
    except TypeError as error:
        raise NotOurs(f"this {kind.__name__} is not whole: {error}") from error


def _scalar(kind: Any, found: Any) -> Any:
    try:
        if kind is datetime:
            when = datetime.fromisoformat(found)
            when = when if when.tzinfo else when.replace(tzinfo=UTC)
            when.astimezone(UTC)  # which a time of the year 1 or 9999 may not have
            return when
        if issubclass(kind, StrEnum):
            return kind(found)
    except (TypeError, ValueError, OverflowError) as error:
        raise NotOurs(f"“{found}” is not a {kind.__name__}") from error
    if not isinstance(found, kind):
        raise NotOurs(f"“{found}” is not a {kind.__name__}")
    return found


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _defaults(kind: type) -> list[tuple[str, Any]]:
    """Each field's name and default, which is of no type that a field has where there is none."""
    return [(one.name, one.default) for one in fields(kind)]
