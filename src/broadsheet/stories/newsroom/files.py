"""Files of readers' stories, for staff alone."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase

from broadsheet.stories.newsroom.access import file_of_story, handles_contributions
from broadsheet.stories.uploads import pictures, quarantine

THUMBNAIL_SECONDS = 3600


@handles_contributions
def original(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as it was sent: only ever as a download, and never run as anything."""
    attachment = file_of_story(pk)
    response = _file(
        attachment.original, "application/octet-stream", as_attachment=True, filename=attachment.name
    )
    response["Cache-Control"] = "private, no-store"
    return response


@handles_contributions
def clean(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The clean copy of a picture, to look at."""
    attachment = file_of_story(pk)
    if not attachment.clean_copy:
        raise Http404
    with quarantine.open_file(attachment.clean_copy) as file:
        kind = "image/png" if file.read(4) == b"\x89PNG" else "image/jpeg"
    return _file(attachment.clean_copy, kind)


@handles_contributions
def thumbnail(request: HttpRequest, pk: int) -> HttpResponse:
    attachment = file_of_story(pk)
    if not attachment.clean_copy:
        raise Http404
    with quarantine.open_file(attachment.clean_copy) as file:
        response = HttpResponse(pictures.thumbnail(file), content_type="image/jpeg")
    response["Cache-Control"] = f"private, max-age={THUMBNAIL_SECONDS}"
    return _harmless(response)


def _file(name: str, content_type: str, **options: Any) -> FileResponse:
    try:
        file = quarantine.open_file(name)
    except FileNotFoundError:
        raise Http404 from None
    response: FileResponse = _harmless(FileResponse(file, content_type=content_type, **options))
    return response


def _harmless(response: Any) -> Any:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
