"""From the buttons of the queue to verbs."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from broadsheet.foundation.models import User
from broadsheet.talk import actions, work
from broadsheet.talk.errors import AlreadyDecided, ChangedMeanwhile
from broadsheet.talk.models import Decision, Lead, LeadKind, Post, Reason

LONGEST_KEY = 19  # digits that a database's number can have


class UnknownAct(Exception):
    """The form named an act or a reason that we don't have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One press of a button: what to do with which posts, and why.

    `seen` says which change of a post's words the moderator had before their
    eyes; a post that was never changed is not in it.
    """

    verb: str
    posts: tuple[int, ...]
    seen: dict[int, datetime]
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of it: the decisions, and a sentence for each that was not made."""

    batch: uuid.UUID
    decisions: list[Decision]
    problems: list[str]
    leads: list[Lead]
    picks: list[Post]

    @property
    def done(self) -> bool:
        return bool(self.decisions or self.leads or self.picks)


PICKS: dict[str, Callable[..., None]] = {"pick": actions.pick, "unpick": actions.unpick}
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
    single = int(rest.pop()) if rest and _is_key(rest[-1]) else None
    ticked = tuple(int(key) for key in data.getlist("post") if _is_key(key))
    reason = rest[0] if rest else ""
    if verb == "reject":
        reason = reason or data.get("reason", "")
    known = {"reject": Reason.values, "lead": LeadKind.values}
    if verb not in {*VERBS, *PICKS, *known} or (verb in known and reason not in known[verb]):
        raise UnknownAct(verb)
    posts = (single,) if single else ticked
    note = data.get("note", "")[:300]
    return Act(verb=verb, posts=posts, seen=seen_in(data), reason=reason, note=note)


def _is_key(value: str) -> bool:
    return value.isdecimal() and len(value) < LONGEST_KEY


def seen_in(data: Any) -> dict[int, datetime]:
    """Which changes of which posts a form showed: "7:2026-03-01T12:00:00+00:00" in each `seen`."""
    found = {}
    for value in data.getlist("seen"):
        key, _colon, moment = value.partition(":")
        try:
            found[int(key)] = datetime.fromisoformat(moment)
        except ValueError:
            continue  # then it was not seen
    return found


def check_seen(*, post: Post, seen: dict[int, datetime]) -> None:
    """Let a moderator read again what was changed under their eyes.

    Raises:
        ChangedMeanwhile.
    """
    if post.edited_at != seen.get(post.pk):
        raise ChangedMeanwhile(post.name)


def carry_out(*, act: Act, by: User) -> Outcome:
    """Decide each post by itself, so that one that was decided meanwhile stops no other.

    What somebody else is at just now is left to them.
    """
    outcome = Outcome(batch=uuid.uuid4(), decisions=[], problems=[], leads=[], picks=[])
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
        if act.verb in PICKS:
            PICKS[act.verb](post=post)
            outcome.picks.append(post)
            return
        if act.verb == "reject":
            reason = Reason(act.reason)
            decision = actions.take_down(
                post=post, reason=reason, by=by, note=act.note, batch=outcome.batch
            )
        else:
            check_seen(post=post, seen=act.seen)
            decision = VERBS[act.verb](post=post, by=by, batch=outcome.batch)
    except AlreadyDecided as problem:
        outcome.problems.append(str(problem))
    else:
        outcome.decisions.append(decision)


def _somebody_is_at(post: Post) -> str:
    who = post.claim.who.public_name
    return _("%(who)s is reading the comment by %(name)s just now.") % {"who": who, "name": post.name}
