"""From drafts to posts: all that are written together, in one piece."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from broadsheet.foundation.clock import now
from broadsheet.foundation.prepared import insert
from broadsheet.news import queries as news
from broadsheet.news.models.paper import CommentMode
from broadsheet.talk import bans, errors, hooks, lockdown, names, notices, search, second_look
from broadsheet.talk.actions.counting import recount
from broadsheet.talk.asked import Asked, ask
from broadsheet.talk.drafts import Draft
from broadsheet.talk.models import Post, PostState, Thread, ThreadState
from broadsheet.talk.modes import ArticleWords, mode_of
from broadsheet.talk.pipeline.assessing import Place, Read, assess

SAME_PRESS_OF_THE_BUTTON = timedelta(days=1)
OF_A_BROWSER_WE_DO_NOT_KNOW_YET = timedelta(minutes=2)  # its first answer may be still on the way


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to become a post.

    Args:
        thread: locked by this transaction.
        words: what its article says of comments, where that is known.
        said: what was read in the draft; read now where it was not yet.
    """

    thread: Thread
    draft: Draft
    parent: Post | None = None
    words: ArticleWords | None = None
    said: Read | None = None


def make_posts(wanted: Sequence[Wanted]) -> list[Post | errors.TalkError]:
    """A post of each, published or held with the reasons, or why there is none.

    The same words by the same writer in the same place are the same post,
    however often the button was pressed.
    """
    found: dict[int, Post | errors.TalkError] = {}
    for places in _in_turn(wanted):
        found |= zip(places, _make([wanted[place] for place in places]), strict=True)
    return [found[place] for place in range(len(wanted))]


def _in_turn(wanted: Sequence[Wanted]) -> Iterable[list[int]]:
    """In as many turns as are needed for each to see what came before from its writer, under its
    name or with its words."""
    turns: dict[int, list[int]] = defaultdict(list)
    next_turn: dict[str, int] = defaultdict(int)
    for place, one in enumerate(wanted):
        marks = (f"by {one.draft.writer.key}", f"as {one.draft.name_key}", one.draft.digest)
        turn = max(next_turn[mark] for mark in marks)
        next_turn |= dict.fromkeys(marks, turn + 1)
        turns[turn].append(place)
    return turns.values()


def _make(wanted: list[Wanted]) -> list[Post | errors.TalkError]:
    results: list[Post | errors.TalkError] = []
    made: list[Post] = []
    for one, asked in zip(wanted, ask([one.draft for one in wanted]), strict=True):
        try:
            post = _standing_or_new(one, asked)
        except errors.TalkError as error:
            results.append(error)
            continue
        results.append(post)
        if post._state.adding:
            made.append(post)
    if made:
        _keep(made)
    return results


def _standing_or_new(wanted: Wanted, asked: Asked) -> Post:
    """The post that stands there already, or one that is still to be kept."""
    thread, draft, parent = wanted.thread, wanted.draft, wanted.parent
    mode = mode_of(thread=thread, words=wanted.words)
    _may_write(thread, mode, draft, parent, asked)
    standing = standing_post(thread, draft, parent) if asked.repeats else None
    if standing:
        return standing
    found = assess(
        draft=draft, place=place_of(thread, draft, mode=mode), repeats=asked.repeats, said=wanted.said
    )
    post = Post(
        thread=thread,
        parent=parent,
        root=(parent.root or parent) if parent else None,
        name=draft.name,
        name_key=draft.name_key,
        email=draft.email,
        user=draft.writer.user,
        writer=draft.writer.key,
        text=draft.text,
        state=PostState.HELD if found.holds else PostState.PUBLISHED,
        signals=found.kept,
        score=found.score,
        language=found.language,
        needs_look=second_look.is_wanted(),
        is_staff=draft.writer.is_staff,
        wants_notices=draft.wants_notices and bool(draft.email),
        digest=draft.digest,
        address_hash=draft.writer.address_hash,
    )
    post.weigh()
    return post


def _keep(posts: list[Post]) -> None:
    insert(posts)
    search.index_new(posts=posts)
    public = [post for post in posts if post.state == PostState.PUBLISHED]
    for thread in {post.thread_id: post.thread for post in public}.values():
        recount(thread)
    for post in public:
        notices.prepare(post=post)
    for post in posts:
        hooks.tell(post=post, event=hooks.HELD if post.state == PostState.HELD else hooks.CREATED)


def place_of(thread: Thread, draft: Draft, *, mode: CommentMode) -> Place:
    """What a thread, the paper and the bans say to a draft."""
    return Place(
        mode=mode,
        opens_topic=opens_topic(thread),
        first=news.paper_settings().comments_first_held,
        lockdown=bool(lockdown.current()),
        suspended=bans.suspension_of(writer=draft.writer, email=draft.email),
    )


def _may_write(
    thread: Thread, mode: CommentMode, draft: Draft, parent: Post | None, asked: Asked
) -> None:
    if mode == CommentMode.CLOSED or _is_hidden(thread):
        raise errors.Closed
    bans.check(writer=draft.writer)
    if parent and not _can_be_answered(parent, thread):
        raise errors.ParentGone
    writer = draft.writer
    if not writer.is_staff and names.is_a_staff_name(draft.name, user=writer.user):
        raise errors.StaffName
    if asked.is_a_members_name:
        raise errors.NameTaken


def _can_be_answered(parent: Post, thread: Thread) -> bool:
    return Post.objects.filter(pk=parent.pk, thread=thread, state=PostState.PUBLISHED).exists()


def _is_hidden(thread: Thread) -> bool:
    """Whether it is a topic that readers cannot see, and not just being opened."""
    return thread.state == ThreadState.HIDDEN and not opens_topic(thread)


def opens_topic(thread: Thread, *, before: Post | None = None) -> bool:
    """Whether nothing is said in a topic yet, or nothing `before` this post."""
    earlier = thread.posts.filter(pk__lt=before.pk) if before else thread.posts
    return thread.is_topic and not earlier.exists()


def standing_post(thread: Thread, draft: Draft, parent: Post | None) -> Post | None:
    """This very post, when the button was pressed before."""
    same = Post.objects.filter(thread=thread, parent=parent, digest=draft.digest)
    if draft.writer.is_fresh:
        same = same.filter(
            user=None,
            name_key=draft.name_key,
            address_hash=draft.writer.address_hash,
            created_at__gt=now() - OF_A_BROWSER_WE_DO_NOT_KNOW_YET,
        )
    else:
        since = now() - SAME_PRESS_OF_THE_BUTTON
        same = same.filter(writer=draft.writer.key, created_at__gt=since)
    return same.exclude(state=PostState.REMOVED).first()
