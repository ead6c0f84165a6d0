"""Who said what to whom: found by rules, checked by editors, searched by readers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from broadsheet.edition.api import depends_on, leaf
from broadsheet.news import languages, queries
from broadsheet.news.models import ArticlePage, ArticleTopic, Said
from broadsheet.topics.api import Quote
from broadsheet.topics.models import Topic

PER_PAGE = 20
SUBJECTS = 8


def checked(*, topic: Topic, words: str = "", about: Topic | None = None) -> QuerySet[Said]:
    """What a topic said in public articles as editors checked it, newest first.

    Args:
        topic: who.
        words: each of them stands in the quote or in the article's headline.
        about: or it names this one by any name, was said to it, or stands in an
            article about it.
    """
    found = Said.objects.filter(topic=topic, state=Said.State.CHECKED, article__live=True)
    wanted = Q()
    for word in words.split()[:10]:
        wanted &= Q(words__icontains=word) | Q(article__title__icontains=word)
    if about:
        wanted |= Q(to_topic=about) | Q(article__in=_articles_about(about))
        for name in _names(about):
            wanted |= Q(words__icontains=name)
    found = queries.of_edition(found.filter(wanted), by="article__edition")
    return found.order_by("-article_id", "pk")


def said_by(*, topic: Topic, words: str, number: str | None) -> dict[str, Any]:
    """One page of what a topic said; of another one, when that is what the words are."""
    depends_on(f"topic:{topic.pk}", f"said:{topic.pk}")
    about = named_by(words)
    found = checked(topic=topic, words=words, about=about)
    found = found.select_related("article__section", "to_topic").defer("article__body")
    if languages.edition():
        found = found.prefetch_related("to_topic__names")
    page = leaf(found, size=PER_PAGE, number=number)
    page.object_list = list(page.object_list)
    depends_on(*[f"article:{said.article_id}" for said in page.object_list])
    depends_on(*[f"topic:{said.to_topic_id}" for said in page.object_list if said.to_topic_id])
    return {
        "page_of": page,
        "extra": f"{urlencode({'q': words})}&" if words else "",
        "about": about,
        "subjects": [] if words else subjects(topic=topic),
    }


def named_by(words: str) -> Topic | None:
    """The topic that words are a name of, when they are one's alone."""
    if not words:
        return None
    ways = {words, words.capitalize(), words.title()}
    named = Q(name__iexact=words) | Q(name__in=ways) | Q(names__text__in=ways)
    found = list(Topic.objects.filter(named).distinct()[:2])
    return found[0] if len(found) == 1 else None


def subjects(*, topic: Topic) -> list[Topic]:
    """What the articles with a topic's quotes are about, the most frequent first."""
    articles = checked(topic=topic).order_by().values("article")
    counted = Topic.objects.filter(article_topics__page__in=articles).exclude(pk=topic.pk)
    often = counted.annotate(number=Count("pk")).order_by("-number", "name")
    found = list(queries.with_names(often)[:SUBJECTS])
    depends_on(*[f"topic:{one.pk}" for one in found])
    return found


def _articles_about(topic: Topic) -> QuerySet[Any]:
    return ArticleTopic.objects.filter(topic=topic).values("page")


def _names(topic: Topic) -> list[str]:
    """Every name of a topic that is long enough to be looked for inside words."""
    return [name for name in (topic.name, *topic.names.values_list("text", flat=True)) if len(name) > 2]


def digest(words: str) -> str:
    """A short name for a quote in a form."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def decide_quotes(
    *, article: ArticlePage, found: list[Quote], decided: Mapping[str, bool], by: Any
) -> None:
    """Remember which quotes of an article are right, by their digests."""
    with transaction.atomic():
        for quote in found:
            is_right = decided.get(digest(quote.words))
            if is_right is None:
                continue
            state = Said.State.CHECKED if is_right else Said.State.REFUSED
            facts = {
                "speaker": quote.speaker[:200],
                "topic_id": quote.topic,
                "to": quote.to[:200],
                "to_topic_id": quote.to_topic,
                "state": state,
                "by": by,
            }
            Said.objects.update_or_create(article=article, words=quote.words, defaults=facts)
