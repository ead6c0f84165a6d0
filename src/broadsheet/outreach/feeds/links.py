"""Links to the feeds of a page, for `<link rel="alternate">` and for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.news.models import ArticlePage, Author, SectionPage, Series
from broadsheet.news.search import Results
from broadsheet.topics.models import Topic

KINDS = (
    ("rss", "RSS", "application/rss+xml"),
    ("atom", "Atom", "application/atom+xml"),
    ("json", "JSON Feed", "application/feed+json"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """One feed in one format."""

    title: str
    format: str
    mime: str
    url: str


def links(
    *,
    section: SectionPage | None = None,
    author: Author | None = None,
    topic: Topic | None = None,
    both: tuple[Topic, Topic] | None = None,
    article: ArticlePage | None = None,
    live: ArticlePage | None = None,
    board: SectionPage | None = None,
    forum_topic: int | None = None,
    words: str = "",
) -> list[FeedLink]:
    """The three formats of one feed: of what is given, or of the whole paper."""
    title, path = _("All articles"), reverse("feed_paper")
    query = f"?{urlencode({'q': words})}" if words else ""
    if section:
        title, path = section.title, reverse("feed_section", args=[section.slug])
    elif author:
        title, path = author.shown_name, reverse("feed_author", args=[author.slug])
    elif topic:
        title, path = topic.shown_name, reverse("feed_topic", args=[topic.slug])
    elif both:
        title = " – ".join(one.shown_name for one in both)
        path = reverse("feed_relation", args=[one.slug for one in both])
    elif article:
        title, path = _("Comments"), reverse("feed_comments", args=[article.pk])
    elif live:
        title = _("Live: %(article)s") % {"article": live.title}
        path = reverse("feed_live", args=[live.pk])
    elif board:
        title, path = (
            _("Forum: %(board)s") % {"board": board.title},
            reverse("feed_board", args=[board.slug]),
        )
    elif forum_topic:
        title, path = _("This topic"), reverse("feed_forum_topic", args=[forum_topic])
    elif words:
        title, path = _("Search: %(words)s") % {"words": words}, reverse("feed_search")
    return _formats(title, path, query)


def of_series(series: Series) -> list[FeedLink]:
    """The three formats of the feed of a series or package."""
    return _formats(series.name, reverse("feed_series", args=[series.slug]))


def _formats(title: str, path: str, query: str = "") -> list[FeedLink]:
    return [
        FeedLink(title=title, format=name, mime=mime, url=f"{path}.{kind}{query}")
        for kind, name, mime in KINDS
    ]


def for_page(context: dict[str, Any]) -> list[FeedLink]:
    """The feeds of whatever a page's context says it shows, the paper's first."""
    found = links()
    shown = context.get("article") or context.get("page")
    if isinstance(shown, ArticlePage):
        found += _of_article(shown, covered_live=bool(context.get("coverage")))
    elif isinstance(shown, SectionPage):
        found += links(section=shown)
    if isinstance(context.get("author"), Author):
        found += links(author=context["author"])
    if isinstance(context.get("topic"), Topic):
        found += links(topic=context["topic"])
    if isinstance(context.get("series"), Series):
        found += of_series(context["series"])
    if isinstance(context.get("both"), tuple):
        found += links(both=context["both"])
    return found + _of_what_is_asked(context)


def _of_what_is_asked(context: dict[str, Any]) -> list[FeedLink]:
    """The feeds of a board or topic of the forum, and of a search."""
    found: list[FeedLink] = []
    if isinstance(context.get("forum_board"), SectionPage):
        found += links(board=context["forum_board"])
    if isinstance(context.get("forum_topic"), int):
        found += links(forum_topic=context["forum_topic"])
    if isinstance(context.get("results"), Results):
        found += links(words=context["results"].words)
    return found


def _of_article(article: ArticlePage, *, covered_live: bool) -> list[FeedLink]:
    found = links(section=article.section) if article.section else []
    found += links(article=article) if article.pk else []
    return found + (links(live=article) if covered_live else [])
