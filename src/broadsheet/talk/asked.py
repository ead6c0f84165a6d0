"""What comments ask of the database, in two questions for all that are written together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, QuerySet, Value

from broadsheet.foundation.clock import now
from broadsheet.foundation.prepared import Prepared, PreparedForMany, Slot
from broadsheet.news import remembered
from broadsheet.news.models import PaperSettings
from broadsheet.talk import bans, hooks, lockdown
from broadsheet.talk.drafts import Draft
from broadsheet.talk.models import Post, PostState

REPEAT_DAYS = timedelta(days=7)
WORDS, MEMBER = "words", "member"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is known of a draft.

    Args:
        repeats: how many posts of the last days have the same words.
        is_a_members_name: whether another reader with an account has written under its name.
    """

    repeats: int
    is_a_members_name: bool


def ask(drafts: Sequence[Draft]) -> list[Asked]:
    """Ask for all at once, in the transaction that posts `drafts`.

    What holds for the whole paper is remembered for the rest of the request.
    """
    moment = now()
    _ask_of_the_paper(now=moment)
    rows = _of_drafts(
        since=moment - REPEAT_DAYS,
        digest=[draft.digest for draft in drafts],
        name_key=[draft.name_key for draft in drafts],
    )
    repeats = {text: number for kind, text, number in rows if kind == WORDS}
    members: dict[str, set[int]] = {}
    for kind, name, user in rows:
        if kind == MEMBER:
            members.setdefault(name, set()).add(user)
    return [
        Asked(
            repeats=repeats.get(draft.digest, 0),
            is_a_members_name=bool(members.get(draft.name_key, set()) - {_user_of(draft)}),
        )
        for draft in drafts
    ]


def _user_of(draft: Draft) -> int:
    return draft.writer.user.pk if draft.writer.user else 0


def _ask_of_the_paper(**values: Any) -> None:
    paper: Any = _paper.first(**values)
    if paper is None:
        PaperSettings.load()  # makes it
        paper = _paper.first(**values)
    remembered.remember(remembered.PAPER, paper)
    if not paper.is_locked:
        remembered.remember(lockdown.TAG, None)
    if not paper.has_hooks:
        remembered.remember(hooks.IN_USE, [])
    remembered.remember(bans.NOBODY, not paper.has_bans)


_paper = Prepared(
    lambda: PaperSettings.base_queryset().annotate(
        is_locked=Exists(lockdown.standing(moment=Slot("now"))),
        has_hooks=Exists(hooks.in_use()),
        has_bans=Exists(bans.in_force(moment=Slot("now"))),
    ).order_by("pk")[:1]
)  # fmt: skip


def _about(slots: Any) -> QuerySet[Post, Any]:
    """Rows of what is asked, the words or the name that it is asked of, and the answer."""
    same = (
        Post.objects.filter(digest__in=slots("digest"), created_at__gt=Slot("since"))
        .order_by()
        .values("digest")
        .annotate(number=Count("pk"))
        .values_list(Value(WORDS), "digest", "number")
    )
    members = Post.objects.filter(
        name_key__in=slots("name_key"), user__isnull=False, state=PostState.PUBLISHED
    ).order_by()
    return same.union(members.values_list(Value(MEMBER), "name_key", "user_id").distinct(), all=True)


_of_drafts: PreparedForMany[tuple[str, str, int]] = PreparedForMany(_about)
