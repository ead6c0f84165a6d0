"""What the desk looks at before an article is published: one small look for each thing.

Each look reads the article as it is being written and asks nobody outside; what
other sites say of links to them was asked before (`desk.links`).
How much a finding weighs (says nothing, warns, blocks) is the newsroom's
setting (`DeskSettings`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.models import Page

from broadsheet.desk import links, listing
from broadsheet.desk.models import DeskSettings, Weight
from broadsheet.news import queries
from broadsheet.news.checks import Finding
from broadsheet.news.matching import fold
from broadsheet.news.models import ArticlePage, Picture

LONG_SENTENCE = 45  # words; about twice what readers take in at once
LONG_PARAGRAPH = 160  # words; more fills a telephone's screen
ALIKE = 20  # headlines that are compared
PAGE_LINK = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>')
PAGE_ID = re.compile(r'\bid="(\d{1,12})"')
OTHER_LINK = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')
PARAGRAPH = re.compile(r"</(?:p|li|h\d|blockquote)>|<br\s*/?>")
SENTENCE = re.compile(r"(?<=[.!?…])\s+")

Look = Callable[[ArticlePage], Iterator[str]]


def findings(article: ArticlePage) -> list[Finding]:
    """What all looks find, each with the weight that the newsroom gave it."""
    weights = DeskSettings.load()
    found = []
    for name, look in LOOKS.items():
        weight = getattr(weights, name)
        if weight != Weight.OFF:
            found += [Finding(words=words, blocks=weight == Weight.BLOCK) for words in look(article)]
    if weights.outside_link != Weight.OFF:
        found += [Finding(words=words) for words in links.unreached(texts(article))]
    return found


def pictures_without_alt(article: ArticlePage) -> Iterator[str]:
    for picture, block in _pictures(article):
        if not (block.get("alt") or picture.description):
            yield _("“%(picture)s” has no description for those who do not see it.") % {
                "picture": picture.title
            }


def pictures_without_credit(article: ArticlePage) -> Iterator[str]:
    for picture, block in _pictures(article):
        if not (block.get("credit") or picture.credit):
            yield _("“%(picture)s” has no credit.") % {"picture": picture.title}


def no_topic(article: ArticlePage) -> Iterator[str]:
    if not article.topics:
        yield _("It has no topic.")


def broken_links(article: ArticlePage) -> Iterator[str]:
    """Links to pages and addresses of the paper where readers would find nothing."""
    html = "".join(texts(article))
    wanted = {int(pk) for tag in PAGE_LINK.findall(html) for pk in PAGE_ID.findall(tag)}
    there = Page.objects.in_bulk(wanted)
    for pk in sorted(wanted):
        if pk not in there:
            yield _("A link leads to a page that was deleted.")
        elif not there[pk].live:
            yield _("The link to “%(page)s” leads nowhere: readers cannot see it.") % {
                "page": there[pk].title
            }
    for address in dict.fromkeys(OTHER_LINK.findall(html)):
        if not _leads_somewhere(address):
            yield _("The link to %(address)s leads nowhere.") % {"address": address}


def broken_outside_links(article: ArticlePage) -> Iterator[str]:
    yield from links.broken(texts(article))


def long_headline(article: ArticlePage) -> Iterator[str]:
    longest = DeskSettings.load().headline_length
    if len(article.title) > longest:
        yield _("The headline has %(number)s letters; more than %(longest)s are cut off in lists.") % {
            "number": len(article.title),
            "longest": longest,
        }


def unreadable_passages(article: ArticlePage) -> Iterator[str]:
    """Sentences and paragraphs longer than readers take in; scripts without spaces are not judged."""
    for html in texts(article):
        for piece in PARAGRAPH.split(html):
            words = strip_tags(piece).split()
            if len(words) > LONG_PARAGRAPH:
                yield _("A paragraph of %(number)s words: “%(words)s …”") % _told(words)
            for sentence in SENTENCE.split(" ".join(words)):
                if len(sentence.split()) > LONG_SENTENCE:
                    yield _("A sentence of %(number)s words: “%(words)s …”") % _told(sentence.split())


def same_headline(article: ArticlePage) -> Iterator[str]:
    headline = article.title.strip()
    if not headline:
        return
    quoted = '"' + headline.replace('"', " ") + '"'
    for entry in listing.matching(listing.Wanted(words=quoted))[:ALIKE]:
        other = entry.article
        if other.pk != article.pk and _alike(other.draft_title or other.title, headline):
            yield _("Another article has the same headline (%(state)s, %(date)s).") % {
                "state": entry.get_stage_display(),
                "date": f"{entry.dated_at:%Y-%m-%d}",
            }


def legal_hold(article: ArticlePage) -> Iterator[str]:
    if article.legal_hold:
        yield _("It is on legal hold.")


LOOKS: dict[str, Look] = {
    "legal_hold": legal_hold,
    "missing_alt": pictures_without_alt,
    "missing_credit": pictures_without_credit,
    "missing_topic": no_topic,
    "broken_link": broken_links,
    "outside_link": broken_outside_links,
    "long_headline": long_headline,
    "unreadable": unreadable_passages,
    "same_headline": same_headline,
}


def _pictures(article: ArticlePage) -> Iterator[tuple[Picture, dict[str, Any]]]:
    """Every picture of an article with the block that shows it ({} for the main one)."""
    blocks: list[dict[str, Any]] = []
    for block in article.body.raw_data:
        value = block["value"]
        if block["type"] == "picture":
            blocks.append(value)
        elif block["type"] == "gallery":
            blocks += [one.get("value", one) for one in value.get("pictures", [])]
    there = Picture.objects.in_bulk([block["image"] for block in blocks if block.get("image")])
    if article.picture:
        yield article.picture, {}
    for block in blocks:
        if block.get("image") in there:
            yield there[block["image"]], block


def texts(article: ArticlePage) -> list[str]:
    """The running text, as HTML."""
    return texts_in(article.body.raw_data)


def texts_in(blocks: Iterable[Any]) -> list[str]:
    """The running text in blocks as they are kept."""
    return [
        str(block["value"] if block["type"] == "text" else block["value"].get("text", ""))
        for block in blocks
        if block["type"] in {"text", "fact_box"}
    ]


def _leads_somewhere(address: str) -> bool:
    """Whether an address of the paper has a page; what is not the paper's is not judged."""
    parts = urlsplit(address)
    own = urlsplit(settings.PAPER.url).netloc
    if parts.scheme not in {"", "http", "https"} or (parts.netloc and parts.netloc != own):
        return True
    path = unquote(parts.path)
    if not path or not path.startswith("/"):
        return not path  # to a place on the same page
    try:
        match = resolve(path)
    except Resolver404:
        return False
    if match.url_name != "wagtail_serve":
        return True
    front = queries.the_front_page()
    inner = path.strip("/")
    if front is None or not inner:
        return not inner
    return Page.objects.filter(live=True, url_path=f"{front.url_path}{inner}/").exists()


def _alike(one: str, other: str) -> bool:
    return fold(one.casefold()).split() == fold(other.casefold()).split()


def _told(words: list[str]) -> dict[str, Any]:
    return {"number": len(words), "words": " ".join(words[:8])}
