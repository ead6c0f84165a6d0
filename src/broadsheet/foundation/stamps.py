"""A signed time in a form: how long a person had it open.

Robots answer at once or keep a form for days. A form without a good stamp is
never lost: the view shows it again, filled in, with a fresh stamp.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from django.core import signing

MIN_AGE = timedelta(seconds=3)
MAX_AGE = timedelta(hours=24)


class StampState(StrEnum):
    GOOD = "good"
    TOO_FAST = "too fast"
    STALE = "stale"
    FORGED = "forged"


def stamp(*, purpose: str) -> str:
    """A fresh stamp for a form of this purpose ("comment", "newsletter" …)."""
    return signing.TimestampSigner(salt=f"broadsheet.stamp.{purpose}").sign(purpose)


def read_stamp(value: str, *, purpose: str) -> StampState:
    """What a returned stamp says about the form it came with."""
    signer = signing.TimestampSigner(salt=f"broadsheet.stamp.{purpose}")
    try:
        signer.unsign(value, max_age=MAX_AGE)
    except signing.SignatureExpired:
        return StampState.STALE
    except signing.BadSignature:
        return StampState.FORGED
    try:
        signer.unsign(value, max_age=MIN_AGE)
    except signing.SignatureExpired:
        return StampState.GOOD
    return StampState.TOO_FAST
