"""What may stand in a frame on another site: only there, and only the pages made for it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import resolve, reverse

from broadsheet.foundation.middleware import READING
from broadsheet.foundation.requests import View, same_origin_posts
from broadsheet.talk import ways
from broadsheet.talk.models import OutsideSite
from broadsheet.talk.outside.addresses import NotAnAddress
from broadsheet.talk.outside.finding import NotListed, page_of

ITSELF = "frame-ancestors 'self'"
LAYOUT = "talk/outside/layout.html"


def framed(view: View) -> View:
    """A view that answers inside the frame of a page elsewhere, given as `page`.

    Its links stay in the frame (`ways`), its templates get `request.frame`, and
    the origin of that page alone may show it.
    """

    @same_origin_posts
    @wraps(view)
    def in_its_frame(request: HttpRequest, code: str, **more: object) -> HttpResponseBase:
        try:
            page = page_of(code)
        except (NotAnAddress, NotListed) as error:
            # Without a word about frames: nobody may show this in one.
            return none_here(request, str(error))
        request.frame = {"layout": LAYOUT, "page": page, "code": page.code}  # type: ignore[attr-defined]
        if page.code != code and request.method in {"GET", "HEAD"}:
            return allow(to_its_own_address(request, page.code, more), page.site)
        with ways.in_frame(ways.Frame(code=page.code, page_url=page.url)):
            try:
                answer = view(request, page, **more)
            except Http404 as gone:
                answer = none_here(request, str(gone))
            return allow(answer, page.site)

    return in_its_frame


def allow(response: HttpResponseBase, site: OutsideSite) -> HttpResponseBase:
    """Let the pages of a site frame this, and nobody else."""
    response["Content-Security-Policy"] = READING.replace(ITSELF, f"frame-ancestors {site.origin}")
    response.xframe_options_exempt = True  # type: ignore[attr-defined]
    return response


def none_here(request: HttpRequest, sentence: str) -> HttpResponse:
    """Say why there are no comments at an address."""
    return render(request, "talk/outside/none_here.html", {"sentence": sentence}, status=404)


def to_its_own_address(request: HttpRequest, code: str, more: Mapping[str, object]) -> HttpResponse:
    """One page has one address, however its own was written."""
    name = resolve(request.path_info).url_name
    query = request.META.get("QUERY_STRING", "")
    address = reverse(str(name), kwargs={"code": code, **more})
    return HttpResponseRedirect(f"{address}?{query}" if query else address)
