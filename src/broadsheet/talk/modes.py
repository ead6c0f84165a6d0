"""How comments are taken in a place: the article's word, else the section's, else the paper's."""

from __future__ import annotations

from broadsheet.news import queries as news
from broadsheet.news.models import ArticlePage, SectionPage
from broadsheet.news.models.paper import CommentMode
from broadsheet.talk.models import Thread, ThreadState


def mode_of(*, thread: Thread) -> CommentMode:
    """How a thread takes posts; a closed thread takes none."""
    if thread.state == ThreadState.CLOSED:
        return CommentMode.CLOSED
    if thread.article:
        return _set_for(thread.article)
    return board_mode(board=thread.board)


def article_mode(*, article: ArticlePage) -> CommentMode:
    """How an article takes comments."""
    closed = Thread.objects.filter(article=article, state=ThreadState.CLOSED)
    return CommentMode.CLOSED if closed.exists() else _set_for(article)


def board_mode(*, board: SectionPage | None) -> CommentMode:
    """How a section and its board take them."""
    if board and board.comment_mode:
        return CommentMode(board.comment_mode)
    return CommentMode(news.paper_settings().comment_mode)


def _set_for(article: ArticlePage) -> CommentMode:
    if article.comment_mode:
        return CommentMode(article.comment_mode)
    return board_mode(board=article.section)
