"""The service worker, the page without a network, and what is shared to the paper."""

from __future__ import annotations

import hashlib
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static

from broadsheet.edition.api import public_page
from broadsheet.foundation.text import clean_line, clean_text
from broadsheet.news.languages import alphabet

SCRIPT = "text/javascript; charset=utf-8"
LONGEST = 2000  # letters of what is shared
SEND = "/stories/send/"  # of a room on the same floor
FILES = (
    "css/tokens.css", "css/fonts.css", "css/paper.css", "css/theme.css", "js/size.js", "js/paper.js",
    "js/reading-list.js", "icons/ui.svg", "icons/favicon.svg",
)  # fmt: skip


@public_page
def service_worker(request: HttpRequest) -> HttpResponse:
    """The program that browsers keep; its version changes with every file it keeps."""
    files = [static(name) for name in (*FILES, *_faces())]
    context = {
        "files": files,
        "version": hashlib.sha256("\n".join(files).encode()).hexdigest()[:12],
        "icon": static("icons/icon-192.png"),
    }
    return render(request, "outreach/phone/sw.js", context, content_type=SCRIPT)


@public_page
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown of a page that is not kept when there is no network."""
    return render(request, "outreach/phone/offline.html")


def shared(request: HttpRequest) -> HttpResponse:
    """Somebody shares something to the paper from another app.

    A page of ours is opened; anything else is the beginning of a reader's story.
    """
    words = {name: clean_text(request.GET.get(name, ""))[:LONGEST] for name in ("title", "text", "url")}
    for word in (words["url"], *words["text"].split()):
        if path := _own_path(word):
            return redirect(path)
    text = "\n\n".join(part for part in (words["text"], words["url"]) if part)
    query = urlencode({"headline": clean_line(words["title"])[:200], "text": text})
    return redirect(f"{SEND}?{query}")


def _own_path(address: str) -> str:
    """The path of a page of this paper; "" for anything else."""
    try:
        parts, own = urlsplit(address), urlsplit(settings.PAPER.url)
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or parts.netloc != own.netloc:
        return ""
    # One slash at the front: two would be another site.
    return "/" + parts.path.lstrip("/\\")


def _faces() -> list[str]:
    letters = "cyrillic" if alphabet(settings.LANGUAGE_CODE) == "cyrillic" else "latin"
    return [f"fonts/{face}-{letters}.woff2" for face in ("display", "text", "sans")]
