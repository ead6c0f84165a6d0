"""What stands in a thread: conversations in an order, by pages, with what was moved away.

A conversation is a post of the first level and its answers. The number of
queries is the same however long the thread and its conversations are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber

from broadsheet.edition.api import depends_on, leaf
from broadsheet.foundation.prepared import Prepared, Slot
from broadsheet.talk import orders, shown, ways
from broadsheet.talk.models import Post, PostState, Reaction, Thread, ThreadState, Trace
from broadsheet.talk.orders import Order
from broadsheet.talk.shown import ShownPost

UNDER_AN_ARTICLE = 25  # conversations; more of them stand in the forum
PER_PAGE = 25  # conversations on a page of the forum
MOST_ROOTS = max(UNDER_AN_ARTICLE, PER_PAGE)
NO_POST = 0  # the key of none
ANSWERS = 10  # under a post; more of them have pages of their own
SORTED = {
    Order.NEWEST: ("-created_at", "-pk"),
    Order.OLDEST: ("created_at", "pk"),
    Order.PICKS: ("-created_at", "-pk"),
    Order.LIKED: ("-liked", "-created_at", "-pk"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who looks at a thread. `own`: writers whose waiting posts are shown too
    (`writers.own_keys`); `since`: what came after it is new to them."""

    own: Sequence[str] = ()
    since: datetime | None = None


STRANGER = Reader()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderArticle:
    """The newest conversations of an article; `has_more` when the forum shows more."""

    conversations: list[ShownPost]
    has_more: bool


def under_article(
    *,
    article_id: int,
    is_open: bool,
    reader: Reader = STRANGER,
    has_answers: bool = True,
    has_traces: bool = True,
) -> UnderArticle:
    """The newest conversations under an article.

    Args:
        has_answers, has_traces: whether there may be any, of other comments and of moved ones.
    """
    depends_on(f"thread:article:{article_id}")
    if reader.own:
        page = list(_newest_under(article_id, reader))
    else:
        page = _newest_for_strangers(article=article_id)
    found, after = page[:UNDER_AN_ARTICLE], page[UNDER_AN_ARTICLE:]
    traces: Iterable[Trace] = []
    if has_traces and after:
        where = Q(thread__article=article_id)
        traces = _between(where, found, after, is_first=True, newest_first=True)
    elif has_traces:
        traces = _all_traces(article=article_id)
    return UnderArticle(
        conversations=_conversations(
            found, traces, is_open=is_open, reader=reader, newest_first=True, has_answers=has_answers
        ),
        has_more=bool(after),
    )


def _newest_under(article: Any, reader: Reader) -> QuerySet[Post]:
    roots = _roots(Q(thread__article=article), reader).order_by(*SORTED[Order.NEWEST])
    return roots[: UNDER_AN_ARTICLE + 1]


_newest_for_strangers = Prepared(lambda: _newest_under(Slot("article"), STRANGER))
_all_traces = Prepared(lambda: _public(Trace.objects.filter(thread__article=Slot("article"))))


def page_of_thread(
    *, thread: Thread, order: Order, number: str, is_open: bool, reader: Reader = STRANGER
) -> Any:
    """One page of a thread in the forum; its items are `ShownPost`."""
    depends_on(thread.tag)
    roots = _in_order(thread, order, reader)
    page = leaf(roots, size=PER_PAGE, number=number)
    start = (page.number - 1) * PER_PAGE
    rows = list(roots[start : start + PER_PAGE + 1])
    found, after = rows[:PER_PAGE], rows[PER_PAGE:]
    newest_first = order == Order.NEWEST
    traces = _public(Trace.objects.filter(root__in=found))
    if order in {Order.NEWEST, Order.OLDEST}:
        traces = _between(
            _where(thread), found, after, is_first=page.number == 1, newest_first=newest_first
        )
    page.object_list = _conversations(
        found, traces, is_open=is_open, reader=reader, newest_first=newest_first
    )
    if thread.is_topic:
        page.object_list = _with_origins(page.object_list)
    return page


def page_of_answers(*, root: Post, number: str, is_open: bool, reader: Reader = STRANGER) -> Any:
    """One page of the answers to a post, oldest first."""
    depends_on(root.thread.tag)
    answers = _answers(root, reader).select_related("parent")
    page = leaf(answers, size=PER_PAGE, number=number)
    posts = list(page.object_list)
    likes = _likes(reader, posts)
    page.object_list = [_answer(post, is_open=is_open, reader=reader, likes=likes) for post in posts]
    return page


def place_of(*, post: Post, own: Sequence[str] = ()) -> str:
    """The address at which the forum shows a post."""
    reader = Reader(own=own)
    if post.root and not _is_among_the_first(post, post.root, reader):
        number = _answers(post.root, reader).filter(_before(post)).count() // PER_PAGE + 1
        return _address(ways.to("forum_answers", post.root_id), number, post)
    root, thread = post.root or post, post.thread
    order = Order.of(thread)
    earlier = _after(root) if order == Order.NEWEST else _before(root)
    number = _in_order(thread, order, reader).filter(earlier).count() // PER_PAGE + 1
    return _address(orders.address(thread, order), number, post)


def is_under_its_article(*, post: Post, own: Sequence[str] = ()) -> bool:
    """Whether the article's page shows this post, or only the forum does."""
    reader = Reader(own=own)
    root = post.root or post
    newer = _roots(Q(thread=post.thread_id), reader).filter(_after(root))
    if newer[:UNDER_AN_ARTICLE].count() >= UNDER_AN_ARTICLE:
        return False
    return post.root is None or _is_among_the_first(post, post.root, reader)


def is_a_stub(*, post: Post) -> bool:
    """Whether a removed post is still shown, without its words, over its answers."""
    answers = Post.objects.filter(root=post, state=PostState.PUBLISHED)
    return post.state == PostState.REMOVED and answers.exists()


# Posts of the first level ------------------------------------------------------------------


def _where(thread: Thread) -> Q:
    # By the article, since its thread may not be there before the first word.
    if thread.article_id:
        return Q(thread__article=thread.article_id)
    return Q(thread=thread) if thread.pk else Q(pk__in=[])


def _in_order(thread: Thread, order: Order, reader: Reader) -> QuerySet[Post]:
    roots = _roots(_where(thread), reader)
    if order == Order.PICKS:
        picked = Post.objects.filter(root=OuterRef("pk"), is_pick=True, state=PostState.PUBLISHED)
        roots = roots.filter(Q(is_pick=True, state=PostState.PUBLISHED) | Exists(picked))
    return roots.order_by(*SORTED[order])


def _roots(where: Q, reader: Reader) -> QuerySet[Post]:
    """Posts of the first level that this reader sees: a removed one only over answers."""
    answers = Post.objects.filter(root=OuterRef("pk"), state=PostState.PUBLISHED)
    removed = Q(state=PostState.REMOVED) & Exists(answers)
    return Post.objects.filter(where, _visible(reader) | removed, root=None)


def _visible(reader: Reader) -> Q:
    visible = Q(state=PostState.PUBLISHED)
    return visible | Q(state=PostState.HELD, writer__in=reader.own) if reader.own else visible


def _before(post: Post) -> Q:
    return Q(created_at__lt=post.created_at) | Q(created_at=post.created_at, pk__lt=post.pk)


def _after(post: Post) -> Q:
    return Q(created_at__gt=post.created_at) | Q(created_at=post.created_at, pk__gt=post.pk)


def _address(base: str, number: int, post: Post) -> str:
    query = f"?page={number}" if number > 1 else ""
    return f"{base}{query}#comment-{post.pk}"


# Answers -----------------------------------------------------------------------------------


def _answers(root: Post, reader: Reader) -> QuerySet[Post]:
    return Post.objects.filter(_visible(reader), root=root).order_by("created_at", "pk")


def _is_among_the_first(post: Post, root: Post, reader: Reader) -> bool:
    if post.state == PostState.HELD:
        return True  # only its writer asks, and sees it
    earlier = Post.objects.filter(_before(post), root=root, state=PostState.PUBLISHED)
    return earlier[:ANSWERS].count() < ANSWERS


def _first_answers(roots: Sequence[Post], reader: Reader) -> Iterable[Post]:
    """The first answers to each, with how many there are; a reader's own that wait come too."""
    keys = [root.pk for root in roots]
    if not keys:
        return []
    if reader.own or len(keys) > MOST_ROOTS:
        return _first_answers_to(keys, reader)
    slots = [*keys, *[NO_POST] * (MOST_ROOTS - len(keys))]
    return _first_answers_for_strangers(**{f"root_{place}": key for place, key in enumerate(slots)})


def _first_answers_to(roots: Sequence[Any], reader: Reader) -> QuerySet[Post]:
    held_last = Case(When(state=PostState.HELD, then=1), default=0)
    order: Any = (held_last, F("created_at"), F("pk"))
    answers = Post.objects.filter(_visible(reader), root__id__in=roots).annotate(
        rank=Window(RowNumber(), partition_by=F("root"), order_by=order),
        number=Window(Count("pk"), partition_by=F("root")),
    )
    first = answers.filter(Q(rank__lte=ANSWERS) | Q(state=PostState.HELD))
    return first.select_related("parent").order_by("created_at", "pk")


_first_answers_for_strangers = Prepared(
    lambda: _first_answers_to([Slot(f"root_{place}") for place in range(MOST_ROOTS)], STRANGER)
)


def _answer(reply: Post, *, is_open: bool, reader: Reader, likes: Collection[int]) -> ShownPost:
    return shown.post(
        reply,
        is_open=is_open,
        in_reply_to=_answered_name(reply),
        is_new=_is_new(reply, reader),
        own=reader.own,
        likes=likes,
    )


def _likes(reader: Reader, posts: Iterable[Post]) -> set[int]:
    """Which of these posts the reader finds good; on a page for everybody none."""
    if not reader.own:
        return set()
    liked = Reaction.objects.filter(by__in=reader.own, post__in=[post.pk for post in posts])
    return set(liked.values_list("post", flat=True))


def _answered_name(reply: Post) -> str:
    """The name above an answer within the second level."""
    parent = reply.parent
    if parent is None or reply.parent_id == reply.root_id or parent.state != PostState.PUBLISHED:
        return ""
    return parent.name


def _is_new(post: Post, reader: Reader) -> bool:
    if reader.since is None or post.state != PostState.PUBLISHED or post.writer in reader.own:
        return False
    return post.created_at > reader.since


# Together ----------------------------------------------------------------------------------


def _conversations(
    roots: list[Post],
    traces: Iterable[Trace],
    *,
    is_open: bool,
    reader: Reader,
    newest_first: bool,
    has_answers: bool = True,
) -> list[ShownPost]:
    below: dict[int, list[ShownPost]] = {root.pk: [] for root in roots}
    numbers: dict[int, int] = {}
    answers = list(_first_answers(roots, reader)) if has_answers else []
    likes = _likes(reader, [*roots, *answers])
    for reply in answers:
        assert reply.root_id is not None  # the query asks for it
        below[reply.root_id].append(_answer(reply, is_open=is_open, reader=reader, likes=likes))
        numbers[reply.root_id] = reply.number  # type: ignore[attr-defined]
    stubs = [(trace.root_id, shown.moved(trace.post)) for trace in traces]
    for root_id, stub in stubs:
        if root_id in below:
            below[root_id].append(stub)
            below[root_id].sort(key=lambda one: one.created_at)
    found = [
        shown.post(
            root,
            is_open=is_open,
            is_new=_is_new(root, reader),
            own=reader.own,
            likes=likes,
            replies=tuple(below[root.pk]),
            answers=numbers.get(root.pk, 0) if numbers.get(root.pk, 0) > ANSWERS else 0,
        )
        for root in roots
    ]
    alone = [stub for root_id, stub in stubs if root_id is None]
    if not alone:
        return found
    return sorted([*found, *alone], key=lambda one: one.created_at, reverse=newest_first)


# What was moved ------------------------------------------------------------------------------


def _between(
    where: Q, found: list[Post], after: list[Post], *, is_first: bool, newest_first: bool
) -> QuerySet[Trace]:
    """The public traces that stand between the posts of a page, or below one of them."""
    alone = Q(root=None)
    start, end = ("lte", "gt") if newest_first else ("gte", "lt")
    if found and not is_first:
        alone &= Q(**{f"post__created_at__{start}": found[0].created_at})
    if after:
        alone &= Q(**{f"post__created_at__{end}": after[0].created_at})
    return _public(Trace.objects.filter(where, alone | Q(root__in=found)))


def _public(traces: QuerySet[Trace]) -> QuerySet[Trace]:
    """Those of posts that readers see where they stand now."""
    return (
        traces.filter(post__state=PostState.PUBLISHED)
        .exclude(post__thread__state=ThreadState.HIDDEN)
        .select_related("post")
    )


def _with_origins(found: list[ShownPost]) -> list[ShownPost]:
    """Posts that were moved here say from where, as long as readers see that place."""
    moved = [post.id for post in found if post.is_moved]
    traces = Trace.objects.filter(post__in=moved).select_related("thread__article", "thread__site")
    origins = {trace.post_id: trace.thread for trace in traces.defer("thread__article__body")}
    depends_on(*[f"article:{one.article_id}" for one in origins.values() if one.article_id])
    return [shown.moved_from(post, origins.get(post.id)) for post in found]
