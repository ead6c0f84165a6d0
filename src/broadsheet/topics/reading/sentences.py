"""The sentence around a place in a text."""

from __future__ import annotations

import re

from broadsheet.topics.tagging.words import SHORTENED, key

_END = re.compile(r"(?:[.!?…]+[\"”»’)]*(?=\s))|[。！？]+[”」』]?|\n")
_LAST_WORD = re.compile(r"(\w+)\W*$")
LONGEST = 400  # letters


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence that has `start` to `end` begins and ends."""
    first, last = 0, len(text)
    for stop in _END.finditer(text):
        if not _is_end(text, stop):
            continue
        if stop.end() <= start:
            first = stop.end()
        elif stop.start() >= end - 1:
            last = stop.end()
            break
    while first < last and text[first].isspace():
        first += 1
    return first, last


def excerpt(text: str, start: int, end: int) -> str:
    """The sentence around a place, in one line, cut where it is very long."""
    first, last = sentence_at(text, start, end)
    said = " ".join(text[first:last].split())
    if len(said) <= LONGEST:
        return said
    middle = max(0, start - first - LONGEST // 2)
    return ("…" if middle else "") + said[middle : middle + LONGEST].strip() + "…"


def _is_end(text: str, stop: re.Match[str]) -> bool:
    """A full stop after an initial or a shortened word ends nothing."""
    if stop[0] != ".":
        return True
    word = _LAST_WORD.search(text, max(0, stop.start() - 12), stop.start())
    return not word or not (key(word[1]) in SHORTENED or (len(word[1]) == 1 and word[1].isupper()))
