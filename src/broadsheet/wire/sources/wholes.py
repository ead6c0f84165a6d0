"""The whole page behind an excerpt, fetched politely."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from urllib.robotparser import RobotFileParser

from django.utils import timezone

from broadsheet import __version__
from broadsheet.foundation import outside
from broadsheet.foundation.outside import Unreachable
from broadsheet.wire.addresses import taken_apart
from broadsheet.wire.encodings import text_of
from broadsheet.wire.errors import ImportRefused
from broadsheet.wire.pages.decoding import charset_of
from broadsheet.wire.pages.reading import story_of
from broadsheet.wire.sources.differences import text_of as words_of
from broadsheet.wire.sources.taking import Later
from broadsheet.wire.story import Story

NAME = "Broadsheet"  # as robots.txt may call us
AGENT = f"{NAME}/{__version__} (+wire)"
MOST = 20  # pages of one look; the rest waits for the next
SECONDS = 90.0  # for the pages of one look
PAUSE, LONGEST_PAUSE = 1.0, 10.0  # seconds between two requests to one site
NOTHING_ALLOWED = "User-agent: *\nDisallow: /"
REFUSED = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}


@dataclass(slots=True)
class Filling:
    """The pages of one look at a source.

    Args:
        get: asks a site (`outside.get`).
        sleep: waits so many seconds.
    """

    get: Callable[..., outside.Answer] = outside.get
    sleep: Callable[[float], None] = time.sleep
    _fetched: int = 0
    _began: float = field(default_factory=time.monotonic)
    _rules: dict[str, RobotFileParser] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)

    def fill(self, story: Story) -> Story:
        """The story with the text of its page; with a note and its excerpt where that cannot be had.

        Raises:
            Later: enough pages were fetched in this look.
        """
        if taken_apart(story.address).scheme not in {"http", "https"}:
            return _with_note(story, "it has no address")
        if self._fetched >= MOST or time.monotonic() - self._began > SECONDS:
            raise Later
        self._fetched += 1
        try:
            page = self._page(story.address)
        except (Unreachable, ImportRefused) as error:
            return _with_note(story, str(error).rstrip("."))
        if _length(page) <= _length(story):
            return _with_note(story, "the page says no more")
        return replace(
            story,
            body=page.body,
            picture=story.picture or page.picture,
            bylines=story.bylines or page.bylines,
            language=story.language or page.language,
            published=story.published or page.published,
            standfirst=story.standfirst or page.standfirst,
            notes=(*story.notes, *page.notes),
        )

    def _page(self, address: str) -> Story:
        rules = self._rules_of(address)
        if not rules.can_fetch(NAME, address):
            raise Unreachable("its site asks that programs leave the page alone (robots.txt)")
        answer = self._ask(address, wait=float(rules.crawl_delay(NAME) or PAUSE))
        if answer.status != HTTPStatus.OK:
            raise Unreachable(f"its site answers {answer.status}")
        return story_of(
            answer.body,
            address=answer.address,
            charset=charset_of(answer.headers),
            zone=timezone.get_default_timezone(),
        )

    def _rules_of(self, address: str) -> RobotFileParser:
        """What a site asks of programs (RFC 9309); one that has no such file asks nothing.

        Raises:
            Unreachable: the site does not answer, so nobody knows what it asks.
        """
        parts = taken_apart(address)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules:
            answer = self._ask(f"{site}/robots.txt", wait=PAUSE)
            if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise Unreachable(f"its site answers {answer.status} for robots.txt")
            said = NOTHING_ALLOWED if answer.status in REFUSED else text_of(answer.body)[0]
            rules = RobotFileParser()
            rules.parse(said.splitlines())
            self._rules[site] = rules
        return self._rules[site]

    def _ask(self, address: str, *, wait: float) -> outside.Answer:
        site = taken_apart(address).netloc
        if site in self._asked:
            since = time.monotonic() - self._asked[site]
            self.sleep(max(0.0, min(wait, LONGEST_PAUSE) - since))
        self._asked[site] = time.monotonic()
        return self.get(address, headers={"User-Agent": AGENT, "Accept": "text/html, */*;q=0.5"})


def _with_note(story: Story, why: str) -> Story:
    return replace(story, notes=(*story.notes, f"only the excerpt came: {why}"))


def _length(story: Story) -> int:
    """Letters of the text alone."""
    return sum(map(len, words_of(replace(story, headline="", standfirst=""))))
