"""How often each page is opened: counted at the edge, about pages and never about people.

Pure Python: the edge uses this before Django is there. One request in so many
is looked at and stands for all of them. What a process has counted it hands over
as a file now and then; `edition.gatherer` takes the files up. Of a process that
dies only what it counted since the last file is lost.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

HAND_OVER_SECONDS = 30
MOST_ADDRESSES = 20_000  # between two files; more are somebody's inventions
MOST_WAITING = 2_000  # files that nobody takes up are not piled up for ever
PREFETCHING = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ")
# Browsers all say "Mozilla/5.0 (" first (Opera Mini does not); what reads by itself mostly says so.
BROWSER = re.compile(r"(?:Mozilla/5\.0 \(|Opera/9)")
NO_READER = re.compile(
    r"(?<!cu)bot\b|bot[/;_-]|crawl|spider|slurp|scrap|archiv|preview|fetch|monitor|uptime|pingdom|"
    r"headless|phantom|lighthouse|pagespeed|gtmetrix|validator|scan|externalhit|mediapartners|"
    r"inspectiontool|google-read|feed|https?://",
    re.IGNORECASE,
)


class Reads:
    """What one process has counted since it last handed it over.

    Args:
        folder: where the files go; every process of the machine has the same one.
        one_in: one request in so many is counted, as so many.
    """

    def __init__(self, *, folder: Path, one_in: int) -> None:
        self.share = 1 / one_in
        self._one_in = one_in
        self._folder = folder
        self._counts: dict[str, int] = {}
        self._handed_over = time.monotonic()

    def note(self, address: str, environ: Mapping[str, object]) -> None:
        """Count that somebody asked for `address`, where a person seems to have."""
        counts = self._counts
        known = counts.get(address, 0)
        is_page = known or (len(counts) < MOST_ADDRESSES and address.endswith("/"))
        if is_page and is_by_a_reader(environ):
            counts[address] = known + 1

    def hand_over_in_time(self) -> None:
        """Called about once a second by the process."""
        if time.monotonic() - self._handed_over >= HAND_OVER_SECONDS:
            self.hand_over()

    def hand_over(self) -> None:
        """Write what was counted into a file and begin anew.

        Raises:
            OSError: it cannot be written; what it had is lost.
        """
        self._handed_over = time.monotonic()
        if not self._counts:
            return
        counts, self._counts = self._counts, {}
        self._folder.mkdir(parents=True, exist_ok=True)
        if len(os.listdir(self._folder)) >= MOST_WAITING:  # noqa: PTH208 - names alone
            return
        until = time.time_ns()
        reads = {_path(address): count * self._one_in for address, count in counts.items()}
        ready = self._folder / f"{until}-{os.getpid()}.json"
        under_way = ready.with_suffix(".part")
        under_way.write_text(json.dumps({"until": until // 10**9, "reads": reads}), encoding="utf-8")
        under_way.rename(ready)


def is_by_a_reader(environ: Mapping[str, object]) -> bool:
    """Whether a person seems to open the page: a browser that says it is one, and shows it now.

    Of who it is nothing is looked at: no address, no cookie.
    """
    return (
        environ["REQUEST_METHOD"] == "GET"
        and not any("prefetch" in str(environ.get(name, "")) for name in PREFETCHING)
        and is_browser(str(environ.get("HTTP_USER_AGENT", "")))
    )


@lru_cache(maxsize=1024)  # a few hundred make up nearly all readers
def is_browser(agent: str) -> bool:
    """Whether a `User-Agent` is a browser's and not that of a machine which reads by itself."""
    return BROWSER.match(agent) is not None and NO_READER.search(agent) is None


def _path(address: str) -> str:
    """`/world/river-rises/` of `example.org/world/river-rises/`, as text."""
    path = "/" + address.partition("/")[2]
    return path.encode("latin-1", "replace").decode("utf-8", "replace")
