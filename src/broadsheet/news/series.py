"""What pages show of series and packages. Only what readers can see counts as a part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from broadsheet.edition.api import depends_on
from broadsheet.news import queries, shown
from broadsheet.news.models import ArticlePage, Series, SeriesPart


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Where an article stands in a series or package.

    `number` of `of` parts, `previous` and `following` for a series; `others` for a package.
    """

    series: Series
    number: int
    of: int
    previous: ArticlePage | None = None
    following: ArticlePage | None = None
    others: tuple[ArticlePage, ...] = ()


def tag(key: int) -> str:
    """The edition tag of a series: its name, its stories and their order."""
    return f"series:{key}"


def around(article: ArticlePage) -> list[Around]:
    """The series and packages that a public article stands in, as its page shows them."""
    found = []
    for series, stories in _with(article.pk):
        depends_on(tag(series.pk))
        keys = [story.pk for story in stories]
        if article.pk in keys and len(keys) > 1:
            found.append(_around(series, stories, keys.index(article.pk)))
    return found


def led_by(article_id: int) -> Around | None:
    """The package whose first public story this is."""
    for series, stories in _with(article_id, kind=Series.Kind.PACKAGE):
        if stories[0].pk == article_id and len(stories) > 1:
            depends_on(tag(series.pk))
            return _around(series, stories, 0)
    return None


def articles(series: Series) -> QuerySet[ArticlePage]:
    """The public stories of a series in its order."""
    found = queries.listed_cards().filter(series_parts__series=series)
    return found.order_by("series_parts__sort_order")


def tags_around(article_id: int) -> list[str]:
    """What changes when an article becomes public, or is public no longer."""
    keys = SeriesPart.objects.filter(article_id=article_id).values_list("series_id", flat=True)
    return [tag(key) for key in keys]


def file(*, slug: str, name: str, kind: str, standfirst: str, articles: Sequence[ArticlePage]) -> Series:
    """Make a series or package of these stories in this order, or bring the one of this slug to it.

    Raises:
        ValidationError: no series can be called so, or be of this kind.
    """
    with transaction.atomic():
        found = Series.objects.filter(slug=slug).first() or Series(slug=slug)
        found.name, found.kind, found.standfirst = name, kind, standfirst
        found.parts = [
            SeriesPart(article=article, sort_order=place)
            for place, article in enumerate(dict.fromkeys(articles))
        ]
        found.full_clean()
        found.save()
    return found


def _with(article_id: int, **more: Any) -> Iterator[tuple[Series, list[ArticlePage]]]:
    """Every series in which an article stands, with its public stories."""
    parts = queries.of_edition(
        SeriesPart.objects.filter(
            series__in=Series.objects.filter(parts__article_id=article_id, **more),
            article__live=True,
            article__published_at__isnull=False,
        )
        .select_related("series", "article", "article__tally")
        .defer("article__body")
        .order_by("series__name", "series_id", "sort_order"),
        by="article__edition",
    )
    for series, some in groupby(parts, key=lambda part: part.series):
        yield series, [part.article for part in some]


def _around(series: Series, stories: list[ArticlePage], place: int) -> Around:
    before, after = stories[:place], stories[place + 1 :]
    if series.kind == Series.Kind.PACKAGE:
        others = tuple(shown.shows(before + after))
        return Around(series=series, number=place + 1, of=len(stories), others=others)
    shown.shows([*before[-1:], *after[:1]])
    return Around(
        series=series,
        number=place + 1,
        of=len(stories),
        previous=before[-1] if before else None,
        following=after[0] if after else None,
    )
