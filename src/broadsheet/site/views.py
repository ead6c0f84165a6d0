"""Pages that belong to no room: uploaded files and errors."""

from __future__ import annotations

import posixpath
import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.static import serve

from broadsheet.edition.api import public_page

PUBLIC_FOLDERS = ("images/", "avatar_images/")  # of sizes and of staff's portraits
NEWSROOM_FOLDER = "original_images/"
MEDIA_SECONDS = 30 * 24 * 3600
RETRY_SECONDS = 30  # the database is away; ask again then


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A size of a picture; for the newsroom, what it was made from.

    Documents have a view of their own, which asks who may read them.
    """
    path = posixpath.normpath(path).lstrip("/")
    public = path.startswith(PUBLIC_FOLDERS)
    if not public and not (path.startswith(NEWSROOM_FOLDER) and _is_newsroom(request)):
        raise Http404
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Cache-Control"] = f"public, max-age={MEDIA_SECONDS}" if public else "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _is_newsroom(request: HttpRequest) -> bool:
    return request.user.has_perm("wagtailadmin.access_admin")


@public_page
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such page; the same words at every address."""
    return render(request, "errors/404.html", status=404)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without the token of its page: that was too old, or cookies are off."""
    return render(request, "errors/403.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke. Rendered without a request, so that it needs no database."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        page = render_to_string("errors/503.html")
        return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_SECONDS)})
    return HttpResponse(render_to_string("errors/500.html"), status=500)
