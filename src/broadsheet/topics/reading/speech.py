"""How a language says that somebody spoke."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """The words of a language around a quote.

    `verb` says that somebody speaks; `stop` ends a sentence; `ends` is found in
    the last letters of a quote that is a sentence of its own; `colon` after a
    verb opens another quote; `according` stands before a name without a verb;
    `pronoun`, `name` and `described` are ways to say who, the latter two with
    a group `name`; `is_surname(short, whole)` says that one name is part of another.
    `told` says with a group `name` whom one speaks to; so does a name's ending that is
    in `dative` and stands after no `preposition`.
    """

    verb: re.Pattern[str]
    told: re.Pattern[str]
    stop: re.Pattern[str]
    ends: re.Pattern[str]
    colon: re.Pattern[str]
    pronoun: re.Pattern[str]
    name: re.Pattern[str]
    described: re.Pattern[str]
    according: re.Pattern[str] | None = None
    dative: re.Pattern[str] = _NEVER
    preposition: re.Pattern[str] = _NEVER
    is_surname: Callable[[str, str], bool]


def _last_word(short: str, whole: str) -> bool:
    return short != whole and whole.split()[-1:] == [short]


def _last_part(short: str, whole: str) -> bool:
    return short != whole and whole.endswith(f"·{short}")


_CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶŁĻŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽ"
_WORDS_AFTER = (
    "that|in|at|on|after|during|before|by|yesterday|today|last|this|when|as|how|about|from|with|who|"
    "whether|if|over|late|early|earlier|later|outside|through|"
    "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
)
_LISTENERS = (
    "reporters|journalists|lawmakers|parliament|investors|viewers|students|pupils|residents|voters|deputies|"
    "delegates|supporters|readers|listeners|staff|police|prosecutors|colleagues|passengers|workers"
)
_ENGLISH_TOLD = re.compile(
    r"\b(?:(?:told|asked|answered|warned|promised)|"
    r"(?:said|says|wrote|replied|added|explained|complained|announced)(?:\s+[\w.'’-]+){0,4}?\s+to)\s+"
    r"(?:(?:Mayor|President|Mr|Mrs|Ms|Dr|Governor|Minister|Professor|Judge)\.?\s+)*"
    rf"(?P<name>[{_CAPITAL}][\w'’-]+(?:\s(?:de|van|von|bin|al|el|[{_CAPITAL}]\.|[{_CAPITAL}][\w'’-]+))*"
    rf"|(?:the|her|his|their|our|its|a|an)\s(?!question|questions|story|truth|joke)(?:[a-z-]+\s){{0,2}}?[a-z-]+"
    rf"|{_LISTENERS})(?=\s*(?:$|[,.:;—–“\"]|\b(?:{_WORDS_AFTER})\b))"
)
_ENGLISH = Speech(
    told=_ENGLISH_TOLD,
    verb=re.compile(
        r"\b(?:said|says|told|added|explained|asked|answered|replied|wrote|warned|noted|recalled|insisted|"
        r"argued|admitted|announced|stressed|promised|concluded|declared|stated|remarked|complained)\b"
    ),
    stop=re.compile(r"[.!?](?=\s|$)|\n"),
    ends=re.compile(r"[.!]”?\"?$"),
    colon=re.compile(r":\s*$"),
    pronoun=re.compile(r"\b(?:he|she|He|She)\b"),
    name=re.compile(
        rf"(?P<name>(?<![\w])(?!(?:The|A|An|In|On|At|But|And|Asked|Mayor|President|Mr|Mrs|Ms|Dr|"
        rf"Governor|Minister|Prime|Professor|Officials|Lawyers)\b)[{_CAPITAL}][\w'’-]+"
        rf"(?:\s(?:de|van|von|bin|al|el|[{_CAPITAL}]\.|[{_CAPITAL}][\w'’-]+))*)"
    ),
    described=re.compile(
        r"(?P<name>\b(?:[Tt]he|[Aa]n?|[Oo]ne|[Hh]er|[Hh]is|[Tt]heir)\s(?:[a-z-]+\s?){1,3}?)\s*(?:$|[,.])"
    ),
    according=re.compile(r"\b[Aa]ccording to\b"),
    is_surname=_last_word,
)
_RUSSIAN = Speech(
    told=re.compile(
        r"\b(?P<name>(?:журналистам|репорт[её]рам|депутатам|избирателям|жителям|участникам|делегатам|студентам|"
        r"ученикам|читателям|зрителям|коллегам|прессе|полиции|суду|парламенту)\b"
        r"|корреспонденту(?:\s[«\w][\w»-]*)?|агентству\s«?[\w-]+»?|газете\s«[^»]+»)",
        re.IGNORECASE,
    ),
    dative=re.compile(r"(?:у|ю|ому|ему)$"),
    preposition=re.compile(
        r"\b(?:к|ко|по|в|во|на|о|об|про|за|через|с|со|у|от|из|для)\s+$", re.IGNORECASE
    ),
    verb=re.compile(
        r"\b(?:сказал|заявил|добавил|сообщил|отметил|рассказал|объяснил|пояснил|подчеркнул|заметил|пообещал|"
        r"напомнил|ответил|предупредил|спросил|уточнил|написал|объявил|призвал|признал|отрезал|"
        r"возразил|согласил|утвержда|вспомина|полага|счита|говор|увер|дума|пиш)(?:ась|ась|ся|а|и|ет|ит|ют|ят|ен|"
        r"ена|ены|ает|ают|лась|лся)?\b",
        re.IGNORECASE,
    ),
    stop=re.compile(r"[.!?](?=\s|$)|\n"),
    ends=_NEVER,
    colon=re.compile(r":\s*$"),
    pronoun=re.compile(r"\b(?:он|она|Он|Она)\b"),
    name=re.compile(r"(?P<name>\b[А-ЯЁӘҒҚҢӨҰҮҺІ][\w-]+(?:\s[А-ЯЁӘҒҚҢӨҰҮҺІ](?:\.|[\w-]+))*)"),
    described=re.compile(r"^[\s,—–-]*(?P<name>[а-яё]+(?:\s[а-яё]+){0,2}?)\s*$"),
    according=re.compile(r"\b(?:по словам|по мнению|как сказал|как заявил)\b", re.IGNORECASE),
    is_surname=_last_word,
)
_ROLES = (
    "店主|渔民|农民|市民|居民|村民|工人|学生|老师|教师|医生|记者|发言人|负责人|市长|副市长|省长|州长|部长|局长|馆长|行长|副行长|院长|校长|"
    "总理|总统|主席|副主席|主任|秘书长|总工程师|工程师|顾问|专家|教授|队长|教练|经理|总经理|司机|警察"
)
_FAMILY = "父亲|母亲|丈夫|妻子|儿子|女儿"
_CHINESE = Speech(
    told=re.compile(
        r"(?:对|向|告诉)(?P<name>(?!他|她)[一-龥·]{2,12}?)"
        r"(?=说|表示|称|指出|强调|介绍|解释|坦言|回忆|承诺|[，,：:]|$)"
    ),
    verb=re.compile(
        "(?:告诉(?:记者|本报|本台|我们)?|对(?:记者|本报)(?:说|表示)|回忆说|解释说|解释道|补充道|补充说|表示|指出|强调|宣布|"
        "认为|坦言|介绍说?|回答说?|还说|说道|说|称)"
    ),
    stop=re.compile("[。！？\n]"),
    ends=re.compile("[。！？]”$"),
    colon=re.compile("[：:]$"),
    pronoun=re.compile("^[，,]?(?:他|她)"),
    name=re.compile(
        rf"(?:^|[，,、的]|{_ROLES})(?P<name>(?!{_ROLES}|{_FAMILY}|他|她)[一-龥]{{1,8}}(?:·[一-龥]{{1,8}}?)+"
        rf"|(?!{_ROLES}|{_FAMILY}|他|她)[一-龥]{{2,4}}?)"
        r"(?=$|在|于|对|向|会后|随后|日前|还|又|也|说|告诉|表示|指出|回忆|解释|补充|，|,)"
    ),
    described=re.compile(rf"(?P<name>{_ROLES}|{_FAMILY})"),
    according=re.compile("据"),
    is_surname=_last_part,
)
LANGUAGES = {"en": _ENGLISH, "ru": _RUSSIAN, "zh": _CHINESE}
