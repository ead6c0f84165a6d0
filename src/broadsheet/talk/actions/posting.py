"""A reader says something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from django.db import transaction
from django.db.models import F

from broadsheet.foundation.clock import now
from broadsheet.foundation.prepared import PreparedForMany, one_of
from broadsheet.foundation.text import clean_line
from broadsheet.news import queries as news
from broadsheet.news.models import ArticlePage, SectionPage
from broadsheet.talk import errors
from broadsheet.talk.actions.counting import board_of
from broadsheet.talk.actions.making import (
    SAME_PRESS_OF_THE_BUTTON,
    Wanted,
    make_posts,
    standing_post,
)
from broadsheet.talk.drafts import MAX_TITLE, Draft
from broadsheet.talk.models import OutsideSite, Post, PostState, Thread, ThreadState
from broadsheet.talk.modes import ArticleWords
from broadsheet.talk.pipeline.assessing import Read

# One writer at a time in a thread, so that counts and repeats are seen by each.
_threads_under = PreparedForMany(
    lambda slots: (
        Thread.objects.select_for_update(of=("self",))
        .filter(one_of("article", slots("article")))
        .order_by("pk")
        .only("article_id", "board_id", "page", "site_id", "state", "title")
        .annotate(
            live=F("article__live"),
            published_at=F("article__published_at"),
            mode=F("article__comment_mode"),
            section_mode=F("article__section__comment_mode"),
        )
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A reader's words under an article."""

    article_id: int
    draft: Draft
    parent: Post | None = None
    said: Read | None = None


def post_comments(sent: Sequence[Sent]) -> list[Post | errors.TalkError]:
    """Put drafts under their articles: published, or held with the reasons.

    Returns:
        For each its post, or why there is none: NoArticle, Closed, ParentGone, StaffName,
        NameTaken, Banned (see their sentences).
    """
    if not sent:
        return []
    with transaction.atomic(savepoint=False):
        places = _places_under({one.article_id for one in sent})
        wanted = [
            Wanted(
                thread=places[one.article_id][0],
                draft=one.draft,
                parent=one.parent,
                words=places[one.article_id][1],
                said=one.said,
            )
            for one in sent
            if one.article_id in places
        ]
        posted = iter(make_posts(wanted))
        return [next(posted) if one.article_id in places else errors.NoArticle() for one in sent]


def _places_under(articles: set[int]) -> dict[int, tuple[Thread, ArticleWords]]:
    """The locked threads of published articles, and what these say of their comments."""
    found: dict[int, tuple[Thread, ArticleWords]] = {}
    rows: list[Any] = _threads_under(article=sorted(articles))
    for thread in rows:
        if thread.live and thread.published_at:
            words = ArticleWords(thread.published_at, thread.mode, thread.section_mode or "")
            found[thread.article_id] = (thread, words)
    silent = articles - {thread.article_id for thread in rows}
    if silent:  # nothing was said under them yet
        fresh = news.published().filter(pk__in=silent).select_related("section").defer("body")
        for article in fresh.order_by("pk"):
            found[article.pk] = (_locked(thread_of(article=article)), ArticleWords.of(article))
    return found


def reply_in_topic(
    *, thread: Thread, draft: Draft, parent: Post | None = None, said: Read | None = None
) -> Post:
    """Put the draft into a topic of the forum. As `post_comments`, for one."""
    with transaction.atomic(savepoint=False):
        return _post(thread=_locked(thread), draft=draft, parent=parent, said=said)


def comment_on_page(
    *,
    site: OutsideSite,
    page: str,
    title: str,
    draft: Draft,
    parent: Post | None = None,
    said: Read | None = None,
) -> Post:
    """Put the draft under a page of another site. As `post_comments`, for one.

    Args:
        page: its path as `outside.finding` gives it.
        title: what the writer's browser calls the page; kept with the first word.
    """
    with transaction.atomic(savepoint=False):
        thread = _locked(page_thread(site=site, page=page))
        thread.site = site  # with what was read of it already
        if not thread.posts_shown and not _is_spoken_of(thread):
            Thread.objects.filter(pk=thread.pk).update(title=title or thread.title)
            thread.title = title or thread.title
            draft, said = replace(draft, title=title), None  # a reader's words as well
        return _post(thread=thread, draft=draft, parent=parent, said=said)


def open_topic(*, board: SectionPage, draft: Draft, said: Read | None = None) -> Post:
    """Open the topic `draft.title` on a board; its opening post is returned.

    It is held until the reader has one approved post.

    Raises:
        Closed, StaffName, NameTaken, Banned.
    """
    with transaction.atomic(savepoint=False):
        # One topic at a time on a board, so that a second press finds the first.
        SectionPage.objects.select_for_update(of=("self",)).get(pk=board.pk)
        standing = _standing_topic(board, draft)
        if standing:
            return standing
        thread = Thread.objects.create(board=board, title=draft.title, state=ThreadState.HIDDEN)
        return _post(thread=thread, draft=draft, parent=None, said=said)


def thread_of(*, article: ArticlePage) -> Thread:
    """The article's thread, made when the first word is said."""
    board = board_of(article.section)
    return Thread.objects.get_or_create(article=article, defaults={"board": board})[0]


def page_thread(*, site: OutsideSite, page: str) -> Thread:
    """The thread of a page elsewhere, made when the first word is said."""
    plain = {"board": site.board, "title": name_of_page(page) or site.host[:MAX_TITLE]}
    return Thread.objects.get_or_create(site=site, page=page, defaults=plain)[0]


def name_of_page(page: str) -> str:
    """What a page is called as long as nobody has said it: the last piece of its path."""
    return clean_line(unquote(page.partition("?")[0].rpartition("/")[2]))[:MAX_TITLE]


def _is_spoken_of(thread: Thread) -> bool:
    """Whether anything is in a thread that is not taken down."""
    return thread.posts.exclude(state=PostState.REMOVED).exists()


def _locked(thread: Thread) -> Thread:
    return Thread.objects.select_for_update().get(pk=thread.pk)


def _post(*, thread: Thread, draft: Draft, parent: Post | None, said: Read | None) -> Post:
    result = make_posts([Wanted(thread=thread, draft=draft, parent=parent, said=said)])[0]
    if isinstance(result, errors.TalkError):
        raise result
    return result


def _standing_topic(board: SectionPage, draft: Draft) -> Post | None:
    since = now() - SAME_PRESS_OF_THE_BUTTON
    topics = Thread.objects.filter(
        board=board, article=None, site=None, title=draft.title, created_at__gt=since
    )
    for thread in topics:
        standing = standing_post(thread, draft, None)
        if standing:
            return standing
    return None
