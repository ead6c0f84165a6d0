"""Reads of calls and votes that pages share."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from broadsheet.edition.api import depends_on, valid_until
from broadsheet.foundation.clock import now
from broadsheet.stories.models import Call, Candidate
from broadsheet.stories.voting import tag

SHOWN = 50


def taking_stories() -> QuerySet[Call]:
    """Calls for which readers may send something, those that end first in front."""
    return Call.objects.filter(Q(until=None) | Q(until__gt=now()), is_public=True).order_by(
        "until", "-made_at"
    )


def with_vote() -> QuerySet[Call]:
    """Calls with something to vote on, or voted on already, the newest first."""
    return Call.objects.filter(
        is_public=True, vote_until__isnull=False, candidates__isnull=False
    ).distinct().order_by("-vote_until")  # fmt: skip


def all_calls() -> dict[str, list[Call]]:
    """What the page of calls shows."""
    depends_on("calls")
    found = {
        "calls": list(taking_stories()[:SHOWN]),
        "votes": list(with_vote()[:SHOWN]),
    }
    ends = {moment for call in [*found["calls"], *found["votes"]] for moment in _ends(call)}
    if ends:
        valid_until(min(ends))
    return found


def candidates(*, call: Call) -> list[Candidate]:
    """What stands to the vote: while it is open in the order it came, afterwards by votes.

    How many votes a story has is said when the vote is over, so that nobody
    follows the others.
    """
    depends_on("calls", tag(call))
    if call.takes_votes and call.vote_until:
        valid_until(call.vote_until)
    fetched = call.candidates.select_related("contribution").prefetch_related(
        "contribution__attachments__picture"
    )
    return list(fetched.order_by("pk") if call.takes_votes else fetched.order_by("-votes", "pk"))


def _ends(call: Call) -> list[datetime]:
    return [moment for moment in (call.until, call.vote_until) if moment and moment > now()]
