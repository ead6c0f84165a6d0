"""Off-topic is moved, not removed: a post goes to the forum with what was answered to it."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.foundation.models import User
from broadsheet.foundation.text import clean_line
from broadsheet.talk import hooks
from broadsheet.talk.actions.counting import locked, recount
from broadsheet.talk.actions.moderating import check_unchanged, settle_reports
from broadsheet.talk.drafts import MAX_TITLE
from broadsheet.talk.errors import AlreadyDecided
from broadsheet.talk.models import (
    Claim,
    Decision,
    Post,
    PostState,
    Reason,
    Thread,
    ThreadState,
    Trace,
    Verb,
)

TITLE_WORDS = 12


def move_to_forum(
    *, post: Post, by: User, title: str = "", into: Thread | None = None,
    batch: uuid.UUID | None = None,
) -> Decision:  # fmt: skip
    """Move a post and the answers below it into a topic of the forum, where it is shown.

    A note with a link stays in its place. A new topic is made on the thread's
    board unless there is one to move `into`.

    Raises:
        AlreadyDecided: it was removed, or moved before.
        ChangedMeanwhile: these are no longer the words of the post that was given.
    """
    with transaction.atomic():
        seen = post
        old, post = locked(post)
        check_unchanged(seen, post)
        if post.state == PostState.REMOVED or hasattr(post, "trace"):
            raise AlreadyDecided(_("The comment by %(name)s was decided already.") % {"name": post.name})
        new = into or Thread.objects.create(
            board=old.board, title=_title(title, post), state=ThreadState.HIDDEN
        )
        decision = Decision.objects.create(
            post=post, who=by, verb=Verb.MOVE, reason=Reason.OFF_TOPIC, was=post.state,
            became=PostState.PUBLISHED, score=post.score, batch=batch or uuid.uuid4(),
        )  # fmt: skip
        settle_reports(decision)
        Trace.objects.create(thread=old, post=post, root=post.root, parent=post.parent)
        _carry(post, new)
        post.state, post.parent, post.root, post.is_moved = PostState.PUBLISHED, None, None, True
        post.thread, post.open_reports = new, 0
        post.save()
        recount(new)
        recount(old)
        Claim.objects.filter(post=post).delete()
        hooks.tell(post=post, event=hooks.DECIDED, decision=decision)
    return decision


def _carry(post: Post, new: Thread) -> None:
    """The answers below a post go with it; on the second level, those that answer it in a chain."""
    if post.root_id is None:
        Post.objects.filter(root=post).update(thread=new, is_moved=True)
        return
    wanted = {post.pk}
    for key, parent in Post.objects.filter(root=post.root_id).order_by("pk").values_list("pk", "parent"):
        if parent in wanted:
            wanted.add(key)
    Post.objects.filter(pk__in=wanted - {post.pk}).update(thread=new, root=post, is_moved=True)


def _title(title: str, post: Post) -> str:
    words = post.text.split()
    start = " ".join(words[:TITLE_WORDS]) + (" …" if len(words) > TITLE_WORDS else "")
    return clean_line(title or start)[:MAX_TITLE] or _("From the comments")
