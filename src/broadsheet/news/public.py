"""Every public address of this room, the most read first."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from broadsheet.news import languages, queries, relations, series
from broadsheet.news.models import Author, SectionPage, Series, StandingPage
from broadsheet.topics.models import Topic

CHUNK = 2000
PAGES_OF_A_LIST = 20  # further ones are made when somebody asks


def paths() -> Iterator[str]:
    for language in settings.EDITION_LANGUAGES:
        with languages.reading(language):
            yield from _paths_of_edition()


def _paths_of_edition() -> Iterator[str]:
    yield f"{languages.at(languages.current())}/"
    yield from _sections()
    yield from article_paths()
    for author in Author.objects.iterator(CHUNK):
        yield from _pages(author.url, queries.by_author(author=author).count())
    for one in Series.objects.iterator(CHUNK):
        yield from _pages(one.url, series.articles(one).count())
    for topic in Topic.objects.iterator(CHUNK):
        number = queries.about_topic(topic=topic).count()
        yield from _pages(topic.url, number)
        if number:
            yield reverse("timeline", args=[topic.slug])
    for one, other in relations.frequent_pairs():
        yield reverse("relation", args=[one, other])
    yield reverse("agenda")
    for page in queries.in_edition(StandingPage.objects.filter(live=True)):
        yield page.url
    yield from _archive()
    yield reverse("corrections")
    yield reverse("search")


def _sections() -> Iterator[str]:
    for section in queries.in_edition(SectionPage.objects.filter(live=True).order_by("path")):
        yield from _pages(section.url, queries.published().filter(section=section).count())


def article_paths() -> Iterator[str]:
    """Every public article, newest first.

    From the paths in the table: no page object for each of a hundred thousand.
    """
    front = queries.the_front_page()
    if front is None:
        return
    start, before = len(front.url_path) - 1, languages.at(languages.current())
    newest = queries.listed().order_by("-published_at")
    for path in newest.values_list("url_path", flat=True).iterator(CHUNK):
        yield before + path[start:]


def _archive() -> Iterator[str]:
    yield reverse("archive")
    times = queries.listed().values_list("published_at", flat=True).iterator(CHUNK)
    days = dict.fromkeys(timezone.localdate(moment) for moment in times if moment)
    for year, month in dict.fromkeys((day.year, day.month) for day in days):
        yield reverse("archive_month", args=[year, month])
    for day in days:
        yield reverse("archive_day", args=[day.year, day.month, day.day])


def _pages(url: str, count: int) -> Iterator[str]:
    yield url
    pages = min(PAGES_OF_A_LIST, -(-count // queries.PER_PAGE))
    for number in range(2, pages + 1):
        yield f"{url}?page={number}"
