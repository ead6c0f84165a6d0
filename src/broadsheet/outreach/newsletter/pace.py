"""How fast one mail domain gets letters.

Large providers put off a sender that comes too fast, and think the less of it.
A domain that says “not now” again and again gets nothing for a while, and
where the paper sets a limit, no domain gets more than that in a minute. Both
are counted in the process that sends.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

PUT_OFF = 5  # times in a row
PAUSE_SECONDS = 300.0
MINUTE_SECONDS = 60.0


@dataclass(slots=True)
class Pace:
    """What has gone to which domain. Times are seconds of one steady clock."""

    a_minute: int = 0  # letters to one domain; 0 is no limit
    _since: float = 0.0
    _gone: Counter[str] = field(default_factory=Counter)
    _put_off: Counter[str] = field(default_factory=Counter)
    _paused: dict[str, float] = field(default_factory=dict)

    def allows(self, domain: str, *, at: float) -> bool:
        """Whether one more may go to this domain now; it is counted."""
        self._turn(at)
        if domain in self._paused or (self.a_minute and self._gone[domain] >= self.a_minute):
            return False
        if self.a_minute:
            self._gone[domain] += 1
        return True

    def heard(self, domain: str, *, put_off: bool, at: float) -> None:
        """What a domain said to a letter."""
        if not put_off:
            self._put_off.pop(domain, None)
            return
        self._put_off[domain] += 1
        if self._put_off[domain] >= PUT_OFF:
            self._paused[domain] = at + PAUSE_SECONDS
            del self._put_off[domain]

    def spared(self, *, at: float) -> list[str]:
        """Domains that get nothing just now."""
        self._turn(at)
        full = [domain for domain, gone in self._gone.items() if self.a_minute and gone >= self.a_minute]
        return sorted({*self._paused, *full})

    def _turn(self, at: float) -> None:
        if at - self._since >= MINUTE_SECONDS:
            self._since = at
            self._gone.clear()
        for domain in [one for one, until in self._paused.items() if until <= at]:
            del self._paused[domain]
