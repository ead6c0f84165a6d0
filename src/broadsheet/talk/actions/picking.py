"""An editor picks a comment, for all readers to see first."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.talk.actions.counting import spoil
from broadsheet.talk.errors import AlreadyDecided
from broadsheet.talk.models import Post, PostState


def pick(*, post: Post) -> None:
    """Make a published post an editors' pick.

    Raises:
        AlreadyDecided: it is not published (any more).
    """
    _set(post, to=True)


def unpick(*, post: Post) -> None:
    """Make it a post like any other again.

    Raises:
        AlreadyDecided: it is not published (any more).
    """
    _set(post, to=False)


def _set(post: Post, *, to: bool) -> None:
    with transaction.atomic():
        found = Post.objects.select_for_update().select_related("thread").get(pk=post.pk)
        if found.state != PostState.PUBLISHED:
            raise AlreadyDecided(_("The comment by %(name)s is not public.") % {"name": found.name})
        if found.is_pick != to:
            Post.objects.filter(pk=found.pk).update(is_pick=to)
            spoil(found.thread)
