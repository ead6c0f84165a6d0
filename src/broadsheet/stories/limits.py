"""How much one address, of the net or of mail, may send."""

from __future__ import annotations

from datetime import timedelta

from django.utils.crypto import salted_hmac

from broadsheet.foundation.limits import allow
from broadsheet.foundation.requests import address_prefix

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TRIES_AN_HOUR = 30  # checking pictures costs time, so also tries are counted
FROM_A_NETWORK = 20  # contributions a day; a school or an office shares one
FROM_A_SENDER = 5  # contributions a day; each may cost one mail

VOTES_AN_HOUR = 120  # of a network, moved ones too; what counts is in `voting`
ANSWERS_A_DAY = 10  # about one story; each mails the editor who asked


def may_try(*, address: str) -> bool:
    """Count a filled-in form from this network address."""
    key = f"stories:try:{_blurred(address_prefix(address))}"
    return allow(key=key, limit=TRIES_AN_HOUR, per=HOUR)


def may_send(*, address: str, email: str) -> bool:
    """Count a contribution that is about to be taken in."""
    network = f"stories:network:{_blurred(address_prefix(address))}"
    sender = f"stories:sender:{_blurred(email)}"
    return allow(key=network, limit=FROM_A_NETWORK, per=DAY) and allow(
        key=sender, limit=FROM_A_SENDER, per=DAY
    )


def may_vote(*, address: str) -> bool:
    """Count a vote from this network address."""
    key = f"stories:votes:{_blurred(address_prefix(address))}"
    return allow(key=key, limit=VOTES_AN_HOUR, per=HOUR)


def may_answer(*, address: str, key: str) -> bool:
    """Count a sender's letter to the newsroom about one story."""
    network = f"stories:answers:{_blurred(address_prefix(address))}"
    story = f"stories:answers-about:{_blurred(key)}"
    return allow(key=network, limit=FROM_A_NETWORK, per=DAY) and allow(
        key=story, limit=ANSWERS_A_DAY, per=DAY
    )


def _blurred(value: str) -> str:
    """Can be counted, not read back."""
    return salted_hmac("broadsheet.stories.limits", value.lower(), algorithm="sha256").hexdigest()[:32]
