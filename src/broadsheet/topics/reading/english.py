"""How English spells dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.topics.reading.spelt import Spelt, Tense, apart, clause, number

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
           "october", "november", "december")  # fmt: skip
_SHORT = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
          "oct": 10, "nov": 11, "dec": 12}  # fmt: skip
_FULL, _ABBREVIATED = ("|".join(map(str.capitalize, names)) for names in (_MONTHS, _SHORT))
_M = rf"(?P<month>{_FULL}|(?:{_ABBREVIATED})\.?)"
_W = rf"(?P<weekday>{'|'.join(map(str.capitalize, _DAYS))})"
_D = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_TO = r"(?:\s*[-–—]\s*|\s+(?:to|and)\s+)(?P<last_day>[0-3]?\d)(?:st|nd|rd|th)?"
_Y = r"(?:,?\s+(?P<year>(?:19|20)\d\d))"
_RULES = [
    re.compile(rf"\b(?:(?P<lead>by|on|until|till|before|after|since|from)\s+)?(?:{_W},?\s+)?(?:the\s+)?"
               rf"{_D}(?:{_TO})?\s+(?:of\s+)?{_M}{_Y}?\b(?!\s*\d)"),
    re.compile(rf"\b(?:(?P<lead>by|on|until|till|before|after|since|from)\s+)?(?:{_W},?\s+)?"
               rf"{_M}\s+{_D}(?!\d)(?:{_TO})?{_Y}?\b"),
    re.compile(rf"\b(?P<lead>in|by|until|till|since|from|during|last|next|this|of|by the end of|"
               rf"at the end of|by early|by late|in early|in late|in mid|early|late|mid)"
               rf"[\s-]+{_M}{_Y}?\b"),
    re.compile(rf"\b{_M}\s+(?P<year>(?:19|20)\d\d)\b"),
    re.compile(rf"\b(?:(?P<lead>on|by|until|till|since|from|last|next|this|before|after)\s+)?"
               rf"(?<!\b[Aa] )(?<!\b[Ee]very )(?<!\b[Ee]ach ){_W}\b"),
    re.compile(r"\b(?P<near>today|tonight|tomorrow|yesterday)\b", re.IGNORECASE),
    re.compile(r"\b(?P<which>next|last|this)\s+(?P<unit>week|month|year)\b", re.IGNORECASE),
    re.compile(r"\b(?P<lead>in|since|from|until|by|during)\s+(?:(?:early|late|mid|spring|summer|autumn|"
               r"fall|winter)[\s-]+)?(?P<year>(?:19|20)\d\d)\b(?!\s+[a-z]+s\b)"),
]  # fmt: skip
# What a text must hold for any rule that asks for it: most texts are spared most of the rules.
_A_MONTH = re.compile("[JFMASOND](?:an|eb|ar|pr|ay|un|ul|ug|ep|ct|ov|ec)")
_A_WEEKDAY = re.compile("[MTWFS](?:on|ue|ed|hu|ri|at|un)")
_BREAKS = re.compile(r"[,;:.!?“”\"«»\n]\s|\b(?:which|who|after|before|when|while|but)\b")
_SENTENCE = re.compile(r"[.!?\n]\s|[“”\"]")
_FUTURE = re.compile(
    r"\b(?:will|shall|would|should|plans? to|expects?|is to|are to|to be|going to|scheduled|due|next)\b"
)
_PAST = re.compile(
    r"\b(?:(?!need|speed|seed|feed|indeed|hundred)[a-z]+ed|was|were|had|did|said|rose|fell|left|took|met|flew|came|went|shook|told|gave|made|began|"
    r"began|held|won|lost|saw|ran|sent|spoke|broke|cut|put|paid|bought|sold|brought|built|wrote|found|"
    r"grew|led|drew|struck|hit|stood|became|kept|fought|caught|thought|taught)\b"
)
_NEAR = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}
_WHICH = {"next": 1, "last": -1, "this": 0}
_AHEAD = frozenset({"by", "until", "till", "by the end of", "by early", "by late"})


def spelt(text: str) -> Iterator[Spelt]:
    """Every date of an English text."""
    for match in apart(_rules_for(text), text):
        said = match.groupdict()
        lead = (said.get("lead") or "").lower()
        if (found := _relative(match, said)) is not None:
            yield found
            continue
        yield Spelt(
            start=match.start(),
            end=match.end(),
            tense=_tense(text, match, lead),
            weekday=None if said.get("month") else _weekday(said.get("weekday")),
            year=number(said.get("year")),
            month=_month(said.get("month")),
            day=number(said.get("day")),
            last_day=number(said.get("last_day")),
        )


def _rules_for(text: str) -> list[re.Pattern[str]]:
    """The rules that may find something in a text, by the words it has."""
    month, weekday = _A_MONTH.search(text), _A_WEEKDAY.search(text)
    low = text.lower()
    near = any(word in low for word in _NEAR)
    unit = any(word in low for word in ("week", "month", "year"))
    year = "19" in text or "20" in text
    asked = [month, month, month, month, weekday, near, unit, year]
    return [rule for rule, there in zip(_RULES, asked, strict=True) if there]


def _relative(match: re.Match[str], said: dict[str, str | None]) -> Spelt | None:
    start, end = match.span()
    if said.get("near"):
        return Spelt(start=start, end=end, days=_NEAR[str(said["near"]).lower()])
    if not said.get("which"):
        return None
    which, unit = _WHICH[str(said["which"]).lower()], str(said["unit"]).lower()
    if unit == "week":
        return Spelt(start=start, end=end, weeks=which)
    if unit == "month":
        return Spelt(start=start, end=end, months=which)
    # "this year" says nothing that the dateline does not.
    return Spelt(start=start, end=end, years=which or None)


def _tense(text: str, match: re.Match[str], lead: str) -> Tense:
    if lead in _AHEAD or lead == "next":
        return Tense.FUTURE
    if lead in {"last", "since"}:
        return Tense.PAST
    for breaks in (_BREAKS, _SENTENCE):
        around = clause(text, *match.span(), breaks)
        if _FUTURE.search(around):
            return Tense.FUTURE
        if _PAST.search(around):
            return Tense.PAST
    # The present tense speaks of what is to come: "Schools open again on Monday".
    return Tense.FUTURE if re.search(r"[a-z]", clause(text, *match.span(), _SENTENCE)) else Tense.UNKNOWN


def _weekday(said: str | None) -> int | None:
    return _DAYS.index(said.lower()) if said else None


def _month(said: str | None) -> int | None:
    if not said:
        return None
    name = said.lower().rstrip(".")
    return _MONTHS.index(name) + 1 if name in _MONTHS else _SHORT[name]
