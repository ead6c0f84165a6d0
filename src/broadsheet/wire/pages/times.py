"""Times as files and pages write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime

SECONDS = re.compile(r"\d{9,10}(\d{3})?")  # since 1970; three more digits are thousandths
SLACK = timedelta(days=2)  # clocks differ; what is later than this was mistyped
EARLIEST = datetime(1600, 1, 1, tzinfo=UTC)  # before the first newspaper


def moment_of(text: str, *, zone: tzinfo = UTC) -> datetime | None:
    """The moment that `text` names: ISO 8601, RFC 5322, or seconds since 1970.

    Args:
        text: what the file says; white space around it does not matter.
        zone: where it is meant when it gives no offset.

    Returns:
        An aware time in UTC; None when it names none that news may have.
    """
    text = " ".join(text.split())
    found = _of_seconds(text) or _iso(text) or _rfc(text)
    if found is None:
        return None
    try:
        found = (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:
        return None
    return found if found >= EARLIEST else None


def believable(moment: datetime | None, *, now: datetime) -> datetime | None:
    """`moment`, unless it is still to come by more than clocks may differ."""
    return moment if moment and moment <= now + SLACK else None


def _of_seconds(text: str) -> datetime | None:
    found = SECONDS.fullmatch(text)
    if not found:
        return None
    return datetime.fromtimestamp(int(text) / (1000 if found[1] else 1), UTC)


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _rfc(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
