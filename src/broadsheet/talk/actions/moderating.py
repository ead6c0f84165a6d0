"""A moderator decides. Every decision is logged and has a way back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.foundation.models import User
from broadsheet.talk import hooks, notices
from broadsheet.talk.actions.counting import locked, recount, spoil
from broadsheet.talk.errors import AlreadyDecided, ChangedMeanwhile, NothingToUndo
from broadsheet.talk.models import (
    Claim,
    Decision,
    Post,
    PostState,
    Reason,
    Report,
    Thread,
    ThreadState,
    Verb,
)

# Which states a verb moves a post from, and to which.
MOVES: dict[Verb, tuple[set[PostState], PostState]] = {
    Verb.APPROVE: ({PostState.HELD, PostState.PUBLISHED}, PostState.PUBLISHED),
    Verb.REJECT: ({PostState.HELD}, PostState.REMOVED),
    Verb.REMOVE: ({PostState.PUBLISHED}, PostState.REMOVED),
    Verb.RESTORE: ({PostState.REMOVED}, PostState.PUBLISHED),
    Verb.HOLD: ({PostState.PUBLISHED}, PostState.HELD),
}


def approve(*, post: Post, by: User, batch: uuid.UUID | None = None) -> Decision:
    """Show a held post; for one that is shown, find its reports unfounded.

    Raises:
        AlreadyDecided: the post was removed meanwhile.
        ChangedMeanwhile: these are no longer the words of the post that was given.
    """
    return _decide(post=post, verb=Verb.APPROVE, by=by, batch=batch)


def reject(
    *, post: Post, reason: Reason, by: User, note: str = "", batch: uuid.UUID | None = None
) -> Decision:
    """Never show a held post.

    Raises:
        AlreadyDecided: the post is not held.
    """
    return _decide(post=post, verb=Verb.REJECT, by=by, reason=reason, note=note, batch=batch)


def remove(
    *, post: Post, reason: Reason, by: User, note: str = "", batch: uuid.UUID | None = None
) -> Decision:
    """Take a published post from every page, at once.

    Raises:
        AlreadyDecided: the post is not published.
    """
    return _decide(post=post, verb=Verb.REMOVE, by=by, reason=reason, note=note, batch=batch)


def take_down(
    *, post: Post, reason: Reason, by: User, note: str = "", batch: uuid.UUID | None = None
) -> Decision:
    """Reject a held post or remove a published one, whichever it is by now."""
    with transaction.atomic():
        state = Post.objects.select_for_update().get(pk=post.pk).state
        verb = Verb.REJECT if state == PostState.HELD else Verb.REMOVE
        return _decide(post=post, verb=verb, by=by, reason=reason, note=note, batch=batch)


def restore(*, post: Post, by: User, batch: uuid.UUID | None = None) -> Decision:
    """Show a removed post again."""
    return _decide(post=post, verb=Verb.RESTORE, by=by, batch=batch)


def hold(*, post: Post, by: User, batch: uuid.UUID | None = None) -> Decision:
    """Take a published post back to the queue."""
    return _decide(post=post, verb=Verb.HOLD, by=by, batch=batch)


def undo(*, batch: uuid.UUID, by: User) -> list[Decision]:
    """Put every post of one batch of decisions back to where it was.

    Raises:
        NothingToUndo: none of them is the last word on its post.
    """
    with transaction.atomic():
        last_words = [one for one in _batch(batch) if _is_the_last_word(one)]
        if not last_words:
            raise NothingToUndo(_("This was undone before, or another decision followed."))
        return [_undo(decision, by) for decision in last_words]


def close(*, thread: Thread) -> None:
    """Take no more posts in a thread."""
    _set_state(thread, ThreadState.OPEN, ThreadState.CLOSED)


def reopen(*, thread: Thread) -> None:
    """Take posts again in a closed thread."""
    _set_state(thread, ThreadState.CLOSED, ThreadState.OPEN)


def _decide(
    *,
    post: Post,
    verb: Verb,
    by: User,
    reason: Reason | str = "",
    note: str = "",
    batch: uuid.UUID | None = None,
) -> Decision:
    with transaction.atomic():
        seen = post
        thread, post = locked(post)
        before, after = MOVES[verb]
        if post.state not in before:
            raise AlreadyDecided(_already(post))
        if verb == Verb.APPROVE:
            check_unchanged(seen, post)
        decision = Decision.objects.create(
            post=post,
            who=by,
            verb=verb,
            reason=reason,
            note=note,
            was=post.state,
            became=after,
            score=post.score,
            batch=batch or uuid.uuid4(),
        )
        settle_reports(decision)
        post.open_reports = 0
        _move(post, thread, after)
        Claim.objects.filter(post=post).delete()
        hooks.tell(post=post, event=hooks.DECIDED, decision=decision)
    return decision


def _move(post: Post, thread: Thread, state: str) -> None:
    changes = post.state != state
    post.state = state
    post.save(update_fields=["state", "open_reports", "risk", "waits"])
    if changes:
        recount(thread)
        if state == PostState.PUBLISHED:
            notices.prepare(post=post)


def check_unchanged(seen: Post, post: Post) -> None:
    """Nobody lets words pass that they have not read."""
    if seen.edited_at != post.edited_at:
        raise ChangedMeanwhile(post.name)


def settle_reports(decision: Decision) -> None:
    """A decision on a post answers what was reported about it."""
    Report.objects.filter(post=decision.post, settled_by=None).update(settled_by=decision)


def _already(post: Post) -> str:
    last = post.decisions.select_related("who").first()
    names = {
        "name": post.name,
        "who": last.who.public_name if last and last.who else _("somebody"),
        "state": PostState(post.state).label,
    }
    return _("The comment by %(name)s is %(state)s already; %(who)s decided.") % names


def _batch(batch: uuid.UUID) -> Iterable[Decision]:
    return Decision.objects.filter(batch=batch).exclude(verb=Verb.UNDO).select_related("post__thread")


def _is_the_last_word(decision: Decision) -> bool:
    return not Decision.objects.filter(post=decision.post_id, pk__gt=decision.pk).exists()


def move_back(post: Post, thread: Thread, *, state: str) -> None:
    """Put a moved post back where it was. In the transaction of the undoing."""
    trace = post.trace
    old = Thread.objects.select_for_update().get(pk=trace.thread_id)
    below = list(Post.objects.filter(root=post).values_list("pk", flat=True))
    # What it answered may have left meanwhile: then it stands by itself.
    is_there = trace.root is not None and trace.root.thread_id == old.pk
    post.parent, post.root = (trace.parent, trace.root) if is_there else (None, None)
    post.thread, post.is_moved, post.state = old, False, state
    post.save()
    Post.objects.filter(pk__in=below).update(thread=old, root=post.root or post, is_moved=False)
    trace.delete()
    recount(old)
    if Post.objects.filter(thread=thread).exists():
        recount(thread)
    else:
        thread.delete()


def _undo(decision: Decision, by: User) -> Decision:
    thread, post = locked(decision.post)
    undone = Decision.objects.create(
        post=post, who=by, verb=Verb.UNDO, was=post.state, became=decision.was, undoes=decision
    )
    Report.objects.filter(settled_by=decision).update(settled_by=None)
    post.open_reports = Report.objects.filter(post=post, settled_by=None).count()
    if decision.verb == Verb.MOVE:
        move_back(post, thread, state=decision.was)
    else:
        _move(post, thread, decision.was)
    hooks.tell(post=post, event=hooks.DECIDED, decision=undone)
    return undone


def _set_state(thread: Thread, before: ThreadState, after: ThreadState) -> None:
    with transaction.atomic():
        if Thread.objects.filter(pk=thread.pk, state=before).update(state=after):
            thread.state = after
            spoil(thread)
