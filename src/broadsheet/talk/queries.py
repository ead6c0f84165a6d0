"""Reads that the forum, the account page and the feeds share; threads are read in `conversations`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from broadsheet.edition.api import depends_on, leaf
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news import queries as news
from broadsheet.news.models import ArticlePage, SectionPage
from broadsheet.talk.models import Decision, LastRead, Post, PostState, Thread, ThreadState, Verb
from broadsheet.talk.work import TAKEN_DOWN

PER_PAGE = 40  # threads on a page of the forum
NEWS = timedelta(days=30)  # what is older is not marked as unread


def boards() -> list[dict[str, Any]]:
    """Every board with its threads, posts and the time of its last post."""
    depends_on("forum", "latest")
    by_board = _listed().order_by().values("board")
    rows: Any = by_board.annotate(threads=Count("pk"), said=Sum("posts_shown"), last=Max("last_post_at"))
    counts = {row.pop("board"): row for row in rows}
    nothing = {"threads": 0, "said": 0, "last": None}
    return [{"board": one, **counts.get(one.pk, nothing)} for one in news.section_list()]


def page_of_board(*, board: SectionPage, number: str) -> Any:
    """One page of a board's threads: those kept on top, then the one with the last word."""
    depends_on(f"board:{board.pk}", f"section:{board.pk}")
    threads = (
        _listed()
        .filter(board=board)
        .order_by("-is_sticky", "-last_post_at", "-pk")
        .select_related("article", "site")
        .defer("article__body")
    )
    page = leaf(threads, size=PER_PAGE, number=number)
    page.object_list = _shown(page.object_list)
    return page


def newest_threads(*, limit: int = 8) -> list[Thread]:
    """The threads of the whole forum with the last word in them."""
    depends_on("forum", "latest")
    return _shown(_listed().select_related("article", "board", "site").defer("article__body")[:limit])


def unread(*, user: User, threads: Iterable[Thread]) -> set[int]:
    """Which of these threads have something new to a reader."""
    among = [thread.pk for thread in threads]
    return set(_unread(user).filter(pk__in=among).values_list("pk", flat=True))


def unread_boards(*, user: User) -> set[int]:
    """The boards with a thread in which something is new to a reader."""
    return set(_unread(user).order_by().values_list("board", flat=True).distinct())


def _unread(user: User) -> QuerySet[Thread]:
    """What was said before a reader came, or long ago, is not news to them."""
    seen = LastRead.objects.filter(user=user, thread=OuterRef("pk"), at__gte=OuterRef("last_post_at"))
    since = max(user.date_joined, now() - NEWS)
    return _listed().filter(~Exists(seen), last_post_at__gt=since)


def _shown(threads: Iterable[Thread]) -> list[Thread]:
    """The page being made names these threads, and so the articles of some."""
    found = list(threads)
    depends_on(*[f"article:{thread.article_id}" for thread in found if thread.article_id])
    return found


def newest_posts(*, article: ArticlePage, limit: int) -> QuerySet[Post]:
    """The newest published posts under an article."""
    return _newest(limit, thread__article=article)


def newest_in_topic(*, key: int, limit: int) -> QuerySet[Post]:
    """The newest published posts of a topic."""
    return _newest(limit, thread=key)


def newest_on_board(*, board: SectionPage, limit: int) -> QuerySet[Post]:
    """The newest published posts of the threads that a board lists."""
    # Its newest posts are in the threads that had the last word.
    threads = list(_listed().filter(board=board).values_list("pk", flat=True)[:limit])
    return _newest(limit, thread__in=threads)


def _newest(limit: int, **where: Any) -> QuerySet[Post]:
    posts = Post.objects.filter(state=PostState.PUBLISHED, **where).order_by("-created_at", "-pk")
    return posts.select_related("thread__article", "thread__site").defer("thread__article__body")[:limit]


def counts_by_path(*, paths: set[str]) -> dict[str, int]:
    """The number of comments of each published article at one of these paths, in one query."""
    slugs = {path.rstrip("/").rpartition("/")[2] for path in paths}
    # By the slug, which has an index; the path has none.
    articles = news.published().filter(slug__in=slugs).select_related("tally").defer("body")
    found = {unquote(urlsplit(article.url).path): article.comment_count for article in articles}
    return {path: number for path, number in found.items() if path in paths}


def own_posts(*, keys: Collection[str]) -> QuerySet[Post]:
    """What was written by these hands, in every state, with where it stands, newest first."""
    posts = Post.objects.filter(writer__in=keys).exclude(writer="").order_by("-created_at", "-pk")
    return posts.select_related("thread__article", "thread__site").defer("thread__article__body")


def told_of(*, posts: Iterable[Post]) -> dict[int, Decision]:
    """By which decision each of these posts is not shown, or not where it was written."""
    posts = list(posts)
    gone = Q(post__in=[post.pk for post in posts if post.state == PostState.REMOVED])
    moved = Q(post__in=[post.pk for post in posts if post.is_moved])
    which = gone & Q(verb__in=TAKEN_DOWN) | moved & Q(verb=Verb.MOVE)
    found = Decision.objects.filter(which, undone_by=None)
    return {decision.post_id: decision for decision in found.order_by("pk")}


def is_seen_by(*, thread: Thread, own: Sequence[str]) -> bool:
    """Whether a reader may see a thread: it is public, or they opened it."""
    if thread.article:
        return bool(thread.article.live)
    if thread.site:
        return thread.site.is_active
    if thread.state != ThreadState.HIDDEN:
        return True
    opening = thread.posts.order_by("pk").first()
    return bool(opening and opening.state == PostState.HELD and opening.writer in own)


def in_forum(of: str = "") -> Q:
    """Which threads the forum shows: topics, those of live articles, and of sites that are in it.

    Args:
        of: how the rows are related to the thread, such as "thread__".
    """
    topic = Q(**{f"{of}article": None, f"{of}site": None})
    site = Q(**{f"{of}site__is_active": True, f"{of}site__in_forum": True})
    return topic | Q(**{f"{of}article__live": True}) | site


def _listed() -> QuerySet[Thread]:
    """Threads in which something is said and that readers may see in the forum."""
    return (
        Thread.objects.filter(in_forum(), posts_shown__gt=0)
        .exclude(state=ThreadState.HIDDEN)
        .order_by("-last_post_at", "-pk")
    )
