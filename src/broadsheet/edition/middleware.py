"""Keep what Django renders, and answer as the edge would."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import parse_http_date_safe

from broadsheet.edition import cdn, follow, plates
from broadsheet.edition.addresses import address_of, host_of, is_numbered, is_personal
from broadsheet.edition.follow import Seen
from broadsheet.edition.models import StaleTag
from broadsheet.edition.plates import Plate
from broadsheet.edition.shelf import TROUBLE
from broadsheet.edition.shelves import complain, open_shelf
from broadsheet.edition.tags import Shown, collecting

KEPT_HEADERS = (
    "Content-Type", "Link", "Content-Language", "Last-Modified", "Content-Security-Policy",
    "Permissions-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy",
    "Cross-Origin-Opener-Policy", "Strict-Transport-Security", "X-Robots-Tag",
)  # fmt: skip
KEPT_STATUSES = {200, 410}
NOT_FOUND = 404  # the edge remembers a few; a plate for each would let anybody fill the house
BAKING = "broadsheet.baking"  # in the WSGI environment of a page rendered for its plate alone


class EditionMiddleware:
    """Turns a response that says `response.edition = True` into a plate.

    First of the middlewares, so that a plate has every header the others add.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"} or is_personal(request.META):
            return _for_one_reader(self.get_response(request))
        seen = _seen()
        with collecting() as shown:
            response = self.get_response(request)
        if not _may_be_kept(response) or seen is None:
            return response
        assert isinstance(response, HttpResponse)
        plate = _plate(request, response, shown)
        if plate.status not in KEPT_STATUSES:
            return _as_served(request, response, plate)
        if BAKING in request.META:
            if plate.address:
                response.plate = (plate, seen)  # type: ignore[attr-defined]
            return response
        if request.method == "GET" and plate.address:
            keep(plate, seen=seen)
        return _as_served(request, response, plate)


def _for_one_reader(response: HttpResponseBase) -> HttpResponseBase:
    """A page of the edition made for one reader: nobody on the way may keep it."""
    if getattr(response, "edition", False):
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def keep(plate: Plate, *, seen: Seen) -> bool:
    """Put a plate on the shelf unless something it shows has changed since it was rendered.

    The look at the changes happens under the shelf's write lock, which whoever
    applies a change holds as well: either we see the change or it sees us.
    """
    shelf = open_shelf()
    if shelf is None:
        return False
    try:
        with shelf.writing() as work:
            if is_outdated(plate, seen=seen):
                return False
            work.keep(plate, since=seen.newest)
    except (*TROUBLE, DatabaseError) as error:
        complain(shelf.folder, error)
        return False
    return True


def is_outdated(plate: Plate, *, seen: Seen) -> bool:
    """Whether something a plate shows has changed without its knowing."""
    since = Q(pk__gt=seen.newest) | follow.among(seen.missing)
    return StaleTag.objects.filter(since, tag__in=plate.tags).exists()


def _seen() -> Seen | None:
    try:
        return follow.seen(open_shelf())
    except (*TROUBLE, DatabaseError):
        return None  # the page itself will say so, or needs neither


def _may_be_kept(response: HttpResponseBase) -> bool:
    return (
        getattr(response, "edition", False)
        and isinstance(response, HttpResponse)
        and response.status_code in {*KEPT_STATUSES, NOT_FOUND}
        and not response.cookies
    )


def _plate(request: HttpRequest, response: HttpResponse, shown: Shown) -> Plate:
    tags = shown.tags | {"paper"}
    kept: list[tuple[str, Any]] = [(n, response[n]) for n in KEPT_HEADERS if n in response]
    if response.status_code in KEPT_STATUSES:
        kept += cdn.headers(tags, until=shown.until)
    return plates.make(
        address=_address(request, shown),
        status=response.status_code,
        headers=kept,
        body=response.content,
        tags=tags,
        made_at=time.time(),
        until=shown.until.timestamp() if shown.until else 0.0,
    )


def _address(request: HttpRequest, shown: Shown) -> str:
    """Where the page stands; "" when it is not to be kept, as page 7 of what has no pages."""
    address = address_of(request.META, host=host_of(settings.PAPER.url))
    return address if shown.numbered or not is_numbered(address) else ""


def _as_served(request: HttpRequest, response: HttpResponse, plate: Plate) -> HttpResponseBase:
    """The rendered page in the form in which its plate is served from now on."""
    encoding = plates.encoding_for(request.headers.get("Accept-Encoding", ""))
    answer = plates.answer(
        status=plate.status, headers=plate.headers, length=len(plate.bodies[encoding]),
        etag=plate.etag, until=plate.until, encoding=encoding,
    )  # fmt: skip
    response.content = plate.bodies[encoding]
    for name, value in answer.headers:
        response[name] = value
    found = get_conditional_response(
        request,
        etag=answer.etag,
        last_modified=parse_http_date_safe(response["Last-Modified"]),
        response=response,
    )
    return found if found is not None else response
