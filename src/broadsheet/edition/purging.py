"""Tell the cache in front of the paper what changed, once the paper itself shows it.

Told earlier, it would fetch the old page again and keep it for a day. What
was not yet told stands in `StaleTag`, so that neither a crash nor a cache that
is away loses anything.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from broadsheet.edition import cdn
from broadsheet.edition.models import StaleTag
from broadsheet.edition.places import key_of
from broadsheet.edition.shelf import TROUBLE, Shelf
from broadsheet.edition.shelves import complain, open_shelf

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.25
LONGEST_WAIT = 60.0  # between two tries at a cache that is away
AT_ONCE = 500  # changes told in one go
COMPLAINT_SECONDS = 60.0


class Purger:
    """Runs in a thread beside the baker until `stop` is set."""

    def __init__(self, *, stop: threading.Event) -> None:
        self._stop = stop
        self._wait = LOOK_SECONDS
        self._complained = -COMPLAINT_SECONDS

    def run(self) -> None:
        while not self._stop.wait(self._wait):
            close_old_connections()
            shelf = open_shelf()
            try:
                if shelf is not None:
                    purge_due(shelf)
                self._wait = LOOK_SECONDS
            except cdn.NotPurged as error:
                self._wait = min(LONGEST_WAIT, self._wait * 2)
                self._complain(error)
            except TROUBLE as error:
                if shelf is not None:
                    complain(shelf.folder, error)
            except DatabaseError as error:
                logger.warning("What changed cannot be told to the cache in front: %s", error)
                self._wait = LONGEST_WAIT

    def _complain(self, error: Exception) -> None:
        if time.monotonic() - self._complained >= COMPLAINT_SECONDS:
            self._complained = time.monotonic()
            logger.warning("The cache in front of the paper does not let go of pages: %s", error)


def purge_due(shelf: Shelf) -> int:
    """Purge what has changed on pages that are made anew by now; how many changes.

    Raises:
        NotPurged: the cache did not take it; call again later.
    """
    if not settings.WAGTAILFRONTENDCACHE:
        return 0
    rows = _due(shelf)[:AT_ONCE]
    if rows:
        gone = any(row.kind == StaleTag.Kind.GONE for row in rows)
        _purge(dict.fromkeys(row.tag for row in rows), gone=gone)
        StaleTag.objects.filter(pk__in=[row.pk for row in rows]).update(purged=True)
    return len(rows)


def _due(shelf: Shelf) -> list[StaleTag]:
    """What the cache may be told: no page that shows it waits here, nor any page elsewhere.

    A page deep in the archive keeps nobody from hearing of another change.
    """
    from broadsheet.edition import follow

    applied = follow.ready_elsewhere(default=shelf.number("applied"))
    rows = list(StaleTag.objects.filter(purged=False, pk__lte=applied).order_by("pk"))
    if not rows:
        return []
    late = shelf.gaps()  # visible by now, but not yet applied here
    waited_for = shelf.waited_for({row.tag for row in rows})
    return [row for row in rows if not any(row.pk in gap for gap in late) and row.tag not in waited_for]


def purge_at_once(tags: Iterable[str]) -> None:
    """Purge what was withdrawn, before its editor is answered; the purger does it again."""
    if not settings.WAGTAILFRONTENDCACHE:
        return
    try:
        _purge(tags, gone=True)
    except cdn.NotPurged as error:
        logger.error("The cache in front may still show a withdrawn page: %s", error)


def _purge(tags: Iterable[str], *, gone: bool) -> None:
    cache = cdn.backend()
    if cdn.can_purge_tags(cache):
        cache.purge_tags([cdn.MANY, *dict.fromkeys(map(cdn.name_of, tags))])
    elif gone:  # its plates are off the shelf, which knew their addresses
        cache.purge(f"{settings.PAPER.url}/*")
    else:
        _purge_addresses(cache, tags)


def _purge_addresses(cache: Any, tags: Iterable[str]) -> None:
    """For a cache that knows no tags: every address that shows one of them."""
    shelf = open_shelf()
    scheme = settings.PAPER.url.partition(":")[0]
    addresses = shelf.showing(tags) if shelf else []
    urls = [f"{scheme}://{quote(key_of(address), safe='/:?=&%')}" for address in addresses]
    if urls:
        cache.purge_batch(urls)
