"""An article came, changed or went: followers are told, when the paper wants the fediverse."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from broadsheet.foundation.clock import now
from broadsheet.news.models import ArticlePage
from broadsheet.outreach.fediverse import actors, tasks, telling

FRESH = timedelta(days=2)  # an old article that comes in with an archive is no news


def article_published(*, article: ArticlePage, **_: Any) -> None:
    """The paper's own edition is told: an account that speaks several languages helps nobody."""
    if (
        article.edition is None
        and actors.is_on()
        and article.published_at
        and article.published_at > now() - FRESH
    ):
        tasks.published.enqueue(article.pk)


def article_changed(*, article: ArticlePage, **_: Any) -> None:
    if actors.is_on():
        tasks.changed.enqueue(article.pk)


def article_withdrawn(*, article: ArticlePage, **_: Any) -> None:
    """Also when the fediverse was turned off since: what was told is taken back once it is on again."""
    for number in telling.take_back(article=article):
        tasks.gone.enqueue(number)
