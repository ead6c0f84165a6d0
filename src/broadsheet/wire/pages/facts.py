"""What a page says of its article, from the four places where pages say it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from broadsheet.wire.story import Picture

PREFIX = re.compile(r"(?:by|par|von|por|door|di|af|av|autor(?:in)?:|author:)\s+(?=\S)", re.IGNORECASE)
JOINS = re.compile(r"\s*;\s*|\s+(?:and|und|et|y|e|&)\s+", re.IGNORECASE)
LONGEST_NAME = 100
MOST_NAMES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What one place of a page says; "" and () where it is silent."""

    headline: str = ""
    standfirst: str = ""
    names: tuple[str, ...] = ()  # who wrote it
    published: str = ""
    updated: str = ""
    language: str = ""
    section: str = ""
    subjects: tuple[str, ...] = ()
    site: str = ""
    address: str = ""
    picture: Picture | None = None
    dateline: str = ""
    text: str = ""


def first_said(*places: Facts) -> Facts:
    """Each fact from the first place that says it."""
    said: dict[str, Any] = {}
    for place in reversed(places):
        said |= {one.name: value for one in fields(place) if (value := getattr(place, one.name))}
    return Facts(**said)


def names_of(lines: Iterable[str]) -> tuple[str, ...]:
    """The names in byline texts: without "By", each once, in order.

    Addresses, dates and sentences are no names.
    """
    names: dict[str, str] = {}
    for line in lines:
        for name in _split(PREFIX.sub("", " ".join(line.split()), count=1)):
            if _is_name(name):
                names.setdefault(name.casefold(), name)
    return tuple(names.values())[:MOST_NAMES]


def _split(line: str) -> list[str]:
    """ "A and B" and "A, B and C" are names; "A, editor" is one with its post left off."""
    if "(" in line:
        return [line.strip()]
    parts = [part.strip(" ,.|·•–—") for part in JOINS.split(line)]
    if len(parts) > 1 and all(len(part.split()) > 1 for part in parts):
        return [name.strip() for part in parts for name in part.split(",")]
    return [line.strip(" ,.|·•–—")]


def _is_name(name: str) -> bool:
    return (
        1 < len(name) <= LONGEST_NAME
        and any(letter.isalpha() for letter in name)
        and not re.search(r"https?:|www\.|@|\d{3}", name)
    )
