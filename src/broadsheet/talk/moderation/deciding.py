"""From the buttons of the queue to verbs."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from broadsheet.foundation.models import User
from broadsheet.talk import actions, work
from broadsheet.talk.errors import AlreadyDecided
from broadsheet.talk.models import Decision, Lead, LeadKind, Post, Reason


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
    leads: list[Lead]

    @property
    def done(self) -> bool:
        return bool(self.decisions or self.leads)


VERBS: dict[str, Callable[..., Decision]] = {
    "approve": actions.approve,
    "restore": actions.restore,
    "hold": actions.hold,
    "move": actions.move_to_forum,
}


def read(data: Any) -> Act:
    """The act of a posted form.

    The button's value is "approve", "move", "reject:spam", "lead:question", or
    with ":" and the key of one post at the end; without a key it means the
    posts that are ticked, and without a reason the one chosen in the list.

    Raises:
        UnknownAct: no such verb or reason.
    """
    verb, *rest = data.get("act", "").split(":")
    single = int(rest.pop()) if rest and rest[-1].isdecimal() else None
    ticked = tuple(int(key) for key in data.getlist("post") if key.isdecimal())
    reason = rest[0] if rest else ""
    if verb == "reject":
        reason = reason or data.get("reason", "")
    known = {"reject": Reason.values, "lead": LeadKind.values}
    if verb not in {*VERBS, *known} or (verb in known and reason not in known[verb]):
        raise UnknownAct(verb)
    posts = (single,) if single else ticked
    return Act(verb=verb, posts=posts, reason=reason, note=data.get("note", "")[:300])


def carry_out(*, act: Act, by: User) -> Outcome:
    """Decide each post by itself, so that one that was decided meanwhile stops no other.

    What somebody else is at just now is left to them.
    """
    outcome = Outcome(batch=uuid.uuid4(), decisions=[], problems=[], leads=[])
    posts = list(Post.objects.filter(pk__in=act.posts).order_by("pk"))
    taken = work.claim(posts=posts, who=by)
    for post in posts:
        if post.pk in taken:
            outcome.problems.append(_somebody_is_at(post))
        elif act.verb == "lead":
            kind = LeadKind(act.reason)
            outcome.leads.append(work.make_lead(post=post, kind=kind, by=by, note=act.note))
        else:
            _decide(act, post, by=by, outcome=outcome)
    work.let_go(posts=act.posts, who=by)
    return outcome


def _decide(act: Act, post: Post, *, by: User, outcome: Outcome) -> None:
    try:
        if act.verb == "reject":
            reason = Reason(act.reason)
            decision = actions.take_down(
                post=post, reason=reason, by=by, note=act.note, batch=outcome.batch
            )
        else:
            decision = VERBS[act.verb](post=post, by=by, batch=outcome.batch)
    except AlreadyDecided as problem:
        outcome.problems.append(str(problem))
    else:
        outcome.decisions.append(decision)


def _somebody_is_at(post: Post) -> str:
    who = post.claim.who.public_name
    return _("%(who)s is reading the comment by %(name)s just now.") % {"who": who, "name": post.name}
