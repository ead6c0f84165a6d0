"""The items of a ninjs document, and what stands in them.

The names of properties differ between the versions in their capitals; lists
took the place of objects with free keys in version 2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from broadsheet.wire.paper import Remark

Item = dict[str, Any]
NEXT_ITEM = re.compile(r"\n(?=\{)")


def items_of(text: str) -> Iterator[Item | Remark]:
    """The items of a document, of a list of them, or of one document a line."""
    decode = json.JSONDecoder().raw_decode
    position = 0
    while True:
        position = len(text) - len(text[position:].lstrip())
        if position >= len(text):
            return
        try:
            found, position = decode(text, position)
        except (ValueError, RecursionError) as error:
            why = str(error) if isinstance(error, ValueError) else "it is nested too deeply"
            yield Remark(where=f"character {position}", text=f"this is no JSON: {why}", skipped=True)
            following = NEXT_ITEM.search(text, position + 1)
            if not following:
                return
            position = following.end()
        else:
            yield from _items_in(found)


def _items_in(found: Any) -> Iterator[Item | Remark]:
    if isinstance(found, dict):
        item = lowered(found)
        inner = item.get("items", item.get("_items"))
        if not isinstance(inner, list):
            yield item
            return
        found = inner
    for number, one in enumerate(found if isinstance(found, list) else [found], 1):
        if isinstance(one, dict):
            yield lowered(one)
        else:
            yield Remark(where=f"item {number}", text="it is no object, so no ninjs", skipped=True)


def entries_in(item: Item, name: str) -> list[Item]:
    """A list of objects; of an object with free keys its values, each with its key as name."""
    found = item.get(name)
    if isinstance(found, list):
        return [lowered(one) for one in found if isinstance(one, dict)]
    if isinstance(found, dict):
        named = found.items()
        return [{"name": key, **lowered(one)} for key, one in named if isinstance(one, dict)]
    return []


def lowered(item: Item) -> Item:
    """An object with its names in small letters."""
    return {str(name).lower(): value for name, value in item.items()}


def text_in(item: Item, name: str) -> str:
    """A property's text; "" when it is missing or of another type."""
    value = item.get(name)
    return value.strip() if isinstance(value, str) else ""
