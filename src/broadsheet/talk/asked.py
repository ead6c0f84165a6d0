"""What every comment asks of the database, in one question instead of five."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from broadsheet.foundation.clock import now
from broadsheet.foundation.prepared import Prepared, Slot
from broadsheet.news import remembered
from broadsheet.news.models import PaperSettings
from broadsheet.talk import hooks, lockdown, names
from broadsheet.talk.drafts import Draft
from broadsheet.talk.models import Post, PostState

REPEAT_DAYS = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is known of a draft.

    Args:
        repeats: how many posts of the last days have the same words.
        is_a_members_name: whether another reader with an account has written under its name.
    """

    repeats: int
    is_a_members_name: bool


def ask(draft: Draft) -> Asked:
    """Ask for all at once, in the transaction that posts `draft`.

    What holds for the whole paper is remembered for the rest of the request.
    """
    moment = now()
    values = {
        "now": moment,
        "since": moment - REPEAT_DAYS,
        "digest": draft.digest,
        "name_key": names.key(draft.name),
        "user": draft.writer.user.pk if draft.writer.user else 0,
    }
    paper: Any = _paper.first(**values)
    if paper is None:
        PaperSettings.load()  # makes it
        paper = _paper.first(**values)
    remembered.remember(remembered.PAPER, paper)
    if not paper.is_locked:
        remembered.remember(lockdown.TAG, None)
    if not paper.has_hooks:
        remembered.remember(hooks.IN_USE, [])
    return Asked(repeats=paper.repeats, is_a_members_name=paper.is_a_members_name)


def _ask() -> QuerySet[PaperSettings]:
    same = Post.objects.filter(digest=Slot("digest"), created_at__gt=Slot("since"))
    members = Post.objects.filter(
        name_key=Slot("name_key"), user__isnull=False, state=PostState.PUBLISHED
    ).exclude(user=Slot("user"))
    number = same.order_by().values("digest").annotate(number=Count("pk")).values("number")
    return PaperSettings.base_queryset().annotate(
        repeats=Coalesce(Subquery(number), Value(0)),
        is_a_members_name=Exists(members),
        is_locked=Exists(lockdown.standing(moment=Slot("now"))),
        has_hooks=Exists(hooks.in_use()),
    ).order_by("pk")[:1]  # fmt: skip


_paper = Prepared(_ask)
