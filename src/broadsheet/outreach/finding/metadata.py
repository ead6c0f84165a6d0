"""What an article says about itself to machines."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from broadsheet.news import editions, languages, queries
from broadsheet.news.models import ArticlePage, LiveEntry
from broadsheet.outreach import bodies
from broadsheet.outreach.addresses import absolute
from broadsheet.outreach.finding import oembed
from broadsheet.outreach.printing import cards

# Inside a script element only these can end it or begin a comment; a line
# separator ends a line in old JavaScript.
UNSAFE = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}
HEADLINE = 110  # characters Google shows of a headline
UPDATES = 100  # newest entries of a live article
ICON = "icons/icon-512.png"


def canonical(article: ArticlePage) -> str:
    """The one address of an article."""
    return absolute(article.url or "/")


def json_ld(article: ArticlePage) -> SafeString:
    """A schema.org `NewsArticle`, escaped so that no text can leave its script element."""
    text = json.dumps(_news_article(article), ensure_ascii=False)
    return mark_safe(text.translate(UNSAFE))  # noqa: S308 - escaped by UNSAFE


def open_graph(article: ArticlePage) -> dict[str, Any]:
    """What the tags of Open Graph and Twitter cards need."""
    image, image_text = _shared_picture(article)
    return {
        "url": canonical(article),
        "cards": [(kind, oembed.address(article, kind=kind)) for kind in ("json", "xml")],
        "title": article.title,
        "description": article.search_description or bodies.summary(article=article),
        "site_name": queries.paper_settings().name,
        "locale": article.language.split("-")[0],
        "other_locales": [code.split("-")[0] for code in editions.translations(article)],
        "image": image,
        "image_text": image_text,
        "published": _moment(article.published_at),
        "updated": _moment(article.updated_at),
        "section": article.section.title if article.section else "",
        "authors": [absolute(author.url) for author in article.authors],
        "tags": [topic.shown_name for topic in article.topics],
    }


def _shared_picture(article: ArticlePage) -> tuple[tuple[str, int, int] | None, str]:
    """The picture an article is shared with, and what it shows in words."""
    if cards.has_card(article):
        return (cards.card_url(article), cards.WIDTH, cards.HEIGHT), cards.card_text(article)
    picture = article.picture
    if picture is None:
        return None, ""
    return bodies.sized(picture), picture.description or picture.caption


def _news_article(article: ArticlePage) -> dict[str, Any]:
    about = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": canonical(article),
        "url": canonical(article),
        "headline": article.title[:HEADLINE],
        "description": bodies.summary(article=article),
        "image": _images(article),
        "datePublished": _moment(article.published_at),
        "dateModified": _moment(article.updated_at or article.published_at),
        "dateline": article.dateline_place,
        "author": _authors(article),
        "publisher": _publisher(),
        "articleSection": article.section.title if article.section else "",
        "keywords": [topic.shown_name for topic in article.topics],
        "inLanguage": article.language,
        "isAccessibleForFree": True,
        "commentCount": article.comment_count,
        "correction": [_correction(note) for note in article.corrections.all()],
    }
    about |= _coverage(article) | _translations(article)
    return {key: value for key, value in about.items() if value not in ("", [], None)}


def _translations(article: ArticlePage) -> dict[str, Any]:
    """In which other languages it is there; what stands in the paper's own is taken as the original."""
    there = {
        code: {"@type": "NewsArticle", "@id": absolute(page.url), "inLanguage": code}
        for code, page in editions.translations(article).items()
    }
    original = there.get(languages.own())
    return {"translationOfWork": original} if original else {"workTranslation": list(there.values())}


def _coverage(article: ArticlePage) -> dict[str, Any]:
    """What makes it a schema.org `LiveBlogPosting`; nothing where there are no entries."""
    tally = getattr(article, "tally", None)
    if tally is None or not tally.entries:
        return {}
    entries = list(article.live_entries.all())
    return {
        "@type": "LiveBlogPosting",
        "coverageStartTime": _moment(entries[-1].at),
        "coverageEndTime": _moment(None if article.live_coverage else entries[0].at),
        "liveBlogUpdate": [_update(article, entry) for entry in entries[:UPDATES]],
    }


def _update(article: ArticlePage, entry: LiveEntry) -> dict[str, Any]:
    return {
        "@type": "BlogPosting",
        "headline": (entry.headline or Truncator(entry.text).words(12))[:HEADLINE],
        "datePublished": _moment(entry.at),
        "dateModified": _moment(entry.changed_at or entry.at),
        "articleBody": entry.text,
        "url": f"{canonical(article)}#{entry.anchor}",
    }


def _images(article: ArticlePage) -> list[dict[str, Any]]:
    if not article.picture:
        return []
    url, width, height = bodies.sized(article.picture)
    image = {"@type": "ImageObject", "url": url, "width": width, "height": height}
    return [image | ({"creditText": article.picture.credit} if article.picture.credit else {})]


def _authors(article: ArticlePage) -> list[dict[str, str]]:
    people = [
        {"@type": "Person", "name": author.shown_name, "url": absolute(author.url)}
        for author in article.authors
    ]
    if people or not article.source:
        return people or [_publisher()]
    return [{"@type": "Organization", "name": article.source.name}]


def _publisher() -> dict[str, Any]:
    logo = {"@type": "ImageObject", "url": absolute(static(ICON)), "width": 512, "height": 512}
    name = queries.paper_settings().name
    return {"@type": "NewsMediaOrganization", "name": name, "url": settings.PAPER.url, "logo": logo}


def _correction(note: Any) -> dict[str, str]:
    return {"@type": "CorrectionComment", "datePublished": note.when.isoformat(), "text": note.text}


def _moment(when: Any) -> str:
    return when.isoformat(timespec="seconds") if when else ""
