"""What was said last in one place, for feeds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from broadsheet.edition.api import depends_on
from broadsheet.news.models import ArticlePage, SectionPage
from broadsheet.talk import queries
from broadsheet.talk.models import Post, Thread


@dataclass(frozen=True, slots=True, kw_only=True)
class NewComment:
    """A published comment; `html` is safe, `url` a path, `heading` its article's or topic's."""

    url: str
    name: str
    html: SafeString
    text: str
    when: datetime
    heading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicTopic:
    """A topic of the forum that everybody may read; `url` is a path."""

    key: int
    title: str
    url: str


def newest_comments(*, article: ArticlePage, limit: int) -> list[NewComment]:
    """The newest published comments, newest first.

    A page that shows them depends on the edition tag "thread:article:<pk>".
    """
    return _copies(queries.newest_posts(article=article, limit=limit))


def newest_on_board(*, board: SectionPage, limit: int) -> list[NewComment]:
    """The newest on a board of the forum, under articles and in topics."""
    depends_on(f"board:{board.pk}", f"section:{board.pk}")
    posts = list(queries.newest_on_board(board=board, limit=limit))
    # A withdrawn article takes its headline from here at once.
    depends_on(*{f"article:{post.thread.article_id}" for post in posts if post.thread.article_id})
    return _copies(posts)


def public_topic(*, key: int) -> PublicTopic | None:
    """A topic by its number, None when readers cannot see it."""
    thread = Thread.objects.filter(pk=key, article=None, site=None).first()
    if thread is None or not queries.is_seen_by(thread=thread, own=()):
        return None
    return PublicTopic(key=thread.pk, title=thread.title, url=thread.url)


def newest_in_topic(*, topic: PublicTopic, limit: int) -> list[NewComment]:
    """The newest in a topic."""
    depends_on(f"thread:{topic.key}")
    return _copies(queries.newest_in_topic(key=topic.key, limit=limit))


def _copies(posts: Iterable[Post]) -> list[NewComment]:
    return [
        NewComment(
            url=post.permalink,
            name=post.name,
            html=post.text_html,
            text=post.text,
            when=post.created_at,
            heading=post.thread.heading,
        )
        for post in posts
    ]
