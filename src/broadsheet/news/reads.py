"""What is read most: counts per article, and the lists that pages show.

The edge counts (`edition.reads`). Hours become days after two days, days go after
a hundred. Lists are made anew every few minutes, so that pages change no more often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from broadsheet.edition.api import depends_on, stale
from broadsheet.news import languages, queries
from broadsheet.news.models import ArticlePage, ArticleReads, MostRead, SectionPage

SHOWN = 5
WINDOWS = (timedelta(hours=24), timedelta(days=7))  # the second where too little was read in the first
HOURS_KEPT = timedelta(days=2)
DAYS_KEPT = timedelta(days=100)
AT_ONCE = 500
PAPER = "read"


def note(until: datetime, reads: Mapping[str, int]) -> None:
    """Add how often paths were opened to the counts of the articles that stand there."""
    hour = until.replace(minute=0, second=0, microsecond=0)
    for some in _batches(reads):
        there = _articles_at(some)
        _add((pk, hour, ArticleReads.Span.HOUR, reads[path]) for path, pk in there.items())


def keep_house(*, moment: datetime) -> None:
    """Make days of hours that are long past, and forget days that nobody asks about any more."""
    hours = ArticleReads.objects.filter(
        span=ArticleReads.Span.HOUR, since__lt=queries.midnight(timezone.localdate(moment - HOURS_KEPT))
    )
    with transaction.atomic():
        days: Counter[tuple[int, date]] = Counter()
        for article, since, count in hours.values_list("article_id", "since", "reads").iterator():
            days[article, timezone.localdate(since)] += count
        _add(
            (article, queries.midnight(day), ArticleReads.Span.DAY, count)
            for (article, day), count in days.items()
        )
        hours.delete()
        ArticleReads.objects.filter(since__lt=moment - DAYS_KEPT).delete()


def rank(*, moment: datetime) -> list[str]:
    """Make the lists anew; the names of those that are not what they were."""
    changed = []
    with transaction.atomic():
        standing = dict(MostRead.objects.values_list("name", "articles"))
        for name, articles in _lists(moment):
            if standing.get(name, []) != articles:
                MostRead.objects.update_or_create(name=name, defaults={"articles": articles})
                changed.append(name)
        if changed:
            stale(*changed)
    return changed


def most_read(*, section: SectionPage | None = None) -> list[int]:
    """The keys of the articles that the page being made lists as most read; none where it is off."""
    if not queries.paper_settings().show_most_read:
        return []
    name = _name(section.pk if section else None)
    depends_on(name)
    return next(iter(MostRead.objects.filter(name=name).values_list("articles", flat=True)), [])


def read_since(moment: datetime) -> Any:
    """Public articles with how often they were opened since a moment, the most read first."""
    counted = ArticleReads.objects.filter(
        since__gte=moment, article__live=True, article__published_at__isnull=False
    )
    by_article = counted.order_by().values("article_id").annotate(total=Sum("reads"))
    return by_article.order_by("-total", "-article_id")


def _lists(moment: datetime) -> Iterator[tuple[str, list[int]]]:
    for language in settings.EDITION_LANGUAGES:
        with languages.reading(language):
            yield _name(None), _most(moment, None)
    for pk in SectionPage.objects.filter(live=True).values_list("pk", flat=True):
        yield _name(pk), _most(moment, pk)


def _most(moment: datetime, section: int | None) -> list[int]:
    found: list[int] = []
    for window in WINDOWS:
        counted = read_since(moment - window)
        of_list = (
            counted.filter(article__section_id=section)
            if section
            else queries.of_edition(counted, by="article__edition")
        )
        found = [row["article_id"] for row in of_list[:SHOWN]]
        if len(found) == SHOWN:
            break
    return found


def _name(section: int | None) -> str:
    if section:
        return f"{PAPER}:{section}"
    edition = languages.edition()
    return f"{PAPER}@{edition}" if edition else PAPER


def _articles_at(paths: Iterable[str]) -> dict[str, int]:
    """The articles that stand at paths as readers know them."""
    found: dict[str, int] = {}
    for language, some in groupby(sorted(paths, key=languages.of_path), key=languages.of_path):
        with languages.reading(language):
            found |= _articles_of_edition_at(list(some))
    return found


def _articles_of_edition_at(paths: list[str]) -> dict[str, int]:
    front, at = queries.the_front_page(), languages.at(languages.current())
    if front is None:
        return {}
    start = front.url_path.removesuffix("/")
    found = ArticlePage.objects.filter(url_path__in=[start + path.removeprefix(at) for path in paths])
    return {at + path.removeprefix(start): pk for path, pk in found.values_list("url_path", "pk")}


def _add(rows: Iterable[tuple[int, datetime, int, int]]) -> None:
    """Count on; two machines may do it at once."""
    field = ArticleReads._meta.get_field("since")
    values = [
        (article, field.get_db_prep_save(since, connection), int(span), reads)
        for article, since, span, reads in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO news_articlereads (article_id, since, span, reads) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (since, span, article_id) "
            "DO UPDATE SET reads = news_articlereads.reads + excluded.reads",
            values,
        )


def _batches(reads: Iterable[str]) -> Iterator[list[str]]:
    left = iter(reads)
    while some := list(islice(left, AT_ONCE)):
        yield some
