"""Every public address of this room."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse

from broadsheet.news import languages
from broadsheet.news import queries as news
from broadsheet.news.models import Author, Series
from broadsheet.outreach.feeds.links import KINDS
from broadsheet.outreach.finding import queries as finding
from broadsheet.outreach.newsletter import queries as newsletter
from broadsheet.topics.models import Topic

CHUNK = 2000


def paths() -> Iterator[str]:
    for language in settings.EDITION_LANGUAGES:
        with languages.reading(language):
            yield from _paths_of_edition()
    for base in _boards():
        for kind, _name, _mime in KINDS:
            yield f"{base}.{kind}"
    for name in ("robots", "manifest", "mobile",
                 "newsletter", "newsletter_issues", "newsletter_ask_for_link", "print_editions", "push",
                 "service_worker", "offline"):  # fmt: skip
        yield reverse(name)
    for issue in newsletter.out().iterator(CHUNK):
        yield issue.url
    if settings.PAPER.indexnow:
        yield reverse("indexnow_key")


def _paths_of_edition() -> Iterator[str]:
    for base in _feeds():
        for kind, _name, _mime in KINDS:
            yield f"{base}.{kind}"
    for name in ("feeds", "sitemap", "sitemap_news", "sitemap_pages"):
        yield reverse(name)
    for part in range(1, finding.news_parts()):
        yield reverse("sitemap_news_part", args=[part])
    for block, _changed in finding.article_blocks():
        yield reverse("sitemap_articles", args=[block])


def _boards() -> Iterator[str]:
    for section in news.section_list():
        yield reverse("feed_board", args=[section.slug])


def _feeds() -> Iterator[str]:
    """Feeds without their format; those of comments and topics of the forum are made when asked for."""
    yield reverse("feed_paper")
    for section in news.section_list():
        yield reverse("feed_section", args=[section.slug])
    for author in Author.objects.iterator(CHUNK):
        yield reverse("feed_author", args=[author.slug])
    for series in Series.objects.iterator(CHUNK):
        yield reverse("feed_series", args=[series.slug])
    for topic in Topic.objects.iterator(CHUNK):
        yield reverse("feed_topic", args=[topic.slug])
