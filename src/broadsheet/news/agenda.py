"""What the paper has announced for days, past and coming."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from broadsheet.edition.api import depends_on
from broadsheet.news import queries, shown
from broadsheet.news.models import Announced

COMING = 60  # days
NEAR = timedelta(days=14)  # a month is no day of its own
MOST = 200  # entries of a page
YEARS = 200  # back and ahead: not every month that somebody asks for is a page


@dataclass(slots=True, kw_only=True)
class Span:
    """A day, or more days in a row, and what is announced for them."""

    first: date
    last: date
    entries: list[Announced] = field(default_factory=list)

    @property
    def is_day(self) -> bool:
        return self.first == self.last

    @property
    def is_month(self) -> bool:
        return self.first.day == 1 and self.last == _month_after(self.first) - timedelta(days=1)


def coming() -> dict[str, Any]:
    """What is announced from today on, by days."""
    today = shown.shows_today().date()
    depends_on("agenda")
    found = entries().filter(last__gte=today, first__lte=today + timedelta(days=COMING))
    return {"spans": _by_span(found), "today": today}


def of_month(*, first: date) -> dict[str, Any]:
    """What was or is announced for a month, by days."""
    depends_on(shown.agenda_tag(first))
    last = _month_after(first) - timedelta(days=1)
    found = entries().filter(first__lte=last, last__gte=first)
    return {
        "month": first,
        "spans": _by_span(found),
        "previous_month": (first - timedelta(days=1)).replace(day=1),
        "next_month": _month_after(first),
    }


def of_day(*, day: date) -> dict[str, Any]:
    """What was or is announced for a day: the day itself, or a few days around it."""
    depends_on(shown.agenda_tag(day))
    around = {"first__gt": day - NEAR, "last__lt": day + NEAR}
    found = entries().filter(first__lte=day, last__gte=day, **around)
    return {"day": day, "spans": _by_span(found)}


def entries() -> QuerySet[Announced]:
    """What public articles announce, in the order of its days."""
    public = queries.of_edition(Announced.objects.filter(article__live=True), by="article__edition")
    fetched = public.select_related("article__section")
    return fetched.defer("article__body").order_by("first", "last", "-article_id")


def _by_span(found: QuerySet[Announced]) -> list[Span]:
    """Entries of the same day, week or month together, in the order of their beginnings."""
    spans: dict[tuple[date, date], Span] = {}
    for entry in found[:MOST]:
        depends_on(f"article:{entry.article_id}")
        days = (entry.first, entry.last)
        spans.setdefault(days, Span(first=entry.first, last=entry.last)).entries.append(entry)
    return list(spans.values())


def _month_after(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
