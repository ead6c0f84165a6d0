"""How Chinese spells dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.topics.reading.spelt import Spelt, Tense, apart, clause, number

_WEEK = "一二三四五六日天"
_N = r"[0-9０-９]"
_YEAR = r"(?:(?P<year>(?:19|20)\d\d)年|(?P<which_year>明|去|今|前|后)年)"
_TO = rf"(?:(?:至|到|[-–—~～])(?:(?P<last_month>{_N}{{1,2}})月)?(?P<last_day>{_N}{{1,2}})[日号])"
_RULES = [
    re.compile(rf"{_YEAR}?(?P<month>{_N}{{1,2}})月(?P<day>{_N}{{1,2}})(?:[日号]{_TO}?|"
               rf"(?:至|到|[-–—~～])(?P<last_day2>{_N}{{1,2}})[日号])"),
    re.compile(rf"{_YEAR}?(?<!\d)(?P<month>{_N}{{1,2}})月(?:份|底|初|中旬|上旬|下旬|末)?(?!{_N})"),
    re.compile(r"(?P<week_of>下|上|本|这)(?:个)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])?"),
    re.compile(r"(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])(?!年|个|次|边|围)"),
    re.compile(r"(?P<near>大后天|后天|前天|昨天|昨日|昨晚|今天|今日|今晚|明天|明日|明晚)"),
    re.compile(r"(?P<months>下|上|本)(?:个)?月"),
    re.compile(rf"(?<![{_N[1:-1]}月年第])(?P<day>[0-3]?\d)日(?!元|本|益|常)"),
    re.compile(r"(?P<year>(?:19|20)\d\d)年"),
    re.compile(r"(?P<which_year>明|去)年"),
]  # fmt: skip
_BREAKS = re.compile("[，。；：！？“”\n]")
_SENTENCE = re.compile("[。！？“”\n]")
_FUTURE = re.compile("将|拟于|计划|预计|即将|有望|定于")
_PAST = re.compile("[了过]|已经|曾")
_NEAR = {"大后天": 3, "后天": 2, "前天": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "今天": 0, "今日": 0,
         "今晚": 0, "明天": 1, "明日": 1, "明晚": 1}  # fmt: skip
_WHICH = {"下": 1, "上": -1, "本": 0, "这": 0}
_YEARS = {"明": 1, "去": -1, "今": 0, "前": -2, "后": 2}


def spelt(text: str) -> Iterator[Spelt]:
    """Every date of a Chinese text."""
    for match in apart(_RULES, text):
        said = match.groupdict()
        start, end = match.span()
        if said.get("near"):
            yield Spelt(start=start, end=end, days=_NEAR[str(said["near"])])
        elif said.get("months"):
            yield Spelt(start=start, end=end, months=_WHICH[str(said["months"])])
        elif said.get("week_of") and not said.get("weekday"):
            yield Spelt(start=start, end=end, weeks=_WHICH[str(said["week_of"])])
        else:
            yield _dated(text, match, said)


def _dated(text: str, match: re.Match[str], said: dict[str, str | None]) -> Spelt:
    weekday, week_of = said.get("weekday"), said.get("week_of")
    which = said.get("which_year")
    return Spelt(
        start=match.start(),
        end=match.end(),
        tense=_tense(text, match),
        weekday=min(_WEEK.index(weekday), 6) if weekday else None,
        week_of=_WHICH[week_of] if week_of else None,
        year=number(said.get("year")),
        years=_YEARS[which] if which else None,
        month=number(said.get("month")),
        day=number(said.get("day")),
        last_month=number(said.get("last_month")),
        last_day=number(said.get("last_day") or said.get("last_day2")),
    )


def _tense(text: str, match: re.Match[str]) -> Tense:
    for breaks in (_BREAKS, _SENTENCE):
        around = clause(text, *match.span(), breaks)
        if _FUTURE.search(around):
            return Tense.FUTURE
        if _PAST.search(around):
            return Tense.PAST
    return Tense.UNKNOWN
