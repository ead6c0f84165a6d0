"""Times as the field's formats write them."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils import timezone


def moment_of(text: str) -> datetime | None:
    """The time that an ISO 8601 text names, in its basic or extended form; None for none.

    One without a zone is meant as UTC, as IPTC's formats have it.
    """
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return when if in_utc(when) else None


def in_utc(when: datetime) -> datetime | None:
    """A time in UTC; None for one before the year 1 or after 9999 there.

    One without a zone is meant where the paper is.
    """
    try:
        return (when if when.tzinfo else timezone.make_aware(when)).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def iso(when: datetime) -> str:
    """A time in extended form, in UTC: 2025-01-31T12:00:00Z."""
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")


def basic(when: datetime) -> str:
    """A time in basic form, in UTC, to the second: 20250131T120000Z (NITF, IPTC 7901)."""
    return when.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
