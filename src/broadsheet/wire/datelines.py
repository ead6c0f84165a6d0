"""Where and when copy was written: "MOSCOW, Monday (Reuters) -" as a place and a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from html import unescape

from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_ALT, WEEKDAYS, WEEKDAYS_ABBR

from broadsheet.wire.story import Block, Text

LONGEST = 200  # letters; a longer line is text
IN_BRACKETS = re.compile(r"\([^()]*\)")
EDGES = " \t\r\n,.;:-–—/"
AGENCY = r"\((?:[A-Z][\w.\-/& ]{1,24}|[a-z]{2,5}(?:/[a-z]+)?)\)"
AT = re.compile(rf"\s*(?P<place>[A-Z][^()]{{1,60}}?)\s*{AGENCY}\s*(?:--?|–|—)\s")
AFTER = re.compile(rf"\s*{AGENCY}\s*(?:--?|–|—)\s(?P<place>[A-Z][^()–—-]{{1,60}}?)\s*(?:--?|–|—)\s")
TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """A place, and a day as an ISO date; "" for what is not said."""

    place: str = ""
    day: str = ""


def dateline_of(line: str, *, sent: datetime | None, language: str = "") -> Dateline:
    """What a dateline says.

    Args:
        line: the dateline alone, without the text that it begins.
        sent: when the item was sent: a weekday is the last such day up to
            then, and a day without a year the nearest such day.
        language: BCP 47, of the names of days and months; English always counts.
    """
    line = IN_BRACKETS.sub(" ", " ".join(line.split())[:LONGEST])
    names = _names(language[:2].lower() if language else "en")
    found = names.pattern.search(line)
    if not found:
        return Dateline(place=line.strip(EDGES))
    day = _day(found, names, sent.date() if sent else None)
    if day is None:
        return Dateline(place=line.strip(EDGES))
    return Dateline(place=line[: found.start()].strip(EDGES), day=day.isoformat())


def dateline_in(body: tuple[Block, ...], *, sent: datetime | None, language: str = "") -> Dateline:
    """The dateline with which a body begins: "BERLIN, May 1 (dpa) - " or "(ANSA) - Rome, May 1 - ";
    empty when there is none."""
    if not body or not isinstance(body[0], Text):
        return Dateline()
    text = TAG.sub("", body[0].html[:LONGEST])
    found = AT.match(text) or AFTER.match(text)
    return dateline_of(unescape(found["place"]), sent=sent, language=language) if found else Dateline()


@dataclass(frozen=True, slots=True)
class _Names:
    pattern: re.Pattern[str]
    months: dict[str, int]
    days: dict[str, int]  # Monday is 0


@cache
def _names(language: str) -> _Names:
    months: dict[str, int] = {}
    days: dict[str, int] = {}
    for one in dict.fromkeys(["en", language]):
        with translation.override(one):
            for number in range(1, 13):
                for names in (MONTHS, MONTHS_3, MONTHS_ALT):
                    months[str(names[number]).strip(".").lower()] = number
            for number in range(7):
                for names in (WEEKDAYS, WEEKDAYS_ABBR):
                    days[str(names[number]).strip(".").lower()] = number
    month, weekday = (
        "|".join(sorted(map(re.escape, names), key=len, reverse=True)) for names in (months, days)
    )
    pattern = re.compile(
        rf"\b(?:(?P<iso>\d{{4}}-\d\d-\d\d)"
        rf"|(?P<month>{month})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{{4}}))?"
        rf"|(?P<day2>\d{{1,2}})(?:\.|º|st|nd|rd|th)?\s+(?:de\s+)?(?P<month2>{month})\.?"
        rf"(?:,?\s+(?:de\s+)?(?P<year2>\d{{4}}))?"
        rf"|(?P<weekday>{weekday}))\b",
        re.IGNORECASE,
    )
    return _Names(pattern, months, days)


def _day(found: re.Match[str], names: _Names, sent: date | None) -> date | None:
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        if found["weekday"]:
            back = (sent.weekday() - names.days[found["weekday"].lower()]) % 7 if sent else 0
            return sent - timedelta(days=back) if sent else None
        month = names.months[(found["month"] or found["month2"]).lower()]
        day, year = int(found["day"] or found["day2"]), found["year"] or found["year2"]
        if year:
            return date(int(year), month, day)
        return _nearest(month, day, sent) if sent else None
    except ValueError:  # the 31st of June
        return None


def _nearest(month: int, day: int, sent: date) -> date:
    years = (sent.year - 1, sent.year, sent.year + 1)
    if (month, day) == (2, 29):
        return date(sent.year, month, day)
    return min((date(year, month, day) for year in years), key=lambda one: abs(one - sent))
