"""The time of day where a reader is."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings

REGIONS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian",
    "Pacific",
)  # fmt: skip


@cache
def names() -> tuple[str, ...]:
    """The zones a reader can choose: those named after places, and the paper's."""
    places = {name for name in available_timezones() if name.partition("/")[0] in REGIONS}
    return tuple(sorted(places | {settings.TIME_ZONE}))


def zone(name: str) -> ZoneInfo:
    """The zone of this name; the paper's for "" and for one that no longer exists."""
    return ZoneInfo(name if name in names() else settings.TIME_ZONE)


def next_at(hour: int, *, name: str, since: datetime) -> datetime:
    """The first moment from `since` on at which clocks in this zone show the full `hour`."""
    there = zone(name)
    today = since.astimezone(there).date()
    # In UTC: local times that the clocks skip compare with nothing.
    days = (today + timedelta(days=number) for number in range(3))
    moments = (datetime.combine(day, time(hour), there).astimezone(UTC) for day in days)
    return next(moment for moment in moments if moment >= since)
