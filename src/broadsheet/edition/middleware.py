"""Serve a kept page where there is one, and keep what Django renders."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

from broadsheet.edition import store
from broadsheet.edition.models import Plate
from broadsheet.edition.tags import collecting

logger = logging.getLogger(__name__)

PRIVATE = ("/newsroom/", "/account/", "/documents/", "/media/", "/static/")
KEPT_HEADERS = ("Link", "Content-Language", "Last-Modified", "Content-Security-Policy")
PAGE_SECONDS = 30  # how long a browser may show a page without asking again
LAST_PAGE_KEPT = 500
ADDRESS_LENGTH = 500  # as long as `Plate.address`
FOREIGN_KEYS = ("utm_", "fbclid", "gclid", "mc_")
OWN_COOKIE = "own"  # set when a reader has written something only they may see yet


class EditionMiddleware:
    """The edition's first form: plates in the database, served before the session.

    Only anonymous GETs take part. A response is kept when it says so itself
    (`response.edition = True`, set by `edition.api.public_page`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _is_public(request):
            return _for_one_reader(self.get_response(request))
        address = _address(request)
        if not address or len(address) > ADDRESS_LENGTH:
            return self.get_response(request)
        try:
            plate, since = store.find(address=address), store.generation()
        except DatabaseError:
            logger.exception("The plates cannot be read; rendering %s", address)
            return self.get_response(request)
        if plate:
            return _serve(request, plate)
        with collecting() as tags:
            response = self.get_response(request)
        return _keep(request, response, address=address, tags=tags, since=since)


def _is_public(request: HttpRequest) -> bool:
    cookies = request.COOKIES
    return (
        request.method in {"GET", "HEAD"}
        and not request.path.startswith(PRIVATE)
        and settings.SESSION_COOKIE_NAME not in cookies
        and OWN_COOKIE not in cookies
        and "messages" not in cookies
    )


def _for_one_reader(response: HttpResponseBase) -> HttpResponseBase:
    """A page of the edition made for one reader: nobody on the way may keep it."""
    if getattr(response, "edition", False):
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def _address(request: HttpRequest) -> str:
    """The key of a page, "" when it has a query that pages don't have.

    Only a page number makes another page; marks that other sites add to links
    are dropped. Anything else is rendered and not kept, so that nobody can
    fill the house with invented addresses.
    """
    query = {key: str(value) for key, value in request.GET.items() if not key.startswith(FOREIGN_KEYS)}
    number = query.pop("page", "")
    if query or (number and not _is_page_number(number)):
        return ""
    return f"{request.get_host()}{request.path}" + (f"?page={number}" if number else "")


def _is_page_number(number: str) -> bool:
    return number.isascii() and number.isdecimal() and 0 < int(number[:5]) <= LAST_PAGE_KEPT


def _serve(request: HttpRequest, plate: Plate) -> HttpResponseBase:
    body = bytes(plate.body)
    accepts_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        body if accepts_gzip else gzip.decompress(body), content_type=plate.content_type
    )
    if accepts_gzip:
        response["Content-Encoding"] = "gzip"
    response["ETag"] = f'"{plate.etag}{"-gz" if accepts_gzip else ""}"'
    response["Vary"] = "Accept-Encoding, Cookie"
    response["Cache-Control"] = f"public, max-age={PAGE_SECONDS}"
    response.headers.setdefault("Last-Modified", http_date(plate.made_at.timestamp()))
    for name, value in plate.headers.items():
        response[name] = value
    answer = get_conditional_response(
        request,
        etag=response["ETag"],
        last_modified=parse_http_date_safe(response["Last-Modified"]),
        response=response,
    )
    return answer if answer is not None else response


def _keep(
    request: HttpRequest, response: HttpResponseBase, *, address: str, tags: set[str], since: int
) -> HttpResponseBase:
    if not getattr(response, "edition", False) or not isinstance(response, HttpResponse):
        return response
    if response.status_code != 200 or response.cookies or request.method != "GET":
        return response
    try:
        plate = store.keep(
            address=address,
            body=response.content,
            content_type=response["Content-Type"],
            headers={name: response[name] for name in KEPT_HEADERS if name in response},
            tags=tags | {"paper"},
            since=since,
        )
    except DatabaseError as error:
        logger.info("The page %s was rendered but could not be kept: %s", address, error)
        return response
    return _serve(request, plate) if plate else response
