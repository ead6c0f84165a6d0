"""What an import tells while it runs and when it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a thing in the file."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "unchanged"
    KEPT = "kept"  # the newsroom has changed or deleted it since: left as it is
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an import or export is.

    Args:
        fraction: of the file, from 0 to 1.
        stories: how many stories have been read.
        rate: stories a second since the start.
        what: the thing in hand, for people.
    """

    fraction: float
    stories: int
    rate: float
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the report: what was changed or left out, where and why."""

    where: str
    text: str
    skipped: bool = False

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


Report = Callable[[Progress | Line], None]
"""Called for each line of the report as it is found, and for progress after
each thing. It runs between transactions and may take its time."""


@dataclass(slots=True, kw_only=True)
class Result:
    """What an import did.

    Args:
        format: the name of the file's format.
        origin: where the content comes from.
        counts: of each kind of thing ("story", "page", "thread" …) how many
            were new, changed, unchanged, kept or skipped.
        comments, pictures, redirects: how many were added.
        lines: what was changed or left out, in order.
    """

    format: str
    origin: str
    counts: dict[str, dict[Outcome, int]] = field(default_factory=dict)
    comments: int = 0
    pictures: int = 0
    redirects: int = 0
    lines: list[Line] = field(default_factory=list)
    broken_off: str = ""  # why the file could not be read to its end

    def count(self, kind: str, outcome: Outcome) -> None:
        of_kind = self.counts.setdefault(kind, {})
        of_kind[outcome] = of_kind.get(outcome, 0) + 1

    def of(self, kind: str, outcome: Outcome) -> int:
        return self.counts.get(kind, {}).get(outcome, 0)

    def summary(self) -> str:
        """One line for people: "stories: 28 new, 2 changed · comments: 112"."""
        parts = [
            f"{PLURALS.get(kind, kind)}: " + ", ".join(f"{n} {outcome}" for outcome, n in counts.items())
            for kind, counts in self.counts.items()
            if kind in PLURALS
        ]
        extra = {"comments": self.comments, "pictures": self.pictures, "redirects": self.redirects}
        parts += [f"{name}: {number} new" for name, number in extra.items() if number]
        return " · ".join(parts) or "nothing in the file"


PLURALS = {
    "story": "stories",
    "page": "pages",
    "thread": "forum topics",
    "issue": "newsletter issues",
    "contribution": "contributions",
    "subscriber": "subscribers",
}


def unheard(event: Progress | Line) -> None:
    """A report that nobody reads."""
