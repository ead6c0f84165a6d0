"""A reader finds a post good, or no longer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from broadsheet.talk.actions.counting import spoil
from broadsheet.talk.drafts import Writer
from broadsheet.talk.errors import TalkError
from broadsheet.talk.models import Post, PostState, Reaction

MOST_OF_A_NETWORK = 5  # guests of one network who like one post; an office is bigger than a person


class OwnPost(TalkError):
    """Nobody likes their own post in public."""

    sentence = _("This is your own comment.")
    status = 403


def like(*, post: Post, hands: Sequence[Writer]) -> None:
    """Find a post good. Idempotent.

    Over the limit of a network nothing is counted, and nothing is said.

    Args:
        hands: one reader: the account, and the browser it signed in from.

    Raises:
        OwnPost: the post is the reader's own.
    """
    writer, keys = hands[0], [hand.key for hand in hands]
    if post.writer in keys:
        raise OwnPost
    with _counted(post) as found:
        theirs = found.reactions.filter(by__in=keys)
        if found.state != PostState.PUBLISHED or theirs.exists() or not _may_count(found, writer):
            return
        Reaction.objects.create(post=found, by=writer.key, address_hash=writer.address_hash)


def unlike(*, post: Post, hands: Sequence[Writer]) -> None:
    """Take a like back. Idempotent."""
    with _counted(post) as found:
        found.reactions.filter(by__in=[hand.key for hand in hands]).delete()


@contextmanager
def _counted(post: Post) -> Iterator[Post]:
    """The post, locked; afterwards its number is true and its pages are old."""
    with transaction.atomic():
        found = Post.objects.select_for_update(of=("self",)).select_related("thread").get(pk=post.pk)
        yield found
        likes = found.reactions.count()
        if likes != found.liked:
            Post.objects.filter(pk=found.pk).update(liked=likes)
            spoil(found.thread)


def _may_count(post: Post, writer: Writer) -> bool:
    if writer.user:
        return True
    guests = post.reactions.filter(address_hash=writer.address_hash, by__startswith="guest:")
    return guests.count() < MOST_OF_A_NETWORK
