"""Make plates: render an address as a stranger would see it, and put it on the shelf."""

from __future__ import annotations

import io
import logging
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import brotli
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import DatabaseError

from broadsheet.edition import plates
from broadsheet.edition.addresses import host_of
from broadsheet.edition.bell import WORK
from broadsheet.edition.follow import Seen
from broadsheet.edition.middleware import BAKING, is_outdated
from broadsheet.edition.places import Damaged, IndexDamaged, key_of
from broadsheet.edition.plates import Plate
from broadsheet.edition.shelf import Shelf

logger = logging.getLogger(__name__)

BATCH = 16  # plates a transaction
ENDS_AT_ONCE = 1000
SERVER_ERROR, SERVICE_UNAVAILABLE = 500, 503
STAMP = re.compile(rb'(name="stamp" value=)"[^"]*"')


class NotNow(DatabaseError):
    """The paper cannot render at the moment; later it can."""


class NotAtAll(Exception):
    """A page cannot be rendered: its view fails."""


def bake_waiting(shelf: Shelf, *, limit: int = BATCH, share: tuple[int, int] = (0, 1)) -> int:
    """Bake what waits on the shelf, the first `limit` of it; how many were taken up.

    When more comes to wait meanwhile it ends early: a front page that is stale
    again must not stand behind lists that nobody reads.
    """
    heard = shelf.bell.read(WORK)
    taken = 0
    for address, generation in shelf.waiting(limit, share=share):
        _bake(shelf, address, generation)
        taken += 1
        if shelf.bell.read(WORK) != heard:
            break
    return taken


def bake_addresses(shelf: Shelf, addresses: Iterable[str]) -> int:
    """Bake these addresses whether they are stale or not; how many became plates."""
    made: list[tuple[Plate, Seen]] = []
    count = 0
    for address in addresses:
        rendered = render(address)
        if rendered:
            made.append(rendered)
        if len(made) >= BATCH:
            count += keep_all(shelf, made)
            made = []
    return count + keep_all(shelf, made)


def keep_all(shelf: Shelf, made: list[tuple[Plate, Seen]]) -> int:
    """Keep several plates in one transaction; those outdated meanwhile are left out."""
    kept = 0
    with shelf.writing() as work:
        for plate, seen in made:
            if not is_outdated(plate, seen=seen):
                work.keep(plate, since=seen.newest)
                kept += 1
    return kept


def render(address: str) -> tuple[Plate, Seen] | None:
    """The plate of an address and the changes it knows; None when it is no page to keep.

    Raises:
        NotNow: the paper cannot render at the moment.
        NotAtAll: the page itself is at fault.
    """
    environ = _environ(address)
    response = _handler().get_response(WSGIRequest(environ))
    response.close()
    if response.status_code == SERVICE_UNAVAILABLE:
        raise NotNow(f"{address} waits: the paper has no database")
    if response.status_code >= SERVER_ERROR:
        raise NotAtAll(f"{address} cannot be rendered ({response.status_code})")
    made: tuple[Plate, Seen] | None = getattr(response, "plate", None)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a stranger gets at an address.

    Args:
        kind: its media type, without parameters.
        public: whether it is the same for every stranger, so that it may be kept.
    """

    status: int
    kind: str
    body: bytes
    public: bool


def shown(path: str) -> Shown:
    """What a stranger gets at `path`, rendered now."""
    response: Any = _handler().get_response(WSGIRequest(_environ(address_on_main_host(path))))
    parts = response.streaming_content if response.streaming else [response.content]
    body = b"".join(parts)
    response.close()
    return Shown(
        status=response.status_code,
        kind=response.get("Content-Type", "").partition(";")[0].strip(),
        body=body,
        public=bool(getattr(response, "edition", False)),
    )


def without_stamps(body: bytes) -> bytes:
    """A page without the signed times in its forms, to compare two renderings of it."""
    return STAMP.sub(rb"\1", body)


def unpolished(shelf: Shelf) -> list[str]:
    """Plates that could be smaller, the hottest last."""
    wanted = [address for address, place in shelf.places() if place.quality < plates.BROTLI_WHEN_IDLE]
    return sorted(wanted, key=lambda address: shelf.heat.of(key_of(address)))


def improve(shelf: Shelf, addresses: Iterable[str]) -> None:
    """Compress these plates as small as brotli can."""
    smaller: list[tuple[str, bytes, str]] = []
    for address in addresses:
        try:
            found = shelf.find(address, 0)
        except IndexDamaged:
            raise
        except Damaged:
            with shelf.writing() as work:
                work.drop_address(address)  # rendered anew when somebody asks for it
            continue
        if found is not None:
            body = brotli.compress(found.body, quality=plates.BROTLI_WHEN_IDLE)
            smaller.append((address, body, found.etag))
    with shelf.writing() as work:
        for address, body, etag in smaller:
            work.improve(address, body, plates.BROTLI_WHEN_IDLE, etag=etag)


def end(shelf: Shelf) -> int:
    """Have what is over by now (“today” is yesterday) baked anew; how many plates."""
    count = 0
    while shelf.first_end() <= time.time():
        with shelf.writing() as work:
            count += work.end(time.time(), limit=ENDS_AT_ONCE)
    return count


def sweep(shelf: Shelf) -> int:
    """Empty the packs of which less than half is still used; how many plates moved."""
    with shelf.writing() as work:
        current = work.segment()
        sizes = {n: shelf.packs.size(n) for n in work.live_bytes() if n != current}
        wasted = [n for n, used in work.live_bytes().items() if n in sizes and used * 2 < sizes[n]]
        return sum(work.sweep(segment) for segment in wasted)


def _bake(shelf: Shelf, address: str, generation: int) -> None:
    try:
        rendered = render(address)
    except NotAtAll as error:
        # It must not keep the others waiting; readers get the old plate until
        # something changes on the page again. Django has logged why.
        logger.error("The old page is kept: %s", error)
        with shelf.writing() as work:
            work.settle(address, since=generation)
        return
    with shelf.writing() as work:
        if rendered is None:  # no longer a page
            work.drop_address(address)
        elif not is_outdated(rendered[0], seen=rendered[1]):
            work.keep(rendered[0], since=max(generation, rendered[1].newest))


def _environ(address: str) -> dict[str, Any]:
    host, slash, rest = address.partition("/")
    path, _, query = (slash + rest).partition("?")
    secure = urlsplit(settings.PAPER.url).scheme == "https"
    name, _, port = host.partition(":")
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": host,
        "SERVER_NAME": name,
        "SERVER_PORT": port or ("443" if secure else "80"),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_X_FORWARDED_PROTO": "https" if secure else "http",
        "wsgi.url_scheme": "https" if secure else "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        BAKING: True,
    }


@cache
def _handler() -> WSGIHandler:
    return WSGIHandler()


def address_on_main_host(path: str) -> str:
    """The address under which readers ask for a path (percent-encoded or not)."""
    bare, mark, query = path.partition("?")
    return f"{host_of(settings.PAPER.url)}{unquote_to_bytes(bare).decode('latin-1')}{mark}{query}"
