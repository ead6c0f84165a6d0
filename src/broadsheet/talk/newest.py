"""The newest comments of an article, for feeds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from broadsheet.news.models import ArticlePage
from broadsheet.talk import queries


@dataclass(frozen=True, slots=True, kw_only=True)
class NewComment:
    """A published comment; `html` is safe, `url` a path."""

    url: str
    name: str
    html: SafeString
    text: str
    when: datetime


def newest_comments(*, article: ArticlePage, limit: int) -> list[NewComment]:
    """The newest published comments, newest first.

    A page that shows them depends on the edition tag "thread:article:<pk>".
    """
    return [
        NewComment(
            url=post.permalink,
            name=post.name,
            html=post.text_html,
            text=post.text,
            when=post.created_at,
        )
        for post in queries.newest_posts(article=article, limit=limit)
    ]
