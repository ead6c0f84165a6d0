"""Readers choose among stories: put forward by the newsroom, one voice a reader."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.edition.api import gone, stale
from broadsheet.foundation.browsers import Reader
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.stories import drafting, tasks
from broadsheet.stories.models import Call, Candidate, Contribution, State, Vote
from broadsheet.stories.transitions import NotPossible, locked, move

MOST_OF_A_NETWORK = 5  # guests of one network in one vote, as with likes of comments


class TooManyFromHere(Exception):
    """Guests of this network have all their voices; somebody with an account still has theirs."""


def tag(call: Call) -> str:
    """The edition's name for a call and its vote."""
    return f"call:{call.pk}"


def put_forward(*, contribution: Contribution, by: User) -> Candidate:
    """Put a story to the vote of readers: it is public from now on. Idempotent.

    Raises:
        NotPossible: it was sent for no call, was taken back or declined.
    """
    with drafting.new_files() as files, transaction.atomic():
        found = locked(contribution)
        known = Candidate.objects.filter(contribution=found).first()
        if known:
            return known
        if found.call is None:
            raise NotPossible(_("This story was sent for no call, so there is no vote for it."))
        if found.state != State.ACCEPTED:
            move(found, State.ACCEPTED)
            found.decided_at, found.decided_by = now(), by
            found.save()
        drafting.import_pictures(found, by, files)
        candidate = Candidate.objects.create(call=found.call, contribution=found)
        tasks.mail_candidate.enqueue(found.pk)
        stale(tag(found.call), "calls")
    return candidate


def take_out(*, contribution: Contribution) -> None:
    """Take a story out of the vote, with the voices it had; its pages go at once. Idempotent."""
    with transaction.atomic():
        candidate = Candidate.objects.filter(contribution=contribution).select_related("call").first()
        if candidate:
            candidate.delete()
            gone(tag(candidate.call))


def vote(*, call: Call, candidate: Candidate, reader: Reader) -> None:
    """Give a reader's one voice, or move it to another story. Idempotent.

    Raises:
        NotPossible: the vote is over or has not begun.
        TooManyFromHere: nothing was counted.
    """
    with transaction.atomic():
        found = Call.objects.select_for_update().get(pk=call.pk)
        if not found.takes_votes:
            raise NotPossible(_("This vote is over."))
        theirs = found.cast.filter(by__in=reader.keys)
        if not theirs.exists() and not _may_count(found, reader):
            raise TooManyFromHere
        before = set(theirs.values_list("candidate_id", flat=True))
        theirs.exclude(by=reader.keys[0]).delete()
        Vote.objects.update_or_create(
            call=found,
            by=reader.keys[0],
            defaults={"candidate": candidate, "address_hash": reader.address_hash, "at": now()},
        )
        for one in Candidate.objects.filter(pk__in=before | {candidate.pk}):
            Candidate.objects.filter(pk=one.pk).update(votes=one.cast.count())


def _may_count(call: Call, reader: Reader) -> bool:
    if reader.has_account:
        return True
    guests = call.cast.filter(address_hash=reader.address_hash, by__startswith="guest:")
    return guests.count() < MOST_OF_A_NETWORK
