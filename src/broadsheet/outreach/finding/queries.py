"""What the sitemaps list.

Articles are cut into blocks by their number, not by their place in a list: an
article stays in its block for good, so a change re-makes one block's map and
no other, and no map counts its way through those before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Max, QuerySet
from django.db.models.functions import Coalesce
from wagtail.models import Page

from broadsheet.foundation.clock import now
from broadsheet.news import languages
from broadsheet.news import queries as news
from broadsheet.news.models import ArticlePage, Author, SectionPage, Series, StandingPage
from broadsheet.outreach.addresses import absolute
from broadsheet.topics.models import Topic

BLOCK = 10_000  # sitemaps.org allows 50,000 addresses and 50 MB
NEWS_LIMIT = 1_000  # Google News: addresses in one map
NEWS_DAYS = timedelta(days=2)  # Google News: nothing older
OTHERS_LIMIT = 20_000  # of authors and of topics each


@dataclass(frozen=True, slots=True)
class Place:
    """An address in a sitemap; `changed` may be unknown."""

    url: str
    changed: datetime | None = None


def block_of(article_id: int) -> int:
    """The number of the block an article is in."""
    return article_id // BLOCK


def block_tag(block: int) -> str:
    """What the map of a block depends on."""
    return f"sitemap:{block}"


def article_blocks() -> list[tuple[int, datetime]]:
    """Every block that has a public article, and when its newest changed."""
    grouped = (
        _public()
        .annotate(block=F("pk") / BLOCK)
        .values("block")
        .annotate(changed=Max(Coalesce("updated_at", "published_at")))
        .order_by("block")
    )
    return [(int(row["block"]), row["changed"]) for row in grouped]


def articles_in(*, block: int) -> Iterator[Place]:
    """The public articles of a block."""
    inside = _public().filter(pk__gte=block * BLOCK, pk__lt=(block + 1) * BLOCK).order_by("pk")
    for article in _addressed(inside):
        yield Place(absolute(article.url), article.updated_at or article.published_at)


def recent_news(*, part: int = 0) -> QuerySet[ArticlePage]:
    """The articles of the last two days, newest first, cut into parts that one map may hold."""
    newest = _addressed(_fresh(), "title", "language").order_by("-published_at", "-pk")
    return newest[part * NEWS_LIMIT : (part + 1) * NEWS_LIMIT]


def news_parts() -> int:
    """How many maps the articles of the last two days need; one even for none."""
    return max(1, -(-_fresh().count() // NEWS_LIMIT))


def _fresh() -> QuerySet[ArticlePage]:
    return _public().filter(published_at__gte=news_hour() - NEWS_DAYS)


def news_hour() -> datetime:
    """The full hour up to which "the last two days" reach back: a map holds for an hour."""
    return now().replace(minute=0, second=0, microsecond=0)


def other_places() -> Iterator[Place]:
    """The front page, sections, standing pages, authors, series and topics with articles."""
    yield Place(absolute(f"{languages.at(languages.current())}/"))
    for kind in (SectionPage, StandingPage):
        for page in news.in_edition(kind.objects.filter(live=True).order_by("path")):
            yield Place(absolute(page.url))
    authors = Author.objects.filter(bylines__page__live=True)
    for author in news.of_edition(authors, by="bylines__page__edition").distinct()[:OTHERS_LIMIT]:
        yield Place(absolute(author.url))
    serials = Series.objects.filter(parts__article__live=True)
    for series in news.of_edition(serials, by="parts__article__edition").distinct()[:OTHERS_LIMIT]:
        yield Place(absolute(series.url))
    topics = Topic.objects.filter(article_topics__page__live=True)
    for topic in news.of_edition(topics, by="article_topics__page__edition").distinct()[:OTHERS_LIMIT]:
        yield Place(absolute(topic.url))


def _public() -> QuerySet[ArticlePage]:
    return news.of_edition(ArticlePage.objects.filter(live=True, published_at__isnull=False))


def _addressed(articles: QuerySet[ArticlePage], *more: str) -> QuerySet[ArticlePage]:
    """Only the columns an address and a date need."""
    page_columns = [field.attname for field in Page._meta.fields if field.name in {"id", "url_path"}]
    return articles.only(*page_columns, "published_at", "updated_at", *more)
