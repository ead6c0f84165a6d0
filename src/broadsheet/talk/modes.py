"""How comments are taken in a place: the article's word, else the section's, else the paper's."""

from __future__ import annotations

from datetime import datetime, timedelta

from broadsheet.edition.api import valid_until
from broadsheet.foundation.clock import now
from broadsheet.foundation.prepared import Prepared, Slot
from broadsheet.news import queries as news
from broadsheet.news.models import ArticlePage, SectionPage
from broadsheet.news.models.paper import CommentMode
from broadsheet.talk import lockdown
from broadsheet.talk.models import LockdownKind, OutsideSite, Thread, ThreadState

_closed = Prepared(
    lambda: (
        Thread.objects.filter(article=Slot("article"), state=ThreadState.CLOSED)
        .order_by()
        .values_list("pk", flat=True)[:1]
    )
)


def mode_of(*, thread: Thread) -> CommentMode:
    """How a thread takes posts; a closed thread takes none."""
    if thread.state == ThreadState.CLOSED or _is_shut():
        return CommentMode.CLOSED
    if thread.article:
        return _set_for(thread.article)
    if thread.site:
        return _set_for_site(thread.site)
    return board_mode(board=thread.board)


def article_mode(*, article: ArticlePage) -> CommentMode:
    """How an article takes comments."""
    is_closed = _is_shut() or _closed.first(article=article.pk) is not None
    return CommentMode.CLOSED if is_closed else _set_for(article)


def board_mode(*, board: SectionPage | None) -> CommentMode:
    """How a section and its board take them."""
    if _is_shut():
        return CommentMode.CLOSED
    if board and board.comment_mode:
        return CommentMode(board.comment_mode)
    return CommentMode(news.paper_settings().comment_mode)


def closes_at(*, article: ArticlePage) -> datetime | None:
    """When an article's comments close by themselves."""
    days = news.paper_settings().comments_close_days
    if not days or not article.published_at:
        return None
    return article.published_at + timedelta(days=days)


def _set_for(article: ArticlePage) -> CommentMode:
    end = closes_at(article=article)
    if end is not None:
        if end <= now():
            return CommentMode.CLOSED
        valid_until(end)
    if article.comment_mode:
        return CommentMode(article.comment_mode)
    return board_mode(board=article.section)


def _set_for_site(site: OutsideSite) -> CommentMode:
    if not site.is_active:
        return CommentMode.CLOSED
    return CommentMode(site.comment_mode) if site.comment_mode else board_mode(board=site.board)


def _is_shut() -> bool:
    return lockdown.current() == LockdownKind.CLOSE
