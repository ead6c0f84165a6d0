"""Walk every public address of a small paper as a stranger would.

From the front page, the addresses that the rooms name, robots.txt and every
address that takes an article's number, along whatever looks like an address in
a page, feed, sitemap, JSON or header.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from typing import Any
from urllib.parse import quote, unquote, urldefrag

from django.urls import URLPattern, URLResolver, get_resolver

from broadsheet.edition.listing import paths
from broadsheet.news.converters import Key, UnicodeSlug
from tests.press import Answered

HOST = "http://testserver"
ADDRESS = re.compile(rf"""["'>\s=]((?:{HOST})?/(?!/)[^"'<>\s\\]*)(?=["'<\s])""")
NOT_FOLLOWED = ("/newsroom", "/static/", "/account/", "/media/", "/pictures/")
NOTHING = "Nothing is announced."
MOST = 1000  # a small paper has a quarter of it
TEXTS = ("text/", "json", "xml")

Read = Callable[[str], Answered]


def crawl(read: Read, *, also: Iterable[str] = (), words: Iterable[str] = ()) -> dict[str, str]:
    """What every address answers: status, headers and, where it is text, the body.

    Args:
        also: further addresses to begin at, even in the newsroom.
        words: what to type into the paper's searches.
    """
    searches = [f"{box}?q={quote(word)}" for word in words for box in ("/search/", "/forum/search/")]
    waiting = ["/", "/robots.txt", *paths(), *also, *searches]
    found: dict[str, str] = {}
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        assert len(found) < MOST, "the paper has no end"
        found[path] = _told(read(path))
        if NOTHING not in found[path]:  # months without anything have months beside them for ever
            waiting += [other for other in _addresses(found[path]) if other not in found]
    return found


def showing(found: dict[str, str], *words: str) -> list[str]:
    """The addresses whose answers have one of the words, in whatever case and quoting."""
    wanted = [word.casefold() for word in words]
    return [path for path, told in found.items() if any(word in _plain(told) for word in wanted)]


def about(article: Any) -> list[str]:
    """Every address that is made of an article's number or slug alone, and its previews."""
    previews = [f"/newsroom/pages/{article.pk}/{rest}/" for rest in ("view_draft", "edit/preview")]
    return sorted({*_made_of(article, get_resolver().url_patterns, "/"), *previews})


def _made_of(article: Any, patterns: Iterable[Any], before: str) -> Iterator[str]:
    values = {Key: str(article.pk), UnicodeSlug: article.slug}
    for pattern in patterns:
        route = getattr(pattern.pattern, "_route", "")
        if isinstance(pattern, URLResolver):
            if route != "newsroom/":
                yield from _made_of(article, pattern.url_patterns, before + route)
        elif isinstance(pattern, URLPattern):
            known = pattern.pattern.converters
            if known and all(type(one) in values for one in known.values()):
                filled = re.sub(r"<\w+:(\w+)>", lambda m, k=known: values[type(k[m[1]])], route)
                yield before + filled


def _told(answer: Answered) -> str:
    kind = answer.headers.get("Content-Type", "")
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    body = answer.body.decode(errors="replace") if any(one in kind for one in TEXTS) else ""
    return f"{answer.status}\n{head}\n\n{body}"


def _addresses(told: str) -> set[str]:
    found = set()
    for raw in ADDRESS.findall(told):
        path = urldefrag(unescape(raw).removeprefix(HOST))[0]
        if path and not path.startswith(NOT_FOLLOWED):
            found.add(unquote(path) if "?" not in path else path)
    return found


def _plain(told: str) -> str:
    return unescape(unquote(told)).casefold()
