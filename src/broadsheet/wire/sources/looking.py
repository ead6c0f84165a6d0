"""Look at a source: ask politely, take what is new, and come back later."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

from broadsheet import __version__
from broadsheet.foundation import outside
from broadsheet.foundation.clock import now
from broadsheet.foundation.outside import Unreachable
from broadsheet.wire.errors import ImportRefused
from broadsheet.wire.feeds.marks import mark_of
from broadsheet.wire.models import Source
from broadsheet.wire.pages.decoding import charset_of
from broadsheet.wire.sources import folder, mail, receiving, wholes
from broadsheet.wire.sources.receiving import Received
from broadsheet.wire.sources.taking import Taken, take_all

logger = logging.getLogger(__name__)
AGENT = f"Broadsheet/{__version__} (+wire)"
ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.8, */*;q=0.5"
UNREADABLE = "what it has could not be read; the log says more"
LONGEST_WAIT = timedelta(days=1)
MOST_DOUBLINGS = 8
SPREAD = 0.1  # of the interval: not all sources at once


def look(*, source: Source) -> Taken:
    """Take what is new in a source, and set the time of the next look.

    What it has is remembered only after all of it was kept: a look that is
    killed is done again. Trouble is kept as a sentence, and the next look is
    twice as far away each time, a day at most.
    """
    try:
        taken = TAKE[Source.Kind(source.kind)](source=source)
    except (Unreachable, ImportRefused) as error:
        _note_trouble(source, str(error), getattr(error, "seconds", 0))
        return Taken(troubles=[str(error)])
    except Exception:
        # What others send must stop no other source, and the next look must be waited for.
        logger.exception("The source “%s” could not be read", source)
        _note_trouble(source, UNREADABLE)
        return Taken(troubles=[UNREADABLE])
    source.failures = 0
    source.trouble = "\n".join(taken.troubles)[:2000]
    if taken.new or taken.changed:
        source.new_at = now()
    _come_back(source, timedelta(minutes=source.interval))
    return taken


def preview(*, address: str) -> Received:
    """What a look at an address would take; nothing is kept.

    Raises:
        Unreachable: nothing public answers there.
        ImportRefused: what answers is neither feed nor page nor copy.
    """
    answer = outside.get(address, headers=_headers())
    _refuse_unless_ok(answer)
    return receiving.read(answer.body, address=answer.address, charset=charset_of(answer.headers))


def preview_of(*, source: Source) -> Received:
    """What the next look at a source would take; nothing is kept, moved or marked.

    Raises:
        Unreachable: nothing public answers there, or it is not there.
        ImportRefused: what answers is neither feed nor page nor copy.
    """
    if source.kind == Source.Kind.MAIL:
        return mail.preview(source=source)
    if source.kind == Source.Kind.FOLDER:
        return folder.preview(source=source)
    return preview(address=source.address)


def _on_the_web(*, source: Source) -> Taken:
    answer = outside.get(source.address, headers=_headers(source))
    if answer.status == HTTPStatus.NOT_MODIFIED:
        return Taken()
    if answer.status == HTTPStatus.GONE:
        source.state = Source.State.PAUSED
        raise Unreachable("its site says that it is gone for good; the source is paused")
    _refuse_unless_ok(answer)
    taken, mark = Taken(), mark_of(answer.body)
    if mark != source.mark:
        charset = charset_of(answer.headers)
        received = receiving.read(answer.body, address=answer.address, charset=charset)
        fill = wholes.Filling().fill if source.whole else None
        taken = take_all(source=source, stories=received.stories, fill=fill)
        taken.troubles[:0] = received.remarks
    source.mark = mark
    source.etag = answer.headers.get("etag", "")[:500]
    source.last_modified = answer.headers.get("last-modified", "")[:100]
    if taken.later:  # the next look must see the same again
        source.mark = source.etag = source.last_modified = ""
    return taken


TAKE: dict[Source.Kind, Callable[..., Taken]] = {
    Source.Kind.WEB: _on_the_web,
    Source.Kind.FOLDER: folder.take_files,
    Source.Kind.MAIL: mail.take_letters,
}


def _headers(source: Source | None = None) -> dict[str, str]:
    asked = {"User-Agent": AGENT, "Accept": ACCEPT}
    if source and source.etag:
        asked["If-None-Match"] = source.etag
    if source and source.last_modified:
        asked["If-Modified-Since"] = source.last_modified
    return asked


def _refuse_unless_ok(answer: outside.Answer) -> None:
    if answer.status != HTTPStatus.OK:
        wait = answer.headers.get("retry-after", "")
        raise _Busy(f"its site answers {answer.status}", int(wait) if wait.isdecimal() else 0)


class _Busy(Unreachable):
    """The site says when to come again."""

    def __init__(self, sentence: str, seconds: int) -> None:
        super().__init__(sentence)
        self.seconds = seconds


def _note_trouble(source: Source, sentence: str, seconds: int = 0) -> None:
    source.failures += 1
    source.trouble = sentence[:2000]
    doubled = timedelta(minutes=source.interval) * 2 ** min(source.failures, MOST_DOUBLINGS)
    _come_back(source, max(doubled, timedelta(seconds=min(seconds, LONGEST_WAIT.total_seconds()))))


def _come_back(source: Source, after: timedelta) -> None:
    after = min(after, LONGEST_WAIT) * random.uniform(1 - SPREAD, 1 + SPREAD)  # noqa: S311 - no secret
    source.looked_at = now()
    source.next_at = source.looked_at + after
    source.save(update_fields=["state", "mark", "etag", "last_modified", "failures", "trouble",
                               "looked_at", "new_at", "next_at"])  # fmt: skip
