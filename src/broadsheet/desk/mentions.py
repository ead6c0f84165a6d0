"""`@name` in an editor's comment: who is meant, and what waits for them."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.models import Comment, CommentReply

from broadsheet.desk.models import Mention
from broadsheet.desk.permissions import may_see_articles
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User


def note(*, comment: Comment, reply: CommentReply | None = None) -> list[Mention]:
    """Note who is newly named in a comment, or in a reply to it, and have them written to.

    Idempotent: comments are saved with every draft.
    """
    from broadsheet.desk.tasks import mail_mention

    said = reply or comment
    made = []
    for user in named_in(said.text, newsroom()) if "@" in said.text else ():
        if user.pk != said.user_id and may_see_articles(user) and not _is_twin(comment, reply, user):
            with transaction.atomic():
                mention, new = Mention.objects.get_or_create(user=user, comment=comment, reply=reply)
                if new:
                    made.append(mention)
                    transaction.on_commit(partial(mail_mention.enqueue, mention.pk))
    return made


def waiting_for(user: Any) -> QuerySet[Mention]:
    """Where somebody is named and has not said that it is done; the newest first."""
    mine = Mention.objects.filter(user=user, done_at=None, comment__resolved_at=None)
    return mine.select_related("comment__page", "comment__user", "reply__user").order_by("-at", "-pk")


def settle(*, mention: Mention) -> None:
    """It is done. Idempotent."""
    Mention.objects.filter(pk=mention.pk, done_at=None).update(done_at=now())


def newsroom() -> QuerySet[User]:
    """Everybody who works in the newsroom."""
    working = Q(groups__isnull=False) | Q(is_superuser=True)
    return User.objects.filter(working, is_active=True).distinct()


def _is_twin(comment: Comment, reply: CommentReply | None, user: User) -> bool:
    """Whether the same was said to somebody already.

    Saving by hand while the editor saves by itself leaves a comment twice (Wagtail 8.0).
    """
    same = Comment.objects.filter(page=comment.page_id, user=comment.user_id, text=comment.text)
    earlier = same.filter(contentpath=comment.contentpath, pk__lt=comment.pk)
    return reply is None and Mention.objects.filter(user=user, comment__in=earlier, reply=None).exists()


def named_in(text: str, people: Iterable[User]) -> list[User]:
    """Who of `people` is named with an `@`, in the order of the text.

    By the whole name (with or without its spaces), the first name, or what
    stands before the `@` of their address; the longest that fits counts. What
    two people are called names neither.
    """
    called: dict[str, set[User]] = defaultdict(set)
    for person in people:
        for name in _names(person):
            called[name].add(person)
    found: dict[User, None] = {}
    for rest in _after_signs(_folded(text)):
        fitting = [name for name in called if rest.startswith(name) and _ends(rest, name)]
        meant = called[max(fitting, key=len)] if fitting else set()
        if len(meant) == 1:
            found[next(iter(meant))] = None
    return list(found)


def _names(person: User) -> set[str]:
    whole = _folded(person.name).split()
    address = _folded(person.email).partition("@")[0]
    return {" ".join(whole), "".join(whole), *whole[:1], address} - {""}


def _after_signs(text: str) -> list[str]:
    """What follows each `@` that is not in the middle of an address."""
    return [
        text[place + 1 :]
        for place, sign in enumerate(text)
        if sign == "@" and not (place and text[place - 1].isalnum())
    ]


def _ends(rest: str, name: str) -> bool:
    return not rest[len(name) : len(name) + 1].isalnum()


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
