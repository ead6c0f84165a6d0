"""What the paper has announced for days, past and coming."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from broadsheet.edition.api import depends_on
from broadsheet.news import shown
from broadsheet.news.models import Announced

COMING = 60  # days
MOST = 200  # entries of a page
YEARS = 200  # back and ahead: not every month that somebody asks for is a page


def coming() -> dict[str, Any]:
    """What is announced from today on, by day."""
    today = shown.shows_today().date()
    depends_on("agenda")
    found = entries().filter(last__gte=today, first__lte=today + timedelta(days=COMING))
    return {"days": _by_day(found, earliest=today), "today": today}


def of_month(*, first: date) -> dict[str, Any]:
    """What was or is announced for a month, by day."""
    depends_on(shown.agenda_tag(first))
    last = _month_after(first) - timedelta(days=1)
    found = entries().filter(first__lte=last, last__gte=first)
    return {
        "month": first,
        "days": _by_day(found, earliest=first),
        "previous_month": (first - timedelta(days=1)).replace(day=1),
        "next_month": _month_after(first),
    }


def of_day(*, day: date) -> dict[str, Any]:
    """What was or is announced for a day: the day itself, or a span of at most a week around it."""
    depends_on(shown.agenda_tag(day))
    found = entries().filter(first__lte=day, last__gte=day, last__lt=day + timedelta(days=7))
    return {"day": day, "days": _by_day(found, earliest=day)}


def entries() -> QuerySet[Announced]:
    """What public articles announce, in the order of its days."""
    fetched = Announced.objects.filter(article__live=True).select_related("article__section")
    return fetched.defer("article__body").order_by("first", "last", "-article_id")


def _by_day(found: QuerySet[Announced], *, earliest: date) -> list[tuple[date, list[Announced]]]:
    days: dict[date, list[Announced]] = {}
    for entry in found[:MOST]:
        depends_on(f"article:{entry.article_id}")
        days.setdefault(max(entry.first, earliest), []).append(entry)
    return sorted(days.items())


def _month_after(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
