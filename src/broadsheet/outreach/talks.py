"""The seam to the comments: what outreach wants to know of them.

The talk room is asked through its `api`.
"""

from __future__ import annotations

from broadsheet.news.models import ArticlePage
from broadsheet.talk.api import (
    NewComment as Comment,
)
from broadsheet.talk.api import (
    PublicTopic as ForumTopic,
)
from broadsheet.talk.api import (
    newest_comments,
    newest_in_topic,
    newest_on_board,
    public_topic,
)

__all__ = [
    "Comment",
    "ForumTopic",
    "edition_tags",
    "newest_comments",
    "newest_in_topic",
    "newest_on_board",
    "public_topic",
]


def edition_tags(*, article: ArticlePage) -> list[str]:
    """What a page that shows these comments depends on."""
    return [f"thread:article:{article.pk}"]
