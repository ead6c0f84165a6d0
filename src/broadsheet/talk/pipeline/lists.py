"""The paper's own lists of words, looked for in one pass whatever their size."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import ahocorasick
from django.db.models import Count, Max

from broadsheet.talk.models import ListEntry, ListKind
from broadsheet.talk.pipeline.folding import UNSPACED, Folded
from broadsheet.talk.pipeline.signals import Code, Signal

HOLD_SCORE, FLAG_SCORE = 0.7, 0.4
MOST_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A phrase of the lists in a text."""

    phrase: str
    kind: str
    start: int
    end: int


class Lists:
    """Phrases, ready to be looked for.

    Args:
        entries: (phrase as written, folded, kind) of each.
    """

    def __init__(self, entries: Iterable[tuple[str, str, str]]) -> None:
        self._automaton: Any = ahocorasick.Automaton()
        for phrase, folded, kind in entries:
            needle = folded.strip() if UNSPACED.search(folded) else folded
            if needle.strip():
                self._automaton.add_word(needle, (len(needle), phrase, kind))
        self._is_empty = not len(self._automaton)
        if not self._is_empty:
            self._automaton.make_automaton()

    def hits(self, folded: Folded) -> list[Hit]:
        """What stands in a text in any of its spellings, each phrase once; allowed ones left out."""
        found: dict[str, Hit] = {}
        for text in (folded.plain, *folded.bare):
            for hit in self._in(text):
                found.setdefault(hit.phrase, hit)
        return list(found.values())

    def _in(self, text: str) -> Iterator[Hit]:
        if self._is_empty:
            return
        hits = [
            Hit(phrase=phrase, kind=kind, start=end - length + 1, end=end + 1)
            for end, (length, phrase, kind) in self._automaton.iter(text)
        ]
        allowed = [hit for hit in hits if hit.kind == ListKind.ALLOW]
        last = -1
        safe: list[tuple[int, int]] = []
        for one in sorted(allowed, key=lambda hit: hit.start):  # merged, to look once
            if safe and one.start <= last:
                safe[-1] = (safe[-1][0], max(last, one.end))
            else:
                safe.append((one.start, one.end))
            last = safe[-1][1]
        at = 0
        for hit in sorted(hits, key=lambda hit: hit.start):
            while at < len(safe) and safe[at][1] < hit.end:
                at += 1
            inside = at < len(safe) and safe[at][0] <= hit.start and hit.end <= safe[at][1]
            if hit.kind != ListKind.ALLOW and not inside:
                yield hit


def signals(folded: Folded, *, lists: Lists | None = None) -> list[Signal]:
    """What the lists say of a text."""
    hits = (lists or current()).hits(folded)
    found = []
    for kind, code, score in (
        (ListKind.HOLD, Code.LISTED, HOLD_SCORE),
        (ListKind.FLAG, Code.FLAGGED, FLAG_SCORE),
    ):
        phrases = [hit.phrase for hit in hits if hit.kind == kind]
        if phrases:
            holds = kind == ListKind.HOLD
            told = _told(phrases)
            found.append(Signal(code=code, score=score, evidence=told, source="lists", holds=holds))
    return found


def _told(phrases: list[str]) -> str:
    shown = ", ".join(f"“{phrase}”" for phrase in phrases[:MOST_SHOWN])
    return f"{shown} +{len(phrases) - MOST_SHOWN}" if len(phrases) > MOST_SHOWN else shown


CHECK_SECONDS = 1.0  # how long a process goes by the lists it has read

_kept: tuple[float, Any, Lists] | None = None
_building = threading.Lock()


def current() -> Lists:
    """The paper's lists as they were a second ago; built anew when an entry changed."""
    global _kept
    kept = _kept
    if kept is not None and time.monotonic() - kept[0] < CHECK_SECONDS:
        return kept[2]
    state = ListEntry.objects.aggregate(Count("pk"), Max("pk"), Max("added_at"))
    with _building:
        if _kept is None or _kept[1] != state:
            rows = ListEntry.objects.values_list("phrase", "folded", "kind")
            _kept = (time.monotonic(), state, Lists(rows.iterator(chunk_size=5000)))
        else:
            _kept = (time.monotonic(), state, _kept[2])
        return _kept[2]
