"""Progress of an export."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from broadsheet.wire.reports import Line, Progress, Report


@dataclass
class Telling:
    """Counts what is written and tells of it.

    Args:
        total: how much there is.
    """

    report: Report
    total: int
    done: int = 0
    started: float = field(default_factory=time.monotonic)

    def one(self, what: str) -> None:
        """One more is written."""
        self.done += 1
        rate = self.done / max(time.monotonic() - self.started, 0.001)
        fraction = min(1.0, self.done / max(1, self.total))
        self.report(Progress(fraction=fraction, stories=self.done, rate=rate, what=what))

    def teller(self, where: str) -> Callable[[str], None]:
        """What tells of something left out at `where`."""
        return lambda text: self.report(Line(where=where, text=text, skipped=True))
