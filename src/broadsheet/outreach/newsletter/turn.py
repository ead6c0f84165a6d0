"""One turn of sending: batches of an issue over several lines, until it is others' turn."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings

from broadsheet.outreach import addresses
from broadsheet.outreach.carriers import Carrier, a_carrier
from broadsheet.outreach.line import MailServerAway, Outcome
from broadsheet.outreach.models import DeliveryState, Issue
from broadsheet.outreach.newsletter import batches, writing
from broadsheet.outreach.newsletter.batches import Taken
from broadsheet.outreach.newsletter.journal import Journal
from broadsheet.outreach.newsletter.mould import Mould
from broadsheet.outreach.newsletter.pace import Pace
from broadsheet.outreach.pipeline import Copy

LINES = 4
ONE_BY_ONE = 16  # copies at the start of a turn
LARGEST = 100  # copies of a batch: so many at most may be unclear after a crash
WORTH_A_LINE = 10  # copies
TURN_SECONDS = 20.0

_pace = Pace()  # of this process


def spared() -> list[str]:
    """Domains that get nothing from this process just now."""
    return _pace.spared(at=time.monotonic())


class Turn:
    """Sends copies until the time is over, `most` were sent, or nothing is due."""

    def __init__(self, *, issue: Issue, most: int) -> None:
        self._issue = issue
        self._most = most
        self._moulds = _moulds(issue)
        self._journal = Journal()
        self._lines = [a_carrier(self._journal) for _ in range(LINES)]
        self._threads = ThreadPoolExecutor(LINES, thread_name_prefix="newsletter")
        self._settled = True
        _pace.a_minute = settings.MAIL_PER_MINUTE

    def run(self) -> None:
        """Take and send batch after batch.

        Raises:
            MailServerAway: it cannot be reached, or will not have us.
        """
        self._settled = False
        ends = time.monotonic() + TURN_SECONDS
        done = 0
        outcomes: dict[int, Outcome] = {}
        while True:
            size = min(_size(done), self._most - done) if time.monotonic() < ends else 0
            taken = batches.take(
                issue=self._issue, size=size, spared=spared(), outcomes=outcomes, journal=self._journal
            )
            if not taken:
                self._settled = True
                return
            outcomes, away = self._send(taken)
            done += len(taken)
            if away:
                batches.take(issue=self._issue, size=0, outcomes=outcomes, journal=self._journal)
                self._settled = True
                raise away

    def close(self) -> None:
        """Hang up. A journal with something unsettled stays for whoever comes next."""
        self._threads.shutdown()
        for line in self._lines:
            line.close()
        self._journal.close(settled=self._settled)

    def _send(self, taken: Sequence[Taken]) -> tuple[dict[int, Outcome], MailServerAway | None]:
        """What became of each copy; what did not go is put back."""
        outcomes: dict[int, Outcome] = {}
        if taken[0].version != self._issue.version:
            self._read_anew()
        copies = self._copies(taken, outcomes)
        away = self._over_lines(copies, outcomes)
        left = {one.key for one in taken} - outcomes.keys()
        if left:
            batches.put_back(left, str(away or ""))
        for one in taken:
            if one.key in outcomes:
                put_off = outcomes[one.key].state == DeliveryState.WAITING
                _pace.heard(addresses.domain(one.email), put_off=put_off, at=time.monotonic())
        return outcomes, away

    def _read_anew(self) -> None:
        """A story of the issue was withdrawn: the rest gets the letter without it."""
        self._issue.refresh_from_db()
        self._moulds = _moulds(self._issue)

    def _copies(self, taken: Sequence[Taken], outcomes: dict[int, Outcome]) -> list[Copy]:
        copies = []
        for one in taken:
            if not _pace.allows(addresses.domain(one.email), at=time.monotonic()):
                continue
            try:
                copies.append(
                    self._moulds[one.variant].filled(
                        key=one.key, subscriber_id=one.subscriber_id, email=one.email, name=one.name
                    )
                )
            except ValueError as error:  # no letter can be made for this address: nothing was said
                outcomes[one.key] = Outcome(DeliveryState.FAILED, str(error))
        return copies

    def _over_lines(self, copies: list[Copy], outcomes: dict[int, Outcome]) -> MailServerAway | None:
        """Send side by side. A line too many for the server is given up; the first is needed."""
        if not copies:
            return None
        number = min(len(self._lines), -(-len(copies) // WORTH_A_LINE))
        parts = [copies[place::number] for place in range(number)]
        if number == 1:
            return _over_one(self._lines[0], parts[0], outcomes)
        each: list[dict[int, Outcome]] = [{} for _ in parts]
        errors = list(self._threads.map(_over_one, self._lines, parts, each))
        for found in each:
            outcomes.update(found)
        self._lines = [
            line
            for place, line in enumerate(self._lines)
            if place >= number or not errors[place] or not place
        ]
        return errors[0]


def _moulds(issue: Issue) -> dict[str, Mould]:
    """The letter of each subject on trial, and of all others."""
    letters = writing.as_it_goes_out(issue=issue)
    return {variant: Mould(letter) for variant, letter in letters.items()}


def _over_one(line: Carrier, copies: list[Copy], outcomes: dict[int, Outcome]) -> MailServerAway | None:
    try:
        line.send(copies, outcomes)
    except MailServerAway as error:
        return error
    return None


def _size(done: int) -> int:
    """Single copies first, then twice as many each time."""
    return 1 if done < ONE_BY_ONE else min(LARGEST, done)
