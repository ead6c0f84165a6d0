"""What a page shows its readers, where it says nothing to machines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from broadsheet.wire.pages.facts import Facts, names_of

MARKS = (" | ", " - ", " – ", " — ", " :: ", " » ", " · ")
BYLINE = re.compile(r"(?:^|[-_])(?:byline|author)(?:$|[-_]+(?:name|link|text|author)?$)", re.IGNORECASE)
NEAR = 4  # levels above the headline in which its time and its writer stand
FEW = 4  # words that a site's name has at most


def facts_of(tree: HtmlElement) -> Facts:
    """Headline, writer and time from headings, bylines and `time` elements."""
    around = list(_around_headline(tree))
    return Facts(
        headline=_headline(tree),
        names=next((found for one in [*around, tree] if (found := _names(one))), ()),
        published=next((time for one in around if (time := _time(one))), ""),
    )


def _headline(tree: HtmlElement) -> str:
    """The page's title without its site; the heading when it is a part of it."""
    title = _words(next(iter(tree.iter("title")), None))
    for heading in tree.iter("h1"):
        words = _words(heading)
        if words and (not title or words.casefold() in title.casefold()):
            return words
    for mark in MARKS:
        before, found, last = title.rpartition(mark)
        if found and len(last.split()) <= FEW < len(before.split()):
            return before
    return title


def _around_headline(tree: HtmlElement) -> Iterator[HtmlElement]:
    for heading in tree.iter("h1"):
        if _words(heading):
            above = [one for one in heading.iterancestors() if one.tag not in {"body", "html"}]
            yield from above[:NEAR]
    yield from tree.iter("article")


def _names(place: HtmlElement) -> tuple[str, ...]:
    marked = [one for one in place.iter("a", "span", "div", "p", "address", "li") if _is_byline(one)]
    inner = [one for one in marked if not any(two is not one and one in two.iterancestors()
                                              for two in marked if _words(two))]  # fmt: skip
    for one in inner:
        if found := names_of([_words(one)]):
            return found
    return ()


def _is_byline(element: HtmlElement) -> bool:
    if "author" in (element.get("rel") or "").split():
        return True
    return any(BYLINE.search(one) for one in (element.get("class") or "").split())


def _time(place: HtmlElement) -> str:
    return next((str(one.get("datetime")) for one in place.iter("time") if one.get("datetime")), "")


def _words(element: HtmlElement | None) -> str:
    return "" if element is None else " ".join(element.text_content().split())
