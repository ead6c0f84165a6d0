"""An article came, changed or went: its feeds have changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from broadsheet.foundation.clock import now
from broadsheet.news.models import ArticlePage
from broadsheet.outreach.hub import actions, place, tasks, topics
from broadsheet.outreach.models import HubSubscription

FRESH = timedelta(days=2)  # an old article that comes in with an archive is no news


def article_published(*, article: ArticlePage, **_: Any) -> None:
    if article.published_at and article.published_at > now() - FRESH:
        feeds_changed(article=article)


def feeds_changed(*, article: ArticlePage, **_: Any) -> None:
    """In the transaction of the change, so that a crash loses nothing."""
    if place.is_own():
        if HubSubscription.objects.exists() and actions.mark(changed=topics.touched_by(article)):
            tasks.send.enqueue()
    elif place.outside():
        tasks.tell.enqueue(topics.touched_by(article))
