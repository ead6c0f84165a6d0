"""A reader finds a post good, or no longer."""

from __future__ import annotations

from django.db import transaction

from broadsheet.talk.actions.counting import spoil
from broadsheet.talk.drafts import Writer
from broadsheet.talk.errors import NotYours
from broadsheet.talk.models import Post, PostState, Reaction

MOST_OF_A_NETWORK = 5  # guests of one network who like one post; an office is bigger than a person


class OwnPost(NotYours):
    """Nobody likes their own post in public."""


def react(*, post: Post, writer: Writer) -> bool:
    """Like a post, or take the like back when there is one; whether it is liked now.

    Over the limit of a network nothing is counted, and nothing is said.

    Raises:
        OwnPost: the post is the writer's own.
    """
    if post.writer and post.writer == writer.key:
        raise OwnPost
    with transaction.atomic():
        post = Post.objects.select_for_update().select_related("thread").get(pk=post.pk)
        taken_back, _rows = Reaction.objects.filter(post=post, by=writer.key).delete()
        if not taken_back and not _may_count(post, writer):
            return True
        if not taken_back and post.state == PostState.PUBLISHED:
            Reaction.objects.create(post=post, by=writer.key, address_hash=writer.address_hash)
        Post.objects.filter(pk=post.pk).update(liked=post.reactions.count())
        spoil(post.thread)
    return not taken_back


def _may_count(post: Post, writer: Writer) -> bool:
    if writer.user:
        return True
    guests = Reaction.objects.filter(
        post=post, address_hash=writer.address_hash, by__startswith="guest:"
    )
    return guests.count() < MOST_OF_A_NETWORK
