"""A reader leaves: their words go; where others answered, an empty place stays."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from broadsheet.edition.api import stale
from broadsheet.foundation.models import User
from broadsheet.talk import openness, search, writers
from broadsheet.talk.actions.counting import recount
from broadsheet.talk.models import Post, Reaction, ReplyNotice, Thread


def forget_writer(user: User) -> None:
    """Delete what nobody answered; empty the rest, so that the threads hold."""
    key = writers.key_of(user)
    theirs = Post.objects.filter(Q(user=user) | Q(writer=key))
    with transaction.atomic():
        threads = list(Thread.objects.select_for_update().filter(pk__in=theirs.values("thread")))
        _empty(theirs.filter(_answered() | _opens_a_topic()))
        theirs.delete()
        for like in Reaction.objects.filter(by=key):  # the number stays, without the person
            Reaction.objects.filter(pk=like.pk).update(by=f"gone:{like.pk}", address_hash="")
        ReplyNotice.objects.filter(email__iexact=user.email).delete()
        stale(openness.TAG)
        for thread in threads:
            recount(thread)


def _answered() -> Exists:
    others = Post.objects.filter(Q(parent=OuterRef("pk")) | Q(root=OuterRef("pk")))
    return Exists(others)


def _opens_a_topic() -> Q:
    return Q(parent=None, thread__article=None)


def _empty(posts: QuerySet[Post]) -> None:
    """The place without the person, in the search as well."""
    emptied = Post.objects.filter(pk__in=list(posts.values_list("pk", flat=True)))
    emptied.update(
        name=_("A reader who left"),
        name_key="",
        email="",
        user=None,
        writer="",
        address_hash="",
        digest="",
        text=_("The writer has deleted this."),
    )
    for post in emptied.select_related("thread"):
        search.index_post(post=post)
