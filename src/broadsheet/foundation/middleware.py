"""Around every request: headers that every page carries, addresses that can be none."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

NEWSROOM = "/newsroom/"
TOO_LONG = re.compile("^/newsroom/(.*/)?[0-9]{19}")  # the largest 64-bit number has 19 digits
READING = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'; frame-src 'self' https:"
)
# Wagtail's editor still needs inline script and style, and its preview frame.
EDITING = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; "
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "form-action 'self'; frame-ancestors 'self'; frame-src 'self' https:"
)


class ContentSecurityPolicyMiddleware:
    """No script or style but our own files; frames only after a consent click."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        policy = EDITING if request.path.startswith(NEWSROOM) else READING
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


class NoSuchAddressMiddleware:
    """Nothing stands at an address with a NUL or a number that no database holds in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path_info or TOO_LONG.search(request.path_info):
            raise Http404(_("There is no such page."))
        return self.get_response(request)
