"""Around every request: answers read once, and 410 where an article was."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from urllib.parse import unquote

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation

from broadsheet.edition.api import depends_on
from broadsheet.news import languages
from broadsheet.news.checks import NotPublished
from broadsheet.news.models import ArticlePage
from broadsheet.news.remembered import remembering


class EditionLanguageMiddleware:
    """A page is in the language of the edition that its address stands in.

    The newsroom, and what is the whole paper's, speak the paper's own (Wagtail
    then speaks with each of its people in theirs). A piece of a page that a
    script sends for has the words of that page's edition.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not languages.several():
            return self.get_response(request)
        with languages.reading(languages.of_path(request.path_info)), _words(request):
            return self.get_response(request)


def _words(request: HttpRequest) -> AbstractContextManager[Any]:
    asked = request.headers.get("Accept-Language", "")
    if request.headers.get("X-Requested-With") == "fetch" and asked in languages.others():
        return translation.override(asked)
    return nullcontext()


class RememberingMiddleware:
    """The paper's settings and sections are read once for all parts of a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with remembering():
            return self.get_response(request)


class NotPublishedMiddleware:
    """Whoever approves what may not be published is led to it, with the reasons."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        if not isinstance(exception, NotPublished):
            return None
        for finding in exception.findings:
            messages.error(request, str(finding.words))
        return redirect("wagtailadmin_pages:edit", exception.article.pk)


class WithdrawnMiddleware:
    """Say “gone” where an article was public once and was taken away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if (
            response.status_code == 404
            and request.method in {"GET", "HEAD"}
            and _withdrawn(request.path)
        ):
            gone = render(request, "errors/410.html", status=410)
            gone.edition = True  # type: ignore[attr-defined]
            return gone
        return response


def _withdrawn(path: str) -> bool:
    slug = path.rstrip("/").rpartition("/")[2]
    if not slug:
        return False
    gone = ArticlePage.objects.filter(slug=slug, live=False, last_published_at__isnull=False)
    for page in gone[:10]:
        parts = page.get_url_parts()
        if parts and unquote(parts[2]) == path:
            depends_on(f"article:{page.pk}")  # it may come back
            return True
    return False
