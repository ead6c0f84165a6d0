"""An article came or changed: its card is made. One was withdrawn: what was printed of it goes."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction

from broadsheet.foundation.clock import now
from broadsheet.news.models import ArticlePage
from broadsheet.outreach.printing import cards, kept, tasks
from broadsheet.outreach.printing.newspaper import actions

FRESH = timedelta(days=2)  # cards of an archive that comes in are made when somebody asks


def article_moved_on(*, article: ArticlePage, **_: Any) -> None:
    """Have the card ready before the first site asks for it."""
    fresh = article.published_at and article.published_at > now() - FRESH
    if fresh and cards.has_card(article):
        tasks.make_card.enqueue(article.pk)


def article_withdrawn(*, article: ArticlePage, **_: Any) -> None:
    transaction.on_commit(partial(kept.forget, article.pk))
    actions.without(article=article)
