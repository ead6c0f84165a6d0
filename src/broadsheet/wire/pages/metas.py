"""What a page says in `meta` and `link`: Open Graph, Dublin Core, and the plain names."""

from __future__ import annotations

from collections.abc import Iterable

from lxml.html import HtmlElement

from broadsheet.wire.pages.facts import Facts, names_of
from broadsheet.wire.story import Picture

HEADLINE = ("og:title", "dc.title", "dcterms.title", "twitter:title", "citation_title")
STANDFIRST = ("og:description", "dc.description", "dcterms.description", "twitter:description",
              "description")  # fmt: skip
NAMES = ("author", "article:author", "og:article:author", "dc.creator", "dcterms.creator",
         "citation_author", "parsely-author", "sailthru.author", "byl")  # fmt: skip
PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "dc.date.issued",
    "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created", "citation_publication_date",
    "parsely-pub-date", "sailthru.date", "date", "pubdate", "publishdate", "publish_date",
    "publication_date", "datepublished",
)  # fmt: skip
UPDATED = ("article:modified_time", "og:updated_time", "og:article:modified_time", "dcterms.modified",
           "dc.date.modified", "datemodified", "lastmod", "last-modified")  # fmt: skip
LANGUAGE = ("dc.language", "dcterms.language", "content-language", "inlanguage", "language", "og:locale")
SECTION = ("article:section", "og:article:section", "parsely-section", "section")
SUBJECTS = ("article:tag", "news_keywords", "keywords", "dc.subject", "dcterms.subject", "parsely-tags")
SITE = ("og:site_name", "dc.publisher", "dcterms.publisher", "application-name")
PICTURE = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
PICTURE_WORDS = ("og:image:alt", "twitter:image:alt")


def facts_of(tree: HtmlElement) -> Facts:
    """What the page's head says of the article."""
    said = _said(tree)
    src, alt = _first(said, PICTURE), _first(said, PICTURE_WORDS)
    site = _first(said, SITE)
    return Facts(
        headline=without_site(_first(said, HEADLINE), site),
        standfirst=_first(said, STANDFIRST),
        names=_names(said),
        published=_first(said, PUBLISHED),
        updated=_first(said, UPDATED),
        language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        or tree.get("xml:lang") or _first(said, LANGUAGE),
        section=_section(_first(said, SECTION)),
        subjects=_subjects(said),
        site=site,
        address=_canonical(tree) or _first(said, ("og:url",)),
        picture=Picture(src=src, alt=alt) if src else None,
    )  # fmt: skip


def without_site(headline: str, site: str) -> str:
    """A headline without the name of its site after a dash or a bar."""
    for mark in (" | ", " - ", " – ", " — ", " :: ", " » ", " · "):
        words, found, last = headline.rpartition(mark)
        if found and site and last.strip().casefold() in {site.casefold(), site.casefold() + ".com"}:
            return words.strip()
    return headline


def _said(tree: HtmlElement) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = " ".join((meta.get("content") or "").split())
        names = " ".join(meta.get(one) or "" for one in ("property", "name", "http-equiv"))
        for name in names.lower().split() if content else ():
            said.setdefault(name, []).append(content)
    return said


def _first(said: dict[str, list[str]], names: Iterable[str]) -> str:
    return next((said[name][0] for name in names if name in said), "")


def _names(said: dict[str, list[str]]) -> tuple[str, ...]:
    """Of the first place that names anybody; an address there names nobody."""
    for name in NAMES:
        if found := names_of(said.get(name, ())):
            return found
    return ()


def _section(value: str) -> str:
    """Some pages give a path there."""
    return "" if "/" in value else value


def _subjects(said: dict[str, list[str]]) -> tuple[str, ...]:
    lines = next((said[name] for name in SUBJECTS if name in said), [])
    words = (word.strip() for line in lines for word in line.split(","))
    return tuple(dict.fromkeys(word for word in words if word))


def _canonical(tree: HtmlElement) -> str:
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            return str(link.get("href")).strip()
    return ""
