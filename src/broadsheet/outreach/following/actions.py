"""Verbs of following."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.outreach.addresses import absolute
from broadsheet.outreach.following import queries, turns
from broadsheet.outreach.models import Follow, FollowLetter, PrivateFeed, Subject

MOST = 500  # that one reader follows


class TooMany(Exception):
    """A reader follows as much as there is room for; the sentence says so."""


def follow(*, user: User, thing: queries.Target) -> Follow:
    """Follow an author, topic, section or two topics together. Idempotent.

    Raises:
        TooMany: the reader follows `MOST` already.
    """
    columns = queries.subject_of(thing).columns
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # two presses at once count one by one
        mine = Follow.objects.filter(user=user)
        one = mine.filter(**columns).first()
        if one is None and mine.count() >= MOST:
            raise TooMany(_("You follow %(most)s already, and more are not possible.") % {"most": MOST})
        return one or Follow.objects.create(user=user, **columns)


def unfollow(*, user: User, what: Subject) -> None:
    """Follow it no more. Idempotent."""
    with transaction.atomic():
        Follow.objects.filter(user=user, **what.columns).delete()
        turns.keep(user=user)


def choose(*, user: User, what: Subject, by_letter: bool, by_push: bool, in_feed: bool) -> None:
    """Say where the articles of what is followed go, besides the page “For you”."""
    mine = Follow.objects.filter(user=user, **what.columns)
    with transaction.atomic():
        mine.update(by_letter=by_letter, by_push=by_push, in_feed=in_feed)
        turns.keep(user=user)


def end_letters(*, user: User) -> None:
    """Send nothing of what is followed by letter any more; the rest stays as it is. Idempotent."""
    with transaction.atomic():
        Follow.objects.filter(user=user, by_letter=True).update(by_letter=False)
        turns.keep(user=user)


def make_feed(*, user: User) -> bool:
    """Give a reader a feed of their own, or the one that is there another address for good.

    Returns whether there was none before.
    """
    wanted = {"serial": secrets.token_urlsafe(32), "made_at": now()}
    return PrivateFeed.objects.update_or_create(user=user, defaults=wanted)[1]


def end_feed(*, user: User) -> None:
    """Take a reader's own feed away; its address leads nowhere from now on. Idempotent."""
    PrivateFeed.objects.filter(user=user).delete()


def export(user: User) -> dict[str, Any]:
    """What a reader follows, for them to take away."""
    feed = PrivateFeed.objects.filter(user=user).first()
    return {
        "follows": [
            {
                "kind": one.kind, "name": one.name, "url": absolute(one.url), "since": one.since,
                "by_letter": one.by_letter, "by_push": one.by_push, "in_feed": one.in_feed,
            }
            for one in queries.follows(user=user)
        ],
        "private_feed_since": feed.made_at if feed else None,
        "letter_of_what_is_followed": turns.export(user),
    }  # fmt: skip


def forget_reader(user: User) -> None:
    """All of it goes with the account."""
    Follow.objects.filter(user=user).delete()
    PrivateFeed.objects.filter(user=user).delete()
    FollowLetter.objects.filter(user=user).delete()
