"""A topic year by year: what was printed about it, and what was announced for when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.utils import timezone

from broadsheet.edition.api import depends_on, leaf
from broadsheet.news import queries, shown
from broadsheet.news.models import Announced, ArticlePage
from broadsheet.topics.models import Topic

PER_PAGE = 100
MOST_ANNOUNCED = 100  # of a year


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A day of a timeline: an article of that day, or what one announced for it."""

    day: date
    article: ArticlePage
    sentence: str = ""

    @property
    def month(self) -> date:
        return self.day.replace(day=1)


def timeline(*, topic: Topic, year: int | None, number: str | None) -> dict[str, Any] | None:
    """A year of a topic from its beginning, the newest when none is asked for.

    None when the paper has nothing about it, or nothing of that year.
    """
    depends_on(f"topic:{topic.pk}", f"about:{topic.pk}", shown.timeline_tag(topic.pk))
    about = queries.listed().filter(article_topics__topic=topic)
    counted = about.order_by().annotate(year=ExtractYear("published_at")).values_list("year")
    years = sorted(counted.annotate(number=Count("pk")), reverse=True)
    if not years or (year and year not in dict(years)):
        return None
    chosen = year or years[0][0]
    start, end = queries.midnight(date(chosen, 1, 1)), queries.midnight(date(chosen + 1, 1, 1))
    of_year = about.filter(published_at__gte=start, published_at__lt=end)
    fetched = of_year.select_related("section").defer("body").order_by("published_at", "pk")
    page: Any = leaf(fetched, size=PER_PAGE, number=number)
    articles = shown.shows(page.object_list)
    entries = [Entry(day=_day_of(article), article=article) for article in articles]
    if page.number == 1:
        entries += _announced(topic, chosen)
    return {
        "topic": topic,
        "years": years,
        "year_shown": chosen,
        "page_of": page,
        "months": _by_month(sorted(entries, key=lambda entry: (entry.day, entry.sentence == ""))),
    }


def _announced(topic: Topic, year: int) -> list[Entry]:
    of_year = queries.of_edition(
        Announced.objects.filter(
            article__live=True, article__article_topics__topic=topic, first__year=year
        ),
        by="article__edition",
    )
    found = of_year.select_related("article__section").defer("article__body").order_by("first", "pk")
    few = found[:MOST_ANNOUNCED]
    entries = [Entry(day=one.first, article=one.article, sentence=one.sentence) for one in few]
    depends_on(*[f"article:{entry.article.pk}" for entry in entries])
    return entries


def _day_of(article: ArticlePage) -> date:
    return timezone.localdate(article.published_at)


def _by_month(entries: Iterable[Entry]) -> list[tuple[date, list[Entry]]]:
    months: dict[date, list[Entry]] = {}
    for entry in entries:
        months.setdefault(entry.month, []).append(entry)
    return list(months.items())
