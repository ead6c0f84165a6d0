"""The edge: answers from plates before Django is asked, or even there.

A WSGI callable. What it cannot answer (no plate, a reader with pages of their
own, a POST, the newsroom) it hands to Django, which is imported meanwhile.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from email.utils import parsedate_to_datetime
from pathlib import Path
from random import random
from typing import Any

from broadsheet.edition.addresses import address_of, is_personal
from broadsheet.edition.bell import SERVED
from broadsheet.edition.heat import SAMPLE
from broadsheet.edition.missing import Missing
from broadsheet.edition.pictures import NAMED, SIGNED, Pictures
from broadsheet.edition.places import key_of
from broadsheet.edition.plates import Answer, encoding_for
from broadsheet.edition.reads import Reads
from broadsheet.edition.shelf import INDEX_DAMAGED, TROUBLE, Shelf, begin_anew, shared

logger = logging.getLogger(__name__)

BODY_BYTES = 16 * 1024 * 1024  # of bodies in each process; others are read from their packs
ANSWERS = 20_000  # in each process, most of them without their bodies
COMPLAINT_SECONDS = 60
REOPEN_SECONDS = 5
NOT_MODIFIED = "304 Not Modified"

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class Edge:
    """Serves plates of `folder`; everything else goes to what `load` gives.

    Args:
        folder: where the shelf is.
        host: the paper's own; pages asked for by another name are Django's.
        load: imports Django and gives its WSGI application; called once.
        pictures: where sizes of pictures are; None leaves them to Django.
        reads: counts what readers open; None does not.
    """

    def __init__(
        self, *, folder: Path, host: str, load: Callable[[], Application],
        pictures: Pictures | None = None, reads: Reads | None = None,
    ) -> None:  # fmt: skip
        self._folder = folder
        self._host = host
        self._load = load
        self._pictures = pictures
        self._application: Application | None = None
        self._loading = threading.Lock()
        self._recent: dict[str, Answer] = {}
        self._older: dict[str, Answer] = {}
        self._missing = Missing()
        self._reads = reads
        self._share = reads.share if reads else 1 / SAMPLE
        self._bytes = 0
        self._complained = 0.0
        self._tried = 0.0
        self._shelf: Shelf | None = None
        self._seen = -1
        self._open()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method != "GET" and method != "HEAD":
            return self.application(environ, start_response)
        if environ["PATH_INFO"].startswith((SIGNED, NAMED)):
            return self._send_picture(environ, start_response)
        if not is_personal(environ):
            found = self._find(environ)
            if found is not None:
                answer, shelf = found
                if answer.until and answer.until < time.time():
                    return self._send_anew(answer, shelf, environ, start_response)
                return self._send(answer, shelf, environ, start_response)
            return self._ask(environ, start_response)
        return self.application(environ, start_response)

    def _ask(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """What Django says where no plate stands; that there is nothing is said again without it."""
        shelf, address = self._shelf, address_of(environ, host=self._host)
        if shelf is None or not address:
            return self.application(environ, start_response)
        numbers = shelf.bell.numbers
        key = f"{encoding_for(environ.get('HTTP_ACCEPT_ENCODING', ''))}{address}"
        answer = self._missing.find(key, changes=numbers[SERVED])
        if answer is not None:
            return _reply(answer, answer.body, environ, start_response)
        return self._missing.ask(
            key, self.application, environ, start_response, changes=lambda: numbers[SERVED]
        )

    def _send_picture(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        answer = None
        try:
            if self._pictures is not None:
                answer = self._pictures.find(environ["PATH_INFO"])
        except OSError as error:
            self._complain(error)
        if answer is None:
            return self.application(environ, start_response)
        return _reply(answer, answer.body, environ, start_response)

    def _send_anew(
        self, answer: Answer, shelf: Shelf, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Render a page whose time is over; while the database is away, yesterday's serves."""
        begun: list[Any] = []
        chunks = self.application(environ, lambda *told: begun.extend(told))
        if begun[0].startswith("503"):
            getattr(chunks, "close", _nothing)()
            return self._send(answer, shelf, environ, start_response)
        start_response(*begun)
        return chunks

    @property
    def application(self) -> Application:
        """Django, imported by whoever needs it first."""
        if self._application is None:
            with self._loading:
                if self._application is None:
                    self._application = self._load()
        return self._application

    def warm_up(self, *, after: float) -> None:
        """Import Django in the background, `after` seconds from now."""

        def import_django() -> None:
            time.sleep(after)
            _ = self.application

        threading.Thread(target=import_django, daemon=True, name="warm-up").start()

    def look_again(self) -> None:
        """See whether the shelf is still there (nothing rings when somebody removes its folder)."""
        shelf = self._shelf
        if shelf is not None and not shelf.is_current():
            self._seen = -1

    def hand_over_reads(self) -> None:
        """Give what was counted to who gathers it; a full disk loses a little of it."""
        if self._reads is not None:
            try:
                self._reads.hand_over_in_time()
            except OSError as error:
                self._complain(error)

    def _find(self, environ: Environ) -> tuple[Answer, Shelf] | None:
        shelf = self._shelf or self._open()
        if shelf is None:
            return None
        address = address_of(environ, host=self._host)
        if not address:
            return None
        changes = shelf.bell.numbers[SERVED]
        if changes != self._seen:
            current = self._turn(shelf, changes)
            if current is None:
                return None
            shelf = current
        if random() < self._share:  # noqa: S311 - by chance, so that nothing keeps step with it
            shelf.heat.add(key_of(address))
            if self._reads is not None:
                self._reads.note(address, environ)
        encoding = encoding_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
        key = f"{encoding}{address}"
        answer = self._recent.get(key)
        if answer is None:
            answer = self._older.get(key) or self._look(shelf, address, encoding)
            if answer is None:
                return None
            self._hold(key, answer)
        return answer, shelf

    def _turn(self, shelf: Shelf, changes: int) -> Shelf | None:
        """Something changed: what is held may be old, the shelf halted or another one."""
        self._recent, self._older, self._bytes = {}, {}, 0
        current: Shelf | None = shelf
        if not shelf.is_current():
            self._tried = 0.0
            current = self._open()
        if current is None or current.halted():
            return None  # looked at again by the next request
        self._seen = changes
        return current

    def _look(self, shelf: Shelf, address: str, encoding: int) -> Answer | None:
        try:
            return shelf.find(address, encoding)
        except INDEX_DAMAGED as error:
            self._complain(error)
            self._begin_anew(shelf)
        except TROUBLE as error:
            self._complain(error)
        return None

    def _begin_anew(self, shelf: Shelf) -> None:
        try:
            begin_anew(shelf.folder, epoch=shelf.epoch)
        except OSError as error:
            self._complain(error)

    def _hold(self, key: str, answer: Answer) -> None:
        """Two generations: what was not asked for since the last turn goes."""
        if len(self._recent) >= ANSWERS // 2:
            self._older, self._recent, self._bytes = self._recent, {}, 0
        self._recent[key] = answer
        self._bytes += answer.length
        if self._bytes > BODY_BYTES // 2:
            answer.body = b""

    def _send(
        self, answer: Answer, shelf: Shelf, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        body = answer.body
        if not body and environ["REQUEST_METHOD"] == "GET" and not _has_it(answer, environ):
            try:
                body = shelf.body_of(answer)
            except TROUBLE as error:
                self._complain(error)
                self._seen = -1
                return self.application(environ, start_response)
        return _reply(answer, body, environ, start_response)

    def _open(self) -> Shelf | None:
        now = time.monotonic()
        if self._tried and now - self._tried < REOPEN_SECONDS:
            return None
        self._tried = now
        self._shelf = None
        try:
            self._shelf = shared(self._folder)
        except TROUBLE as error:
            self._complain(error)
        return self._shelf

    def _complain(self, error: Exception) -> None:
        now = time.monotonic()
        if now - self._complained > COMPLAINT_SECONDS or not self._complained:
            self._complained = now
            logger.warning("Plates or pictures cannot be read (%s); Django answers meanwhile", error)


def _nothing() -> None:
    return None


def _reply(
    answer: Answer, body: bytes, environ: Environ, start_response: StartResponse
) -> Iterable[bytes]:
    if _has_it(answer, environ):
        start_response(NOT_MODIFIED, answer.unchanged)
        return [b""]
    start_response(answer.status, answer.headers)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def _has_it(answer: Answer, environ: Environ) -> bool:
    """Whether the client's copy is this one (RFC 9110 §13.1: a tag counts before a time)."""
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        return (
            tags == answer.etag
            or tags.strip() == "*"
            or any(tag.strip().removeprefix("W/") == answer.etag for tag in tags.split(","))
        )
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    return since is not None and answer.status.startswith("200") and _not_newer(answer, since)


def _not_newer(answer: Answer, since: str) -> bool:
    changed = next((value for name, value in answer.headers if name == "Last-Modified"), "")
    if changed == since:
        return True
    try:
        return bool(changed) and parsedate_to_datetime(changed) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False  # a date nobody can read says nothing
