"""Comments and topics as they come from another system, or leave this one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from broadsheet.edition.api import stale
from broadsheet.foundation.text import clean_line, clean_text
from broadsheet.news.models import ArticlePage, SectionPage
from broadsheet.talk import names, openness, search
from broadsheet.talk.actions.counting import recount
from broadsheet.talk.actions.posting import thread_of
from broadsheet.talk.drafts import MAX_NAME, MAX_TITLE, digest
from broadsheet.talk.models import (
    Decision,
    ListEntry,
    ListKind,
    Post,
    PostState,
    Reaction,
    Reason,
    Thread,
    ThreadState,
    Verb,
)
from broadsheet.talk.pipeline import lists, looks
from broadsheet.talk.pipeline.folding import fold, phrase
from broadsheet.talk.pipeline.signals import Signal, combined
from broadsheet.talk.pipeline.tongues import language_of

MAX_EMAIL = 254  # RFC 5321 §4.5.3.1.3
MAX_PHRASE = 100
MOST_LIKES = 100_000  # of a comment; a file may say anything
CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentCopy:
    """A comment outside the paper. `key` is unique and stable where it comes from."""

    key: str
    name: str
    text: str
    when: datetime
    parent_key: str = ""
    email: str = ""
    state: str = "published"  # or "held", "removed"
    reason: str = ""
    pick: bool = False
    likes: int = 0
    edited: datetime | None = None
    staff: bool = False  # by somebody of the newsroom, and shown as that


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCopy:
    """A topic of the forum; its first post opens it."""

    key: str
    board: SectionPage
    title: str
    posts: tuple[CommentCopy, ...]
    closed: bool = False
    sticky: bool = False  # on top of its board


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseCopy:
    """A phrase of the paper's word lists."""

    phrase: str
    kind: str  # "hold", "flag" or "allow"
    note: str = ""


def import_comments(*, article: ArticlePage, comments: Sequence[CommentCopy]) -> int:
    """Put comments under an article; how many were new.

    Idempotent by (article, key): what is there already stays as the newsroom
    left it. A parent may come after its answers; one that is nowhere is left out,
    and the answer stands by itself.

    Raises:
        ValueError: a state that is none of the three.
    """
    if not comments:
        return 0
    with transaction.atomic():
        return file(thread_of(article=article), comments)


def import_topic(*, topic: TopicCopy) -> None:
    """Put a topic on its board. Idempotent by its key and those of its posts.

    Raises:
        ValueError: a topic without a title or a post, or a post in an unknown state.
    """
    title = clean_line(topic.title)[:MAX_TITLE]
    if not title or not topic.posts:
        raise ValueError(f"The topic “{topic.key}” needs a title and a post that opens it.")
    with transaction.atomic():
        thread, is_new = Thread.objects.get_or_create(
            origin_key=topic.key,
            defaults={
                "board": topic.board,
                "title": title,
                "state": ThreadState.HIDDEN,
                "created_at": topic.posts[0].when,
            },
        )
        file(thread, topic.posts)
        if is_new:
            thread.is_sticky = topic.sticky
            if topic.closed and thread.state == ThreadState.OPEN:
                thread.state = ThreadState.CLOSED
            thread.save(update_fields=["is_sticky", "state"])


def import_phrase(*, copy: PhraseCopy) -> None:
    """Put a phrase on a word list. One that is on any stays where the newsroom put it.

    Raises:
        ValueError: there is no such list, or no word in it.
    """
    words = clean_line(copy.phrase)[:MAX_PHRASE]
    folded = phrase(words)
    if copy.kind not in ListKind.values or not folded.strip():
        raise ValueError(f"“{words}” cannot be on a word list “{copy.kind}”.")
    told = {"phrase": words, "kind": copy.kind, "note": clean_line(copy.note)[:200]}
    ListEntry.objects.get_or_create(folded=folded, defaults=told)


def phrases() -> Iterator[PhraseCopy]:
    """The word lists."""
    # Sorted here: each database has an order of its own.
    for one in sorted(ListEntry.objects.all(), key=lambda one: one.folded):
        yield PhraseCopy(phrase=one.phrase, kind=one.kind, note=one.note)


def known_keys(*, article: ArticlePage) -> set[str]:
    """The keys of the comments that are under an article already."""
    return set(Post.objects.filter(thread__article=article).values_list("origin_key", flat=True))


def discussed(*, articles: Iterable[int]) -> set[int]:
    """Which of these articles, by their keys, have comments in any state."""
    posts = Post.objects.filter(thread__article__in=list(articles)).order_by()
    return set(posts.values_list("thread__article", flat=True).distinct())


def comments_of(*, article: ArticlePage) -> Iterator[CommentCopy]:
    """Every comment of an article in every state, parents before their answers."""
    return copies_of(Post.objects.filter(thread__article=article))


def topics() -> Iterator[TopicCopy]:
    """Every topic of the forum with all its posts, oldest first.

    A topic whose section is gone has no board and is left out.
    """
    threads = Thread.objects.filter(article=None, site=None, board__isnull=False).select_related("board")
    for thread in threads.order_by("pk").iterator(chunk_size=CHUNK):
        assert thread.board is not None  # the query asks for it
        yield TopicCopy(
            key=thread.origin_key,
            board=thread.board,
            title=thread.title,
            posts=tuple(copies_of(Post.objects.filter(thread=thread))),
            closed=thread.state == ThreadState.CLOSED,
            sticky=thread.is_sticky,
        )


def file(thread: Thread, comments: Sequence[CommentCopy]) -> int:
    """Put comments into a thread; how many were new. In a transaction."""
    posts = _by_key(thread)
    new = [copy for copy in _parents_first(comments) if copy.key not in posts]
    waiting = new
    while waiting:
        # A level at a time, so that each finds its parent with a number.
        keys = {copy.key for copy in waiting}
        level = [copy for copy in waiting if copy.parent_key not in keys] or waiting[:1]
        made = [_make(thread, copy, posts.get(copy.parent_key)) for copy in level]
        for post in made:
            post.weigh()
        Post.objects.bulk_create(made, batch_size=CHUNK)
        posts |= {post.origin_key: post for post in made}
        waiting = [copy for copy in waiting if copy.key not in posts]
    if new:
        _note_likes(posts, new)
        reasons = {copy.key: copy.reason for copy in new}
        mine = [posts[copy.key] for copy in new]
        removed = [post for post in mine if post.state == PostState.REMOVED]
        Decision.objects.bulk_create(
            [_decision(post, reasons[post.origin_key]) for post in removed], batch_size=CHUNK
        )
        search.index_new(posts=mine)
        recount(thread)
        stale(openness.TAG)
    return len(new)


def _note_likes(posts: dict[str, Post], new: Sequence[CommentCopy]) -> None:
    """A row for each reader who found a post good there, so that the next one here is one more."""
    Reaction.objects.bulk_create(
        [
            Reaction(post=posts[copy.key], by=f"elsewhere:{number}", at=copy.when)
            for copy in new
            for number in range(_likes(copy))
        ],
        batch_size=CHUNK,
    )


def _likes(copy: CommentCopy) -> int:
    return min(max(copy.likes, 0), MOST_LIKES)


def _by_key(thread: Thread) -> dict[str, Post]:
    """What is in the thread, by the key it has outside."""
    posts = Post.objects.filter(thread=thread).select_related("root").defer("text")
    return {post.origin_key: post for post in posts}


def _parents_first(comments: Sequence[CommentCopy]) -> list[CommentCopy]:
    """Each comment once, after the one it answers; a ring of answers is cut open."""
    waiting = {copy.key: copy for copy in comments}
    ordered: dict[str, CommentCopy] = {}
    for start in comments:
        chain: dict[str, CommentCopy] = {}
        copy: CommentCopy | None = start
        while copy and copy.key not in ordered and copy.key not in chain:
            chain[copy.key] = waiting[copy.key]
            copy = waiting.get(copy.parent_key)
        ordered |= dict(reversed(chain.items()))
    return list(ordered.values())


def _make(thread: Thread, copy: CommentCopy, parent: Post | None) -> Post:
    if copy.state not in PostState.values:
        raise ValueError(f"The comment “{copy.key}” is “{copy.state}”, which is no state we know.")
    name = clean_line(copy.name)[:MAX_NAME] or _("Reader")
    text = clean_text(copy.text)
    found = _noticed(name, text) if copy.state == PostState.HELD else []
    return Post(
        thread=thread,
        parent=parent,
        root=(parent.root or parent) if parent else None,
        name=name,
        name_key=names.key(name),
        email=clean_line(copy.email)[:MAX_EMAIL],
        text=text,
        state=copy.state,
        origin_key=copy.key,
        is_pick=copy.pick,
        is_staff=copy.staff,
        liked=_likes(copy),
        edited_at=copy.edited,
        signals=[signal.as_json() for signal in found],
        score=combined(found),
        language=language_of(text, here=settings.LANGUAGE_CODE),
        created_at=copy.when,
        digest=digest(text),
    )


def _noticed(name: str, text: str) -> list[Signal]:
    """What the words say, so that what waits is in its order here as well."""
    folded = fold(f"{name}\n{text}")
    return [*looks.signals(text=text, name=name, folded=folded, hidden=0), *lists.signals(folded)]


def _decision(post: Post, reason: str) -> Decision:
    """The decision that another house made, without a name of ours."""
    known = reason if reason in Reason.values else Reason.OTHER
    return Decision(
        post=post,
        verb=Verb.REMOVE,
        reason=known,
        note="" if reason == known else clean_line(reason)[:300],
        when=post.created_at,
        was=PostState.PUBLISHED,
        became=PostState.REMOVED,
    )


def copies_of(posts: QuerySet[Post]) -> Iterator[CommentCopy]:
    """Posts as they leave, parents before their answers."""
    # Answers are always made after what they answer.
    rows = posts.order_by("pk").select_related("parent").prefetch_related("decisions")
    for post in rows.iterator(chunk_size=CHUNK):
        yield CommentCopy(
            key=post.origin_key,
            name=post.name,
            text=post.text,
            when=post.created_at,
            parent_key=post.parent.origin_key if post.parent else "",
            email=post.email,
            state=post.state,
            reason=_reason(post),
            pick=post.is_pick,
            likes=post.liked,
            edited=post.edited_at,
            staff=post.is_staff,
        )


def _reason(post: Post) -> str:
    """The reason of the last word on a removed post."""
    if post.state != PostState.REMOVED:
        return ""
    return next((decision.reason for decision in post.decisions.all() if decision.reason), "")
