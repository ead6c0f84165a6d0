"""A reader leaves: their words go; where others answered, an empty place stays.

What the log of decisions says stays too: it holds the newsroom's words, not the
reader's, and the post it speaks of says nothing any more.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from broadsheet.edition.api import stale
from broadsheet.foundation import browsers
from broadsheet.foundation.models import User
from broadsheet.talk import bans, hooks, notices, openness
from broadsheet.talk.actions.counting import recount
from broadsheet.talk.models import Appeal, Decision, Post, Reaction, Report, Thread
from broadsheet.talk.work import TAKEN_DOWN


def forget_writer(user: User) -> None:
    """Forget an account: its words, and in all that stays, whose it was.

    A ban that holds keeps the e-mail address until it ends, or leaving would
    be the way around it.
    """
    with transaction.atomic():
        forget_posts(Post.objects.filter(user=user))
        forget_hands(keys=[browsers.key_of(user)])
        notices.forget(email=user.email)
        bans.forget(writer=browsers.key_of(user), email=user.email)


def forget_hands(*, keys: Collection[str]) -> None:
    """Forget what was written, liked and reported under these keys (see `writers`).

    Likes and reports still count, without the person.
    """
    with transaction.atomic():
        forget_posts(Post.objects.filter(writer__in=keys))
        for like in Reaction.objects.filter(by__in=keys):
            Reaction.objects.filter(pk=like.pk).update(by=f"gone:{like.pk}", address_hash="")
        Report.objects.filter(reporter_hash__in=keys).update(reporter_hash=None, note="")


def forget_posts(posts: QuerySet[Post]) -> None:
    """Delete what nobody answered and no moderator took down; empty the rest.

    So the threads hold and the log of decisions has no gaps. Messages to other
    systems that tell of the posts are dropped, and one tells that they are gone.
    """
    with transaction.atomic():
        threads = list(Thread.objects.select_for_update().filter(pk__in=posts.values("thread")))
        found = Post.objects.filter(pk__in=list(posts.values_list("pk", flat=True)))
        stay = found.filter(_answered() | _opens_a_topic() | _was_taken_down())
        keys = list(stay.values_list("pk", flat=True))
        hooks.forget(posts=found)
        found.exclude(pk__in=keys).delete()
        _empty(keys)
        stale(openness.TAG)
        for thread in threads:
            recount(thread)


def _was_taken_down() -> Exists:
    return Exists(Decision.objects.filter(post=OuterRef("pk"), verb__in=TAKEN_DOWN))


def _answered() -> Exists:
    others = Post.objects.filter(Q(parent=OuterRef("pk")) | Q(root=OuterRef("pk")))
    return Exists(others)


def _opens_a_topic() -> Q:
    return Q(parent=None, thread__article=None, thread__site=None)


def _empty(keys: Collection[int]) -> None:
    """The place without the person: in the search, in what was noticed of it and in its appeals."""
    emptied = Post.objects.filter(pk__in=keys)
    emptied.update(
        name=_("A reader who left"),
        name_key="",
        email="",
        user=None,
        writer="",
        address_hash="",
        digest="",
        language="",
        signals=[],
        wants_notices=False,
        text=_("The writer has deleted this."),
    )
    appeals = Appeal.objects.filter(decision__post__in=keys)
    appeals.filter(outcome="").delete()
    appeals.update(text=_("The writer has deleted this."), answer="")
    Report.objects.filter(post__in=keys, settled_by=None).delete()  # of words that are gone
    for post in emptied.select_related("thread"):
        post.open_reports = 0
        post.save(update_fields=["open_reports", "risk", "waits"])  # the search follows
