"""What others may have: public articles, and what they stand under."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from broadsheet.foundation.clock import now
from broadsheet.news import queries as news
from broadsheet.news import search
from broadsheet.news.matching import matching
from broadsheet.news.models import ArticlePage, Author, SectionPage
from broadsheet.topics.models import Topic
from broadsheet.wire.models import Withdrawal
from broadsheet.wire.service.asked import ArticlesAsked, moment_of
from broadsheet.wire.service.asking import Asker
from broadsheet.wire.service.paging import Order
from broadsheet.wire.service.refusing import Refused, wrong

T = TypeVar("T")
BY_PUBLICATION = Order(column="published_at", newest_first=True)
BY_CHANGE = Order(column="last_published_at")
BY_NUMBER = Order(column="pk")
BY_WITHDRAWAL = Order(column="when")


def public(*, asker: Asker, by_change: bool = False) -> QuerySet[ArticlePage]:
    """The articles of the paper's own edition that this asker may know of.

    Args:
        by_change: they will be walked by the index of changes. The publication time is then
            an expression, without which SQLite walks the index of that and sorts a whole
            archive for each part of the list.
    """
    if by_change:
        came_out = Coalesce("published_at", "published_at")
        articles = ArticlePage.objects.filter(live=True).alias(came_out=came_out)
        articles = articles.filter(came_out__lte=now())
    else:
        articles = news.published().filter(published_at__lte=now())
    if asker.customer and not asker.customer.others_copy:
        # An expression: most have no source, and SQLite would take the index of sources for all of them.
        articles = articles.alias(whose=Coalesce("source_id", "source_id")).filter(whose=None)
    return (
        news.of_edition(articles)
        .select_related("section", "source", "picture")
        .prefetch_related("bylines__author", "article_topics__topic", "corrections", "live_entries")
    )


def articles(*, asked: ArticlesAsked, asker: Asker) -> QuerySet[ArticlePage]:
    """The public articles that fit all that is asked.

    Raises:
        Refused: it names a section, topic, author, language or time that is none.
    """
    found = public(asker=asker, by_change=bool(asked.changed_since))
    if asked.section:
        section = SectionPage.objects.filter(slug=asked.section, live=True).first()
        found = found.filter(section=_there("section", asked.section, section))
    if asked.topic:
        topic = Topic.objects.filter(slug=asked.topic).first()
        found = found.filter(article_topics__topic=_there("topic", asked.topic, topic))
    if asked.author:
        author = Author.objects.filter(slug=asked.author).first()
        found = found.filter(bylines__author=_there("author", asked.author, author))
    if asked.language:
        known = asked.language if asked.language in dict(settings.LANGUAGES) else None
        found = found.filter(language=_there("language", asked.language, known))
    if since := moment_of("published_from", asked.published_from):
        found = found.filter(published_at__gte=since)
    if until := moment_of("published_to", asked.published_to, end=True):
        found = found.filter(published_at__lte=until)
    if changed := moment_of("changed_since", asked.changed_since):
        found = found.filter(last_published_at__gte=changed)
    return found.filter(pk__in=_having(asked.q)) if asked.q else found


def order_of(*, asked: ArticlesAsked) -> Order:
    """Newest first; from the oldest change on for those who follow the changes."""
    return BY_CHANGE if asked.changed_since else BY_PUBLICATION


def article(*, key: UUID, asker: Asker) -> ArticlePage:
    """A public article by its lasting name.

    Raises:
        Refused: there is none, or it was withdrawn.
    """
    found = public(asker=asker).filter(translation_key=key).first()
    if found is not None:
        return found
    if Withdrawal.objects.filter(key=key).exists():
        raise Refused(410, "This article was withdrawn: take it out wherever you show it.")
    raise Refused(404, "There is no such article.")


def sections() -> QuerySet[SectionPage]:
    return news.in_edition(SectionPage.objects.filter(live=True))


def withdrawn(*, since: str) -> QuerySet[Withdrawal]:
    """What was public and is no longer."""
    moment = moment_of("since", since)
    return Withdrawal.objects.filter(when__gte=moment) if moment else Withdrawal.objects.all()


def _having(words: str) -> list[int]:
    terms = search.terms_of(words)
    if not any(not term.excluded for term in terms):
        raise wrong("q", "“q” has no word to look for.")
    return matching(search.query_of(terms), {}).newest(search.COUNT_LIMIT)


def _there(parameter: str, value: str, found: T | None) -> T:
    if found is None:
        raise wrong(parameter, f"There is no {parameter} “{value}”.")
    return found
