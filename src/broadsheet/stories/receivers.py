"""What happens to an article that was made of a reader's story."""

from __future__ import annotations

from typing import Any

from broadsheet.news.models import ArticlePage
from broadsheet.stories import actions


def article_published(*, article: ArticlePage, **_: Any) -> None:
    actions.note_publication(article=article)


def article_withdrawn(*, article: ArticlePage, **_: Any) -> None:
    actions.note_withdrawal(article=article)
