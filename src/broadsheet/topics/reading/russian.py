"""How Russian spells dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.topics.reading.spelt import Spelt, Tense, apart, clause, number

_DAYS = ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресен")
_W = (
    r"(?P<weekday>понедельник[ауе]?|вторник[ауе]?|сред[аыуе]|четверг[ауе]?|пятниц[аыуе]|суббот[аыуе]|"
    r"воскресень[еяю])"
)
_MONTHS = ("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр",
           "ноябр", "декабр")  # fmt: skip
_OF = (
    r"(?P<month>январ[ья]|феврал[ья]|марта|апрел[ья]|мая|июн[ья]|июл[ья]|августа|сентябр[ья]|октябр[ья]|"
    r"ноябр[ья]|декабр[ья])"
)
_IN = (
    r"(?P<month>январ[еяью]|феврал[еяью]|март[еау]|апрел[еяью]|ма[еяюй]|июн[еяью]|июл[еяью]|август[еау]|"
    r"сентябр[еяью]|октябр[еяью]|ноябр[еяью]|декабр[еяью])"
)
_Y = r"(?:\s+(?P<year>(?:19|20)\d\d)(?:\s*(?:года|году|г\.))?)"
_RULES = [
    re.compile(rf"\b(?:(?P<lead>до|к|ко|с|со|по|после|на)\s+)?(?P<day>[0-3]?\d)"
               rf"(?:\s*(?:[-–—]|и|по)\s*(?P<last_day>[0-3]?\d))?(?:-?го)?\s+{_OF}{_Y}?\b",
               re.IGNORECASE),
    re.compile(rf"\b(?P<lead>в|во|до|к|с|к концу|в конце|до конца|к началу|в начале|в середине|"
               rf"к середине)"
               rf"\s+(?P<which>следующ\w+|прошл\w+|эт\w+)?\s*{_IN}{_Y}?\b", re.IGNORECASE),
    re.compile(r"\b(?P<lead>в|с|до|к|по)\s+(?P<year>(?:19|20)\d\d)(?:-?м|-?го)?\s+"
               r"(?:году|года)\b", re.IGNORECASE),
    re.compile(rf"\b(?P<lead>в|во|до|к|ко|с|со|на)\s+(?P<which>следующ\w+\s+|прошл\w+\s+|минувш\w+\s+|"
               rf"эт\w+\s+)?{_W}\b", re.IGNORECASE),
    re.compile(r"\b(?P<near>сегодня|завтра|вчера|послезавтра|позавчера)\b", re.IGNORECASE),
    re.compile(r"\b(?:в|во|на|до|к|с)\s+(?:конце\s+|начале\s+)?(?P<which>следующ\w+|будущ\w+|прошл\w+|минувш\w+|"
               r"эт\w+)\s+(?P<unit>недел[еиюя]|месяц[еау]?|год[ауе]?)\b", re.IGNORECASE),
]  # fmt: skip
_BREAKS = re.compile(r"[,;:.!?«»\n]\s|\s—\s|\b(?:который|которая|которые|после|когда|но|а)\b")
_SENTENCE = re.compile(r"[.!?\n]\s|[«»]")
_PAST = re.compile(r"\b\w+(?:л|ла|ло|ли|лся|лась|лось|лись)\b", re.IGNORECASE)
_FUTURE = re.compile(
    r"\b(?:будет|будут|намерен\w*|планиру\w+|ожида\w+|обещают|\w+(?:ит|ет|ёт|ят|ат|ут|ют|ится|ется|ётся|утся|"
    r"ются|ятся|атся))\b",
    re.IGNORECASE,
)
_NOT_FUTURE = re.compile(
    r"\b(?:говорит|считает|нет|вспоминает|будет ли|лет|совет|бюджет)\b", re.IGNORECASE
)
_NEAR = {"сегодня": 0, "завтра": 1, "вчера": -1, "послезавтра": 2, "позавчера": -2}
_AHEAD = frozenset({"до", "к", "ко", "к концу", "до конца", "к началу", "к середине"})


def spelt(text: str) -> Iterator[Spelt]:
    """Every date of a Russian text."""
    for match in apart(_RULES, text):
        said = match.groupdict()
        which = _which(said.get("which"))
        if said.get("near"):
            yield Spelt(start=match.start(), end=match.end(), days=_NEAR[str(said["near"]).lower()])
        elif said.get("unit"):
            yield _relative(match, which or 0, str(said["unit"]).lower())
        else:
            yield Spelt(
                start=match.start(),
                end=match.end(),
                tense=_tense(text, match, (said.get("lead") or "").lower(), which),
                weekday=_place(said.get("weekday"), _DAYS),
                year=number(said.get("year")),
                month=_month(said.get("month")),
                day=number(said.get("day")),
                last_day=number(said.get("last_day")),
            )


def _relative(match: re.Match[str], which: int, unit: str) -> Spelt:
    start, end = match.span()
    if unit.startswith("недел"):
        return Spelt(start=start, end=end, weeks=which)
    if unit.startswith("месяц"):
        return Spelt(start=start, end=end, months=which)
    return Spelt(start=start, end=end, years=which or None)


def _which(said: str | None) -> int | None:
    if not said:
        return None
    word = said.strip().lower()
    if word.startswith(("следующ", "будущ")):
        return 1
    return -1 if word.startswith(("прошл", "минувш")) else 0


def _tense(text: str, match: re.Match[str], lead: str, which: int | None) -> Tense:
    if which:
        return Tense.FUTURE if which > 0 else Tense.PAST
    if lead in _AHEAD:
        return Tense.FUTURE
    for breaks in (_BREAKS, _SENTENCE):
        around = _NOT_FUTURE.sub("", clause(text, *match.span(), breaks))
        if _PAST.search(around):
            return Tense.PAST
        if _FUTURE.search(around):
            return Tense.FUTURE
    return Tense.UNKNOWN


def _place(said: str | None, beginnings: tuple[str, ...]) -> int | None:
    word = (said or "").lower()
    return next((place for place, one in enumerate(beginnings) if word and word.startswith(one)), None)


def _month(said: str | None) -> int | None:
    word = (said or "").lower()
    place = _place(word, _MONTHS)
    if place is None:
        return None
    # "марта" begins like "мая"
    return 3 if word.startswith("март") else place + 1
