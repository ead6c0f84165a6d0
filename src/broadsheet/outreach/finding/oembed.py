"""Articles of ours on other sites: the answers of an oEmbed provider (oembed.com, 1.0).

The card is HTML that needs nothing else: no script, no style sheet, no frame.
Its box has the size that is promised, whatever stands in it.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from lxml import etree

from broadsheet.foundation.text import clean_line
from broadsheet.news import queries
from broadsheet.news.models import ArticlePage
from broadsheet.outreach import bodies
from broadsheet.outreach.addresses import absolute

WIDTH, NARROWEST = 600, 220  # pixels
WORDS_WRAP = 450  # below, a headline takes a line or two more
LOWEST = 120
CACHE_SECONDS = 3600
LONGEST_URL = 2000


def address(article: ArticlePage, *, kind: str) -> str:
    """Where the card of an article is described, as "json" or "xml"."""
    query = urlencode({"url": absolute(article.url or "/"), "format": kind})
    return f"{absolute(reverse('oembed'))}?{query}"


def article_at(url: str) -> ArticlePage | None:
    """The public article of ours at a full address; None for any other."""
    front = queries.the_front_page()
    try:
        parts = urlsplit(url[:LONGEST_URL])
        path = unquote(parts.path, errors="strict")
    except ValueError:
        return None
    ours = parts.scheme in {"http", "https"} and parts.netloc == urlsplit(settings.PAPER.url).netloc
    if front is None or not ours or "\0" in path:
        return None
    return (
        queries.whole()
        .filter(published_at__isnull=False, url_path=front.url_path + path.lstrip("/"))
        .first()
    )


def card(*, article: ArticlePage, most_width: int, most_height: int) -> dict[str, Any]:
    """What oEmbed says of an article.

    Args:
        most_width, most_height: pixels there is room for; 0 for any.
    """
    width = max(NARROWEST, min(WIDTH, most_width or WIDTH))
    picture = bodies.sized(article.picture) if article.picture else None
    picture_height = round(picture[2] * width / picture[1]) if picture else 0
    words_height = 240 if width >= WORDS_WRAP else 330  # of those under the picture
    if most_height and picture_height + words_height > most_height:
        picture_height = 0  # the words come first
    height = max(LOWEST, min(picture_height + words_height, most_height or WIDTH * 4))
    paper = queries.paper_settings()
    context = {
        "article": article,
        "url": absolute(article.url or "/"),
        "summary": bodies.summary(article=article),
        "picture": picture[0] if picture and picture_height else "",
        "picture_text": article.picture.description if article.picture else "",
        "picture_height": picture_height,
        "width": width,
        "height": height,
        "paper_name": paper.name,
    }
    said: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": clean_line(article.title),
        "provider_name": paper.name,
        "provider_url": settings.PAPER.url,
        "cache_age": CACHE_SECONDS,
        "width": width,
        "height": height,
        "html": render_to_string("outreach/oembed/card.html", context).strip(),
    }
    if article.authors:
        said |= {"author_name": ", ".join(one.name for one in article.authors)}
        said |= {"author_url": absolute(article.authors[0].url)}
    if (
        picture
        and picture[1] <= (most_width or picture[1])
        and picture[2] <= (most_height or picture[2])
    ):
        said |= dict(zip(("thumbnail_url", "thumbnail_width", "thumbnail_height"), picture, strict=True))
    return said


def as_xml(said: dict[str, Any]) -> bytes:
    """The same as XML (§2.3.4.2)."""
    root = etree.Element("oembed")
    for name, value in said.items():
        etree.SubElement(root, name).text = str(value)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", standalone=True)
