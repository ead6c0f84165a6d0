"""When a reader's own digest is due, and to which address it goes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.outreach.models import (
    Back,
    DeliveryState,
    Follow,
    FollowLetter,
    Subscriber,
    SubscriberState,
)
from broadsheet.outreach.newsletter import queries as newsletter
from broadsheet.outreach.newsletter import zones

HOUR = 7  # where a reader is who has chosen no other for the newsletter
AGAIN = timedelta(hours=1)  # after the first “not now”; then with the next turn
REFUSALS = 5  # in a row, and no more are sent until the reader chooses anew
RETURNED = 5  # in a row that could not be delivered later: the same
AHEAD = timedelta(hours=1)  # a turn that just came is not the next one


def of(*, user: User) -> FollowLetter | None:
    """A reader's turn; None for who wants nothing by letter."""
    return FollowLetter.objects.filter(user=user).first()


def address(*, user: User) -> str:
    """Where the letter goes: the account's confirmed address, "" where there is none."""
    return newsletter.verified_address(user=user)


def keep(*, user: User) -> None:
    """See that who wants something by letter has a turn, and nobody else. Idempotent.

    The first letter has what came out since the choice; a turn that ended
    because letters were refused begins again.
    """
    turn = FollowLetter.objects.filter(user=user)
    if not Follow.objects.filter(user=user, by_letter=True).exists():
        turn.delete()
        return
    begin = {"next_at": next_turn(user=user), "covers_until": now(), "refusals": 0}
    anew = {"begins_after": F("number"), "returned": "", "returned_in_a_row": 0}
    if not turn.filter(next_at=None).update(**begin, **anew):
        FollowLetter.objects.get_or_create(user=user, defaults=begin)


def of_address(email: str) -> FollowLetter | None:
    """The turn of the reader who has proved an address to be theirs, and whose letters go there."""
    owner = (
        EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user").first()
    )
    return of(user=owner.user) if owner and address(user=owner.user) == email else None


def subscriber_of(*, user: User) -> Subscriber | None:
    """The newsletter's subscriber with this address: their hour, zone and pause count here as well."""
    return Subscriber.objects.filter(email=address(user=user)).first()


def next_turn(*, user: User) -> datetime:
    """When the letter is next due, by the clocks where the reader is."""
    own = subscriber_of(user=user)
    hour = own.hour if own and own.hour is not None else HOUR
    return zones.next_at(hour, name=own.time_zone if own else "", since=now() + AHEAD)


def rests(*, user: User) -> bool:
    """Whether nothing goes to a reader now: a pause, an address where letters came back, or none."""
    own = subscriber_of(user=user)
    pausing = own is not None and own.paused_until is not None and own.paused_until > now()
    dead = own is not None and own.state == SubscriberState.SUPPRESSED
    return pausing or dead or not address(user=user)


def take(turn: FollowLetter, *, until: datetime, sends: bool) -> bool:
    """Move a turn on to the next; whether it was ours to take.

    Args:
        until: what came out up to this moment is had.
        sends: whether a letter goes now. Until its outcome is written down it may have gone.
    """
    ours = FollowLetter.objects.filter(pk=turn.pk, next_at=turn.next_at)
    state = {"state": DeliveryState.SENDING, "number": F("number") + 1} if sends else {}
    return bool(ours.update(next_at=next_turn(user=turn.user), covers_until=until, **state))


def wait(turn: FollowLetter) -> None:
    """The mail server is away, and nothing was said: the letter goes later, with the same in it."""
    _again(turn, at=now() + AGAIN)


def settle(turn: FollowLetter, *, state: DeliveryState) -> None:
    """Write down what became of a letter.

    Args:
        turn: as it was before it was taken.
        state: after `WAITING` (“not now”) nothing in it is lost.
    """
    row = FollowLetter.objects.filter(pk=turn.pk)
    with transaction.atomic():
        if state == DeliveryState.WAITING:
            _again(turn, at=next_turn(user=turn.user) if turn.refusals else now() + AGAIN)
        if state in (DeliveryState.WAITING, DeliveryState.FAILED):
            row.update(state=state, refusals=F("refusals") + 1)
        else:
            row.update(state=state, refusals=0)
        row.filter(refusals__gte=REFUSALS).update(next_at=None, state=DeliveryState.FAILED)


def came_back(*, key: int, number: int, kind: Back) -> bool:
    """Write down that a letter came back, and end the letters where it means that; whether it counted.

    A letter of before the reader's last choice does not, nor one older than another that came back.

    Args:
        key: of the turn.
        number: of the letter.
    """
    with transaction.atomic():
        mine = FollowLetter.objects.select_for_update().filter(pk=key, begins_after__lt=number)
        turn = mine.filter(returned_number__lte=number, number__gte=number).first()
        if turn is None:
            return False
        if number != turn.returned_number:
            follows = number == turn.returned_number + 1
            turn.returned_in_a_row = turn.returned_in_a_row + 1 if follows else 1
        turn.returned, turn.returned_number = kind, number
        if kind != Back.SOFT or turn.returned_in_a_row >= RETURNED:
            turn.next_at = None
        turn.save(update_fields=["returned", "returned_number", "returned_in_a_row", "next_at"])
    return True


def export(user: User) -> dict[str, Any] | None:
    """A reader's turn, for them to take away."""
    fields = ("next_at", "covers_until", "state", "refusals", "number", "returned")
    return FollowLetter.objects.filter(user=user).values(*fields).first()


def _again(turn: FollowLetter, *, at: datetime) -> None:
    FollowLetter.objects.filter(pk=turn.pk).update(
        next_at=at, covers_until=turn.covers_until, state=DeliveryState.WAITING
    )
