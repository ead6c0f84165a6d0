"""The seam to the comments: what outreach wants to know of them.

The talk room is asked through its `api`; a paper without that room has feeds
of comments that are empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from broadsheet.news.models import ArticlePage


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A published comment; `html` is safe, `url` may be a path."""

    url: str
    name: str
    html: str
    text: str
    when: datetime


def newest_comments(*, article: ArticlePage, limit: int) -> list[Comment]:
    """The newest published comments of an article."""
    return list(_comments(article, limit))


def edition_tags(*, article: ArticlePage) -> list[str]:
    """What a page that shows these comments depends on."""
    return [f"thread:article:{article.pk}"]


def _comments(article: ArticlePage, limit: int) -> Iterator[Comment]:
    yield from ()
