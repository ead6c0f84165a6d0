"""Who said what: found by rules, checked by editors, searched by readers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Q, QuerySet

from broadsheet.edition.api import depends_on, leaf
from broadsheet.news.models import ArticlePage, Said
from broadsheet.topics.api import Quote
from broadsheet.topics.models import Topic

PER_PAGE = 20


def checked(*, topic: Topic, words: str = "") -> QuerySet[Said]:
    """What a topic said in public articles as editors checked it, newest first.

    Args:
        topic: who.
        words: each of them stands in the quote or in the article's headline.
    """
    found = Said.objects.filter(topic=topic, state=Said.State.CHECKED, article__live=True)
    for word in words.split()[:10]:
        found = found.filter(Q(words__icontains=word) | Q(article__title__icontains=word))
    return found.order_by("-article_id", "pk")


def said_by(*, topic: Topic, words: str, number: str | None) -> dict[str, Any]:
    """One page of what a topic said."""
    depends_on(f"topic:{topic.pk}", f"said:{topic.pk}")
    found = checked(topic=topic, words=words).select_related("article__section").defer("article__body")
    page = leaf(found, size=PER_PAGE, number=number)
    page.object_list = list(page.object_list)
    depends_on(*[f"article:{said.article_id}" for said in page.object_list])
    return {"page_of": page, "extra": f"{urlencode({'q': words})}&" if words else ""}


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
            facts = {"speaker": quote.speaker[:200], "topic_id": quote.topic, "state": state, "by": by}
            Said.objects.update_or_create(article=article, words=quote.words, defaults=facts)
