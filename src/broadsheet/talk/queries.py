"""Reads that the article page, the forum and the feeds share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from broadsheet.edition.api import depends_on
from broadsheet.foundation.models import User
from broadsheet.news import queries as news
from broadsheet.news.models import ArticlePage, SectionPage
from broadsheet.talk import shown
from broadsheet.talk.models import Post, PostState, Thread, ThreadState
from broadsheet.talk.shown import ShownPost

UNDER_AN_ARTICLE = 40  # conversations; more of them stand in the forum
PER_PAGE = 40  # conversations or threads on a page of the forum
OWN = 20


def under_article(*, article: ArticlePage, is_open: bool, own: Sequence[str] = ()) -> list[ShownPost]:
    """The newest conversations under an article, in two queries.

    Args:
        own: writers whose waiting posts are shown too (`writers.own_keys`).
    """
    depends_on(f"thread:article:{article.pk}")
    roots = _roots(Q(thread__article=article), own).order_by("-created_at", "-pk")
    return _with_replies(roots[:UNDER_AN_ARTICLE], is_open=is_open, own=own)


def page_of_thread(*, thread: Thread, number: str, is_open: bool, own: Sequence[str] = ()) -> Any:
    """One page of a thread in the forum, oldest first; its items are `ShownPost`."""
    depends_on(thread.tag)
    page: Any = Paginator(_forum_roots(thread, own), PER_PAGE).get_page(number)
    page.object_list = _with_replies(page.object_list, is_open=is_open, own=own)
    return page


def page_number_of(*, post: Post, own: Sequence[str] = ()) -> int:
    """On which page of its thread the forum shows a post."""
    root = post.root or post
    before = Q(created_at__lt=root.created_at) | Q(created_at=root.created_at, pk__lt=root.pk)
    return int(_forum_roots(post.thread, own).filter(before).count() // PER_PAGE) + 1


def is_under_its_article(*, post: Post, own: Sequence[str] = ()) -> bool:
    """Whether the article's page shows this post, or only the forum does."""
    root = post.root or post
    after = Q(created_at__gt=root.created_at) | Q(created_at=root.created_at, pk__gt=root.pk)
    newer = _roots(Q(thread=post.thread_id), own).filter(after)[:UNDER_AN_ARTICLE].count()
    return newer < UNDER_AN_ARTICLE


def boards() -> list[dict[str, Any]]:
    """Every board with its threads, posts and the time of its last post."""
    depends_on("forum", "latest")
    by_board = _listed().order_by().values("board")
    rows: Any = by_board.annotate(
        threads=Count("pk"), said=Sum("posts_shown"), last=Max("last_post_at")
    )
    counts = {row.pop("board"): row for row in rows}
    nothing = {"threads": 0, "said": 0, "last": None}
    return [{"board": one, **counts.get(one.pk, nothing)} for one in news.section_list()]


def page_of_board(*, board: SectionPage, number: str) -> Any:
    """One page of a board's threads, the one with the last word first."""
    depends_on(f"board:{board.pk}", f"section:{board.pk}")
    threads = _listed().filter(board=board).select_related("article").defer("article__body")
    page: Any = Paginator(threads, PER_PAGE).get_page(number)
    page.object_list = _shown(page.object_list)
    return page


def newest_threads(*, limit: int = 8) -> list[Thread]:
    """The threads of the whole forum with the last word in them."""
    depends_on("forum", "latest")
    return _shown(_listed().select_related("article", "board").defer("article__body")[:limit])


def _shown(threads: Iterable[Thread]) -> list[Thread]:
    """The page being made names these threads, and so the articles of some."""
    found = list(threads)
    depends_on(*[f"article:{thread.article_id}" for thread in found if thread.article_id])
    return found


def newest_posts(*, article: ArticlePage, limit: int) -> QuerySet[Post]:
    """The newest published posts under an article."""
    posts = Post.objects.filter(thread__article=article, state=PostState.PUBLISHED)
    return posts.order_by("-created_at", "-pk")[:limit]


def own_posts(*, user: User) -> list[Post]:
    """A reader's last posts in every state, with where they stand."""
    posts = Post.objects.filter(user=user).order_by("-created_at", "-pk")
    return list(posts.select_related("thread__article").defer("thread__article__body")[:OWN])


def is_seen_by(*, thread: Thread, own: Sequence[str]) -> bool:
    """Whether a reader may see a thread: it is public, or they opened it."""
    if thread.article:
        return bool(thread.article.live)
    if thread.state != ThreadState.HIDDEN:
        return True
    opening = thread.posts.order_by("pk").first()
    return bool(opening and opening.state == PostState.HELD and opening.writer in own)


def is_a_stub(*, post: Post) -> bool:
    """Whether a removed post is still shown, without its words, over its answers."""
    answers = Post.objects.filter(root=post, state=PostState.PUBLISHED)
    return post.state == PostState.REMOVED and answers.exists()


def _listed() -> QuerySet[Thread]:
    """Threads in which something is said and that readers may see."""
    there = Q(article=None) | Q(article__live=True)
    return (
        Thread.objects.filter(there, posts_shown__gt=0)
        .exclude(state=ThreadState.HIDDEN)
        .order_by("-last_post_at", "-pk")
    )


def _forum_roots(thread: Thread, own: Sequence[str]) -> QuerySet[Post]:
    # By the article, since its thread may not be there before the first word.
    where = Q(thread__article=thread.article_id) if thread.article_id else Q(thread=thread)
    return _roots(where, own).order_by("created_at", "pk")


def _roots(where: Q, own: Sequence[str]) -> QuerySet[Post]:
    """Posts of the first level that this reader sees: a removed one only over answers."""
    answers = Post.objects.filter(root=OuterRef("pk"), state=PostState.PUBLISHED)
    removed = Q(state=PostState.REMOVED) & Exists(answers)
    return Post.objects.filter(where, _visible(own) | removed, root=None)


def _visible(own: Sequence[str]) -> Q:
    visible = Q(state=PostState.PUBLISHED)
    return visible | Q(state=PostState.HELD, writer__in=own) if own else visible


def _with_replies(roots: Iterable[Post], *, is_open: bool, own: Sequence[str]) -> list[ShownPost]:
    roots = list(roots)
    replies = Post.objects.filter(_visible(own), root__in=roots).select_related("parent")
    below: dict[int, list[ShownPost]] = {root.pk: [] for root in roots}
    for reply in replies.order_by("created_at", "pk"):
        assert reply.root_id is not None  # the query asks for it
        name = _answered_name(reply)
        below[reply.root_id].append(shown.post(reply, is_open=is_open, in_reply_to=name))
    return [shown.post(root, is_open=is_open, replies=tuple(below[root.pk])) for root in roots]


def _answered_name(reply: Post) -> str:
    """The name above an answer within the second level."""
    parent = reply.parent
    if parent is None or reply.parent_id == reply.root_id or parent.state != PostState.PUBLISHED:
        return ""
    return parent.name
