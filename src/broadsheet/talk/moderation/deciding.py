"""From the buttons of the queue to verbs."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from broadsheet.foundation.models import User
from broadsheet.talk import actions
from broadsheet.talk.errors import AlreadyDecided
from broadsheet.talk.models import Decision, Post, Reason


class UnknownAct(Exception):
    """The form named an act or a reason that we don't have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One press of a button: what to do with which posts, and why."""

    verb: str
    posts: tuple[int, ...]
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of it: the decisions, and a sentence for each that was not made."""

    batch: uuid.UUID
    decisions: list[Decision]
    problems: list[str]


VERBS: dict[str, Callable[..., Decision]] = {
    "approve": actions.approve,
    "restore": actions.restore,
    "hold": actions.hold,
}


def read(data: Any) -> Act:
    """The act of a posted form.

    The button's value is "approve", "reject:spam", or with ":" and the key of
    one post at the end; without a key it means the posts that are ticked, and
    without a reason the one chosen in the list.

    Raises:
        UnknownAct: no such verb or reason.
    """
    verb, *rest = data.get("act", "").split(":")
    single = int(rest.pop()) if rest and rest[-1].isdecimal() else None
    ticked = tuple(int(key) for key in data.getlist("post") if key.isdecimal())
    reason = rest[0] if rest else ""
    if verb == "reject":
        reason = reason or data.get("reason", "")
    if verb not in {*VERBS, "reject"} or (verb == "reject" and reason not in Reason.values):
        raise UnknownAct(verb)
    posts = (single,) if single else ticked
    return Act(verb=verb, posts=posts, reason=reason, note=data.get("note", "")[:300])


def carry_out(*, act: Act, by: User) -> Outcome:
    """Decide each post by itself, so that one that was decided meanwhile stops no other."""
    batch = uuid.uuid4()
    decisions, problems = [], []
    for post in _posts(act.posts):
        try:
            decisions.append(_decide(act, post, by=by, batch=batch))
        except AlreadyDecided as problem:
            problems.append(str(problem))
    return Outcome(batch=batch, decisions=decisions, problems=problems)


def _posts(keys: Iterable[int]) -> Iterable[Post]:
    return Post.objects.filter(pk__in=list(keys)).order_by("pk")


def _decide(act: Act, post: Post, *, by: User, batch: uuid.UUID) -> Decision:
    if act.verb == "reject":
        return actions.take_down(
            post=post, reason=Reason(act.reason), by=by, note=act.note, batch=batch
        )
    return VERBS[act.verb](post=post, by=by, batch=batch)
