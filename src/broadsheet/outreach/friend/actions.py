"""Verbs of "e-mail a friend"."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.db.models import Q

from broadsheet.foundation.clock import now
from broadsheet.foundation.limits import allow
from broadsheet.news.models import ArticlePage
from broadsheet.outreach import addresses
from broadsheet.outreach.models import FriendLetter, NeverAgain

SALT = "broadsheet.friend.never-again"
A_READER_A_DAY = 5
TO_ONE_ADDRESS_A_DAY = 2
ALL_AN_HOUR = 200  # the circuit breaker: then somebody is using us as a relay
TRIED_FOR = timedelta(days=1)
KEPT = timedelta(days=30)
CUT_SHORT = timedelta(minutes=15)


class TooManyLetters(Exception):
    """This reader, or all readers together, have sent too many."""


def ask_for_letter(*, article: ArticlePage, sender: str, recipient: str, reader: str) -> None:
    """Have one letter with an article sent.

    Whether its receiver wants letters is not told: the answer is the same.

    Args:
        sender: the cleaned name that stands in the letter.
        reader: who asks, as a key that can be counted but not read back.

    Raises:
        TooManyLetters: the reader's day or the paper's hour is full.
    """
    from broadsheet.outreach.friend.tasks import send_letter

    if not allow(key=f"friend:reader:{reader}", limit=A_READER_A_DAY, per=timedelta(days=1)):
        raise TooManyLetters("reader")
    if not allow(key="friend:all", limit=ALL_AN_HOUR, per=timedelta(hours=1)):
        raise TooManyLetters("all")
    mark = addresses.fingerprint(recipient)
    often = not allow(key=f"friend:to:{mark[:32]}", limit=TO_ONE_ADDRESS_A_DAY, per=timedelta(days=1))
    if often or wants_none(recipient=recipient):
        FriendLetter.objects.create(
            article=article, sender_name=sender, state=FriendLetter.State.REFUSED, done_at=now()
        )
        return
    with transaction.atomic():
        letter = FriendLetter.objects.create(
            article=article, recipient=addresses.normal(recipient), sender_name=sender
        )
        send_letter.enqueue(letter.pk)


def wants_none(*, recipient: str) -> bool:
    """Whether the owner of an address said "never again"."""
    return NeverAgain.objects.filter(address_hash=addresses.fingerprint(recipient)).exists()


def wait(*, letter: FriendLetter) -> bool:
    """Let a letter that has surely not gone wait for another try, for a day; whether it does."""
    if letter.asked_at < now() - TRIED_FOR:
        close(letter=letter, state=FriendLetter.State.FAILED)
        return False
    FriendLetter.objects.filter(pk=letter.pk).update(state=FriendLetter.State.WAITING)
    return True


def close(*, letter: FriendLetter, state: FriendLetter.State) -> None:
    """Be done with a letter, and forget where it went."""
    FriendLetter.objects.filter(pk=letter.pk).update(state=state, recipient="", done_at=now())


def never_again_token(*, recipient: str) -> str:
    """What stands in the link by which a receiver wants no more; it holds no address."""
    return signing.Signer(salt=SALT).sign(addresses.fingerprint(recipient))


def read_token(token: str) -> str | None:
    """The fingerprint in a token; None when nobody signed it."""
    try:
        return signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None


def never_again(*, fingerprint: str) -> None:
    """Send this address no article from friends any more. Idempotent."""
    NeverAgain.objects.get_or_create(address_hash=fingerprint)


def tidy() -> None:
    """Give up letters that were cut short, wipe their addresses, forget old rows.

    A letter found in `sending` may have gone: it is never tried again.
    """
    held = Q(state=FriendLetter.State.SENDING, asked_at__lt=now() - CUT_SHORT)
    late = Q(state=FriendLetter.State.WAITING, asked_at__lt=now() - 2 * TRIED_FOR)
    FriendLetter.objects.filter(held | late).update(
        state=FriendLetter.State.FAILED, recipient="", done_at=now()
    )
    FriendLetter.objects.filter(asked_at__lt=now() - KEPT).delete()
