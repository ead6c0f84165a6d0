"""An article's thread follows the article, the search index its posts."""

from __future__ import annotations

from typing import Any

from broadsheet.edition.api import gone, stale
from broadsheet.foundation.prepared import Prepared, Slot
from broadsheet.news.models import ArticlePage
from broadsheet.talk import openness, search
from broadsheet.talk.actions.counting import board_of, spoil
from broadsheet.talk.models import OutsideSite, Post, Thread

_thread_of = Prepared(lambda: Thread.objects.filter(article=Slot("article")))


def post_saved(*, instance: Post, **_: Any) -> None:
    """The forum's search has its words, or has them no longer."""
    search.index_post(post=instance)


def article_moved_on(*, article: ArticlePage, filed: bool = False, **_: Any) -> None:
    """Its headline, its section or whether readers see it may be new; one just filed has no thread."""
    thread = None if filed else _thread_of.first(article=article.pk)
    if thread is None:
        return
    spoil(thread)
    board = board_of(article.section)
    if board and thread.board_id != board.pk:
        Thread.objects.filter(pk=thread.pk).update(board=board)
        thread.board = board
        spoil(thread)


def site_saved(*, instance: OutsideSite, **_: Any) -> None:
    """What the newsroom says of another site holds at once, and for threads that are there."""
    Thread.objects.filter(site=instance).exclude(board=instance.board).update(board=instance.board)
    gone(instance.tag)  # they say who may frame them
    stale("paper")


def thread_deleted(**_: Any) -> None:
    """What was counted in earlier months went with it."""
    stale(openness.TAG)
