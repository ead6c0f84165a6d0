"""Dates in a text, resolved against the day of its dateline: English, Russian, Chinese.

What is not done: hours, holidays by name, "this year", ages and durations
("in three weeks"), quarters, dates in other languages.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from broadsheet.topics.reading import chinese, english, russian
from broadsheet.topics.reading.spelt import Spelt, Tense

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


class Precision(StrEnum):
    """How exactly a text gives a time."""

    DAY = "day"
    DAYS = "days"  # from one to another
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text: where it stands, and the days it means, both included."""

    start: int
    end: int
    first: date
    last: date
    precision: Precision


_LANGUAGES: dict[str, Callable[[str], Iterator[Spelt]]] = {
    "en": english.spelt,
    "ru": russian.spelt,
    "zh": chinese.spelt,
}


def find_dates(text: str, language: str, *, dateline: date) -> list[Dated]:
    """Every date in a text, in its order; none in a language without rules.

    Args:
        text: plain text.
        language: BCP 47.
        dateline: the day from which the text speaks.
    """
    spelt = _LANGUAGES.get(language.split("-")[0].lower())
    if spelt is None:
        return []
    found = (_resolved(one, dateline) for one in spelt(text))
    return [one for one in found if one]


def _resolved(said: Spelt, dateline: date) -> Dated | None:
    try:
        meant = _days(said, dateline)
    except (ValueError, OverflowError):  # 31 November, 30 February of a year that has none
        return None
    return Dated(said.start, said.end, *meant) if meant else None


def _days(said: Spelt, dateline: date) -> tuple[date, date, Precision] | None:
    if said.days is not None:
        day = dateline + said.days * DAY
        return day, day, Precision.DAY
    if said.weekday is not None:
        day = _weekday(said, dateline)
        return day, day, Precision.DAY
    if said.weeks is not None:
        monday = dateline - dateline.weekday() * DAY + said.weeks * WEEK
        return monday, monday + 6 * DAY, Precision.WEEK
    if said.months is not None:
        number = dateline.year * 12 + dateline.month - 1 + said.months
        return *_month(number // 12, number % 12 + 1), Precision.MONTH
    if said.day is not None:
        return _day(said, dateline)
    if said.month is not None:
        of = _year(said, dateline) or _year_of_month(said, dateline)
        return *_month(of, said.month), Precision.MONTH
    year = _year(said, dateline)
    return (date(year, 1, 1), date(year, 12, 31), Precision.YEAR) if year else None


def _year(said: Spelt, dateline: date) -> int | None:
    return said.year if said.years is None else dateline.year + said.years


def _weekday(said: Spelt, dateline: date) -> date:
    assert said.weekday is not None
    if said.week_of is not None:  # "下周一": the Monday of the next week
        monday = dateline - dateline.weekday() * DAY
        return monday + said.week_of * WEEK + said.weekday * DAY
    ahead = (said.weekday - dateline.weekday()) % 7
    if said.tense is Tense.FUTURE:
        return dateline + (ahead or 7) * DAY
    return dateline - ((7 - ahead) % 7) * DAY


def _day(said: Spelt, dateline: date) -> tuple[date, date, Precision]:
    assert said.day is not None
    month = said.month
    if month is None:  # "28日": the nearest day of this number
        first = _nearest([d for d in _days_of_number(said.day, dateline) if d], dateline, said.tense)
    elif year := _year(said, dateline):
        first = date(year, month, said.day)
    else:
        years = range(dateline.year - 1, dateline.year + 2)
        days = [date(y, month, said.day) for y in years if said.day <= monthrange(y, month)[1]]
        first = _nearest(days, dateline, said.tense)
    if not said.last_day:
        return first, first, Precision.DAY
    last = date(first.year, said.last_month or first.month, said.last_day)
    if last < first:
        last = date(first.year + 1, last.month, last.day)
    return first, last, Precision.DAYS


def _days_of_number(day: int, dateline: date) -> Iterator[date | None]:
    for months in (-1, 0, 1):
        number = dateline.year * 12 + dateline.month - 1 + months
        year, month = number // 12, number % 12 + 1
        yield date(year, month, day) if day <= monthrange(year, month)[1] else None


def _nearest(days: list[date], dateline: date, tense: Tense) -> date:
    if tense is Tense.PAST and any(day <= dateline for day in days):
        return max(day for day in days if day <= dateline)
    if tense is Tense.FUTURE and any(day >= dateline for day in days):
        return min(day for day in days if day >= dateline)
    if not days:
        raise ValueError("no such day")
    return min(days, key=lambda day: abs(day - dateline))


def _year_of_month(said: Spelt, dateline: date) -> int:
    assert said.month is not None
    here = dateline.year * 12 + dateline.month
    months = [(dateline.year + years) * 12 + said.month for years in (-1, 0, 1)]
    if said.tense is Tense.PAST:
        chosen = max(month for month in months if month <= here)
    elif said.tense is Tense.FUTURE:
        chosen = min(month for month in months if month >= here)
    else:
        chosen = min(months, key=lambda month: abs(month - here))
    return (chosen - 1) // 12


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])
