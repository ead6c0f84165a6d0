"""What follows when an article or a call for stories changes."""

from __future__ import annotations

from typing import Any

from broadsheet.edition.api import gone, stale
from broadsheet.news.models import ArticlePage
from broadsheet.stories import actions
from broadsheet.stories.models import Call


def article_published(*, article: ArticlePage, filed: bool = False, **_: Any) -> None:
    if not filed:  # then no story of a reader became it
        actions.note_publication(article=article)


def article_withdrawn(*, article: ArticlePage, **_: Any) -> None:
    actions.note_withdrawal(article=article)


def call_changed(*, instance: Call, **_: Any) -> None:
    """The page of calls is made anew; what readers may not see any more is gone at once."""
    stale("calls", f"call:{instance.pk}")
    if instance.pk is None or not instance.is_public:
        gone(f"call:{instance.pk}")
