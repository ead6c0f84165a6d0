"""The seam to the comments: what outreach wants to know of them.

The talk room is asked through its `api`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from broadsheet.news.models import ArticlePage
from broadsheet.talk import api


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
    return [
        Comment(url=said.url, name=said.name, html=said.html, text=said.text, when=said.when)
        for said in api.newest_comments(article=article, limit=limit)
    ]


def edition_tags(*, article: ArticlePage) -> list[str]:
    """What a page that shows these comments depends on."""
    return [f"thread:article:{article.pk}"]
