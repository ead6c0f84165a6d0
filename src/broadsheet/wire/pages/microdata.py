"""Microdata: schema.org's vocabulary in the page's own elements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from broadsheet.wire.pages.facts import Facts, names_of
from broadsheet.wire.pages.linked import ARTICLES
from broadsheet.wire.story import Picture

ADDRESS_IN = {"a": "href", "link": "href", "area": "href", "img": "src", "audio": "src", "video": "src",
              "source": "src", "iframe": "src", "embed": "src", "object": "data"}  # fmt: skip


def facts_of(tree: HtmlElement) -> Facts:
    """The article that the page's microdata describe; the first one."""
    scope = next((one for one in tree.iter() if _is_article(one)), None)
    if scope is None:
        return Facts()
    return Facts(
        headline=_text(scope, "headline"),
        standfirst=_text(scope, "description"),
        names=_authors(scope),
        published=_text(scope, "datePublished"),
        updated=_text(scope, "dateModified"),
        language=_text(scope, "inLanguage"),
        section=_text(scope, "articleSection"),
        subjects=tuple(word.strip() for word in _text(scope, "keywords").split(",") if word.strip()),
        site=_named(scope, "publisher"),
        picture=_picture(scope),
    )


def properties(scope: HtmlElement, name: str) -> Iterator[HtmlElement]:
    """The elements that are the property `name` of the thing `scope`, not of things inside it."""
    for one in scope.xpath(".//*[@itemprop]"):
        if name in (one.get("itemprop") or "").split() and _owner(one) is scope:
            yield one


def value_of(element: HtmlElement) -> str:
    """A property's value, as HTML's microdata section says (§5.2.4)."""
    for name in ("content", "datetime", ADDRESS_IN.get(str(element.tag), "")):
        if name and element.get(name):
            return " ".join(str(element.get(name)).split())
    return " ".join(element.text_content().split())


def _is_article(element: HtmlElement) -> bool:
    kind = (element.get("itemtype") or "") if isinstance(element.tag, str) else ""
    return any(re.split(r"[/#]", one)[-1] in ARTICLES for one in kind.split())


def _owner(element: HtmlElement) -> HtmlElement | None:
    return next((one for one in element.iterancestors() if one.get("itemscope") is not None), None)


def _text(scope: HtmlElement, name: str) -> str:
    return next((value for one in properties(scope, name) if (value := value_of(one))), "")


def _named(scope: HtmlElement, name: str) -> str:
    return next((found for one in properties(scope, name) if (found := _name(one))), "")


def _name(element: HtmlElement) -> str:
    """A person's or organisation's name, whether it is a thing of its own or words."""
    if element.get("itemscope") is not None:
        return _text(element, "name")
    inner = element.xpath('.//*[contains(concat(" ", @itemprop, " "), " name ")]')
    if inner:
        return value_of(inner[0])
    return " ".join((element.get("content") or element.text_content()).split())


def _authors(scope: HtmlElement) -> tuple[str, ...]:
    people = [*properties(scope, "author"), *properties(scope, "creator")]
    outer = [one for one in people if not any(above in people for above in one.iterancestors())]
    return names_of(_name(one) for one in outer)


def _picture(scope: HtmlElement) -> Picture | None:
    for one in properties(scope, "image"):
        if one.get("itemscope") is None:
            picture = Picture(src=value_of(one), alt=one.get("alt") or "")
        else:
            src = _text(one, "url") or _text(one, "contentUrl")
            picture = Picture(src=src, caption=_text(one, "caption"))
        if picture.src:
            return picture
    return None
