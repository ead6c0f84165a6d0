"""A date as a text spells it, before it is known which one is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto


class Tense(Enum):
    """What the words around a date say of it."""

    PAST = auto()
    FUTURE = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelt:
    """What stands at `start` to `end`; only what the text says is set.

    `days`, `weeks`, `months` and `years` count from the dateline (-1 is yesterday, last
    week); `weekday` 0 is Monday, `week_of` the week it is in; `year`, `month`,
    `day` are as written, `last_day` and `last_month` the end of a span.
    """

    start: int
    end: int
    tense: Tense = Tense.UNKNOWN
    days: int | None = None
    weeks: int | None = None
    months: int | None = None
    years: int | None = None
    weekday: int | None = None
    week_of: int | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    last_month: int | None = None


def apart(rules: list[re.Pattern[str]], text: str) -> Iterator[re.Match[str]]:
    """Matches of the rules in the order of the text; where they overlap, the earlier rule's."""
    taken: list[tuple[int, int]] = []
    found = []
    for rule in rules:
        for match in rule.finditer(text):
            if all(match.end() <= start or end <= match.start() for start, end in taken):
                taken.append(match.span())
                found.append(match)
    return iter(sorted(found, key=lambda match: match.start()))


def clause(text: str, start: int, end: int, breaks: re.Pattern[str]) -> str:
    """The words around a place up to the next break on either side."""
    before = 0
    for match in breaks.finditer(text, 0, start):
        before = match.end()
    after = breaks.search(text, end)
    return text[before:start] + " " + text[end : after.start() if after else len(text)]


def number(said: str | None) -> int | None:
    return int(said) if said else None
