"""What pages show of the news, and which lists an article stands in, as edition tags.

Things: `article:7` (its page, and its card wherever that stands), `author:3`,
`topic:5`, `picture:9`, `source:2`, and `paper` (what stands on every page).
Lists: `latest`, `front`, `discussed`, `section:4`, `by:3`, `about:5`,
`day:2010-11-10`, `month:2010-11`, `archive` (which months there are), `both:3:5`
(articles with both topics), `corrections`, `agenda`, `agenda:2011-01`, `said:5`
(checked quotes), `timeline:5` (what is announced in articles about a topic), `series:6`, `read` and
`read:4` (what is read most, of the paper and of a section), `read@kk` (of its Kazakh
edition), `translations:…` (in which languages the pages with a common key are there). A
thing goes stale when it changes, a list when what stands in it does; so an article that is
only reworded does not touch its lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from broadsheet.edition.api import depends_on, valid_until
from broadsheet.news.models import ArticlePage, Author


def shows(articles: Iterable[ArticlePage]) -> list[ArticlePage]:
    """The page being made shows these cards; they are given back as a list.

    Bylines must have been fetched where the card names authors.
    """
    found = list(articles)
    for article in found:
        depends_on(f"article:{article.pk}")
        if article.picture_id:
            depends_on(f"picture:{article.picture_id}")
        if "bylines" in getattr(article, "_prefetched_objects_cache", {}):
            depends_on(*[f"author:{author.pk}" for author in article.authors])
    return found


def shows_all_of(article: ArticlePage) -> None:
    """The page being made shows a whole article, with its names."""
    shows([article])
    depends_on(
        *[f"author:{author.pk}" for author in article.authors],
        *[f"topic:{topic.pk}" for topic in article.topics],
        *([f"source:{article.source_id}"] if article.source_id else []),
        *_tags_in(article),
    )


def shows_author(author: Author) -> None:
    """The page being made is an author's: what it says of them, and their list."""
    depends_on(f"author:{author.pk}", f"by:{author.pk}")
    if author.portrait_id:
        depends_on(f"picture:{author.portrait_id}")


def lists_of(article: ArticlePage) -> list[str]:
    """The lists in which an article stands as it is now."""
    authors: list[Any] = list(article.bylines.values_list("author_id", flat=True))
    topics: list[Any] = list(article.article_topics.values_list("topic_id", flat=True))
    day = timezone.localdate(article.published_at) if article.published_at else None
    return [
        "latest",
        "front",
        *([f"section:{article.section_id}"] if article.section_id else []),
        *[f"by:{pk}" for pk in authors],
        *[f"about:{pk}" for pk in topics],
        *([day_tag(day), month_tag(day)] if day else []),
        *(["archive"] if day and month_tag(day) != month_tag(timezone.localdate()) else []),
    ]


def standing_of(article: ArticlePage) -> list[str]:
    """The lists in which an article stands, and its time: when they change, lists do."""
    return [*lists_of(article), f"at {article.published_at}" if article.published_at else ""]


def month_tag(day: date) -> str:
    """The list of the days of a month that have articles."""
    return f"month:{day:%Y-%m}"


def day_tag(day: date) -> str:
    """The list of what came out on a day."""
    return f"day:{day.isoformat()}"


def pair_tag(one: int, other: int) -> str:
    """The list of articles with both topics."""
    return f"both:{min(one, other)}:{max(one, other)}"


def timeline_tag(topic: int) -> str:
    """What articles about a topic announce."""
    return f"timeline:{topic}"


def agenda_tag(day: date) -> str:
    """The list of what is announced for a month."""
    return f"agenda:{day:%Y-%m}"


def shows_today() -> datetime:
    """The page being made says what day it is; at the paper's midnight it is over."""
    moment = timezone.localtime()
    valid_until(timezone.make_aware(datetime.combine(moment.date() + timedelta(days=1), time.min)))
    return moment


def shows_year() -> int:
    """The page being made says what year it is."""
    year = timezone.localtime().year
    valid_until(timezone.make_aware(datetime.combine(date(year + 1, 1, 1), time.min)))
    return year


def _tags_in(article: ArticlePage) -> set[str]:
    """What an article's text shows of others: pictures and related articles.

    Read from its raw data, without a query.
    """
    return {tag for block in article.body.raw_data for tag in _tags_of(block)}


def _tags_of(block: Any) -> Iterator[str]:
    value = block.get("value")
    if not isinstance(value, dict):
        return
    if block.get("type") == "picture":
        yield f"picture:{value.get('image')}"
    for item in value.get("pictures", []):
        yield f"picture:{_inside(item).get('image')}"
    for item in value.get("articles", []):
        yield f"article:{item.get('value') if isinstance(item, dict) else item}"


def _inside(item: Any) -> dict[str, Any]:
    """An item of a list block, which may be kept with its own number or without."""
    found = item.get("value", item) if isinstance(item, dict) else {}
    return found if isinstance(found, dict) else {}
