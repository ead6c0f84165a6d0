"""Hours in which a reader is not to be disturbed."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from broadsheet.outreach.models import PushReader


def due(reader: PushReader, moment: datetime) -> datetime:
    """When a reader may be told something that is known at `moment`: at once, or when they are up."""
    if reader.quiet_from is None or reader.quiet_to is None or reader.quiet_from == reader.quiet_to:
        return moment
    zone = zone_of(reader.zone)
    there = moment.astimezone(zone)
    clock = there.time().replace(tzinfo=None)
    over_midnight = reader.quiet_from > reader.quiet_to
    quiet = (
        clock >= reader.quiet_from or clock < reader.quiet_to
        if over_midnight
        else reader.quiet_from <= clock < reader.quiet_to
    )
    if not quiet:
        return moment
    day = there.date() + timedelta(days=1 if over_midnight and clock >= reader.quiet_from else 0)
    return datetime.combine(day, reader.quiet_to, tzinfo=zone)


def zone_of(name: str) -> ZoneInfo:
    """A time zone by its name; UTC for one nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
