"""JSON-LD: what schema.org's vocabulary says in a page's scripts."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from broadsheet.wire.pages.facts import Facts, names_of
from broadsheet.wire.story import Picture

# https://schema.org/Article and what is more special
ARTICLES = {
    "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "AskPublicNewsArticle",
    "BackgroundNewsArticle", "OpinionNewsArticle", "ReviewNewsArticle", "BlogPosting",
    "LiveBlogPosting", "Report", "TechArticle", "ScholarlyArticle", "SocialMediaPosting",
    "SatiricalArticle", "AdvertiserContentArticle",
}  # fmt: skip
WRAPPED = re.compile(r"^\s*(?:<!\[CDATA\[|<!--|//\s*<!\[CDATA\[)|(?:\]\]>|-->|//\s*\]\]>)\s*;?\s*$")
DEEPEST = 12
MOST = 2000  # things looked at in one page


def facts_of(tree: HtmlElement) -> Facts:
    """The first article that the page's JSON-LD describes."""
    things = [one for script in _scripts(tree) for one in _things(script, DEEPEST)][:MOST]
    by_id = {one["@id"]: one for one in things if isinstance(one.get("@id"), str) and len(one) > 1}
    article = next((one for one in things if _kinds(one) & ARTICLES), None)
    return _facts(article, by_id) if article else Facts()


def _facts(article: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> Facts:
    page = article.get("mainEntityOfPage")
    return Facts(
        headline=_text(article.get("headline")),
        standfirst=_text(article.get("description")),
        names=names_of(_names(article.get("author") or article.get("creator"), by_id)),
        published=_text(article.get("datePublished")),
        updated=_text(article.get("dateModified")),
        language=_text(article.get("inLanguage"), "alternateName", "name"),
        section=_text(article.get("articleSection")),
        subjects=_words(article.get("keywords")),
        site=next(iter(_names(article.get("publisher"), by_id)), ""),
        address=_text(article.get("url")) or _text(page, "@id", "url"),
        picture=_picture(article.get("image"), by_id),
        dateline=_text(article.get("dateline")),
        text=_text(article.get("articleBody")),
    )


def _scripts(tree: HtmlElement) -> Iterator[Any]:
    for script in tree.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() != "application/ld+json":
            continue
        text = WRAPPED.sub("", WRAPPED.sub("", script.text or ""))
        try:
            yield json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue  # a page's own slip: the other places still speak


def _things(found: Any, deep: int) -> Iterator[dict[str, Any]]:
    """Objects, outer ones first; those of a list or graph in their order."""
    if deep <= 0:
        return
    if isinstance(found, list):
        for one in found:
            yield from _things(one, deep - 1)
    elif isinstance(found, dict):
        yield found
        for value in found.values():
            if isinstance(value, (dict, list)):
                yield from _things(value, deep - 1)


def _kinds(thing: dict[str, Any]) -> set[str]:
    kinds = thing.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return {one.rpartition("/")[2] for one in named if isinstance(one, str)}


def _text(value: Any, *names: str) -> str:
    """The words of a value: of the first of a list, of a thing's name."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = next((value[name] for name in ("@value", *names) if name in value), "")
    if not isinstance(value, str):
        return ""
    # JSON can name half a letter, which nothing else can.
    return " ".join(html.unescape(value).split()).encode("utf-8", "replace").decode()


def _names(value: Any, by_id: dict[str, dict[str, Any]]) -> list[str]:
    values = value if isinstance(value, list) else [value]
    found = []
    for one in values:
        if isinstance(one, dict) and "name" not in one:
            one = by_id.get(str(one.get("@id")), one)  # what the reference stands for
        name = one.get("name") if isinstance(one, dict) else one
        found += [_text(part) for part in (name if isinstance(name, list) else [name])]
    return [name for name in found if name]


def _words(value: Any) -> tuple[str, ...]:
    words = value if isinstance(value, list) else _text(value).split(",")
    return tuple(dict.fromkeys(word for one in words if (word := _text(one, "name"))))


def _picture(value: Any, by_id: dict[str, dict[str, Any]]) -> Picture | None:
    if isinstance(value, dict) and isinstance(listed := value.get("@list"), list):
        value = listed
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value if len(value) > 1 else by_id.get(str(value.get("@id")), value)
        src = _text(value.get("url"), "@id") or _text(value.get("contentUrl"))
        caption = _text(value.get("caption"), "name")
        credit = _text(value.get("creditText")) or next(iter(_names(value.get("creator"), by_id)), "")
        return Picture(src=src, caption=caption, credit=credit) if src else None
    src = _text(value)
    return Picture(src=src) if src else None
