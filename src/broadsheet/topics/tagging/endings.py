"""Case endings that a name may take, by rule: Russian and Kazakh.

What it does: the singular of nouns and adjectives by their last letters, the
plural of names that are plurals themselves, surnames in -ов, -ев, -ин; in
Kazakh the six cases by vowel harmony and the last consonant. What it does not:
agreement of the words of a name with each other, plurals of singular names,
fleeting vowels other than -ец and Павел, patronymics shortened in speech,
Kazakh plurals and possessives, and other languages.
"""

from __future__ import annotations

import re
from functools import lru_cache

CYRILLIC = re.compile("[\u0400-\u052f]")
INFLECTED = frozenset({"ru", "kk"})
_SHORTEST = 3  # letters of a name that takes endings
_STEM = 2  # letters that stay

# last letters of the name: (how many are taken off, what may stand there instead)
_RUSSIAN: tuple[tuple[str, int, str], ...] = (
    ("павел", 2, "ел ла лу лом ле"),
    ("ия", 2, "ия ии ию ией ий"),
    ("ая", 2, "ая ой ую ою"),
    ("яя", 2, "яя ей юю ею"),
    ("ое", 2, "ое ого ому ым им ом"),
    ("ее", 2, "ее его ему им ем"),
    ("ые", 2, "ые ых ым ыми"),
    ("ие", 2, "ие их им ими ия ию ием ии"),
    ("ий", 2, "ий ого ому им ом его ему ем ия ию ием ии"),
    ("ый", 2, "ый ого ому ым ом"),
    ("ой", 2, "ой ого ому ым им ом"),
    ("ец", 2, "ец ца цу цом цем це"),
    ("а", 1, "а ы и е у ой ою ей ею"),
    ("я", 1, "я и е ю ей ею"),
    ("ь", 1, "ь я ю ем е и ью"),
    ("й", 1, "й я ю ем е и"),
    ("о", 1, "о а у ом е"),
    ("е", 1, "е я ю ем"),
    ("ы", 1, "ы ов ам ами ах -"),
    ("и", 1, "и ов ев ей ам ям ами ями ах ях -"),
    ("у", 0, "-"),
    ("ю", 0, "-"),
    ("э", 0, "-"),
)
_CONSONANT = "- а у ом ем е"
_SURNAME = re.compile("(?:[ое]в|[иы]н)$")
_RUSSIAN_ENDINGS = sorted(
    {ending for *_rest, endings in _RUSSIAN[1:] for ending in endings.split() if ending != "-"} | {"ым"},
    key=len,
    reverse=True,
)

_BACK, _FRONT = "аоұыуяёю", "әеөүіиэ"
_NASAL, _VOICED = "мнң", "рлйузж"
_KAZAKH = {  # after a vowel, a nasal, a voiced and a voiceless consonant; back and front
    "vowel": ("ның ға ны да дан мен", "нің ге ні де ден мен"),
    "nasal": ("ның ға ды да нан мен", "нің ге ді де нен мен"),
    "voiced": ("дың ға ды да дан мен бен", "дің ге ді де ден мен бен"),
    "voiceless": ("тың қа ты та тан пен", "тің ке ті те тен пен"),
}
_KAZAKH_ENDINGS = sorted(
    {ending for pair in _KAZAKH.values() for endings in pair for ending in endings.split()},
    key=len,
    reverse=True,
)
_ENDINGS = {"ru": _RUSSIAN_ENDINGS, "kk": _KAZAKH_ENDINGS}


def family(language: str) -> str:
    """Whose endings a text in this language (BCP 47) has: "ru", "kk" or "" for none."""
    base = language.split("-")[0].lower()
    return base if base in INFLECTED else ""


@lru_cache(maxsize=20_000)
def forms(word: str, language: str) -> frozenset[str]:
    """What a name's word may look like in a text.

    Args:
        word: its key (`words.key`).
        language: as `family` gives it.
    """
    if not language or len(word) < _SHORTEST or not CYRILLIC.match(word):
        return frozenset({word})
    found = _russian(word) if language == "ru" else _kazakh(word)
    return frozenset({word, *found})


def stem(word: str, language: str) -> str:
    """What all forms of a word begin with, or nearly: the same for the same form."""
    for ending in _ENDINGS.get(language, ()):
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word[: -len(ending)]
    return word


def stems(word: str, language: str) -> frozenset[str]:
    """The stems of all forms of a name's word: mostly one."""
    return frozenset(stem(form, language) for form in forms(word, language))


def _russian(word: str) -> list[str]:
    for last, taken, endings in _RUSSIAN:
        if word.endswith(last):
            base = word[: len(word) - taken]
            return [base + ("" if ending == "-" else ending) for ending in endings.split()]
    after = _CONSONANT.split() + (["ым"] if _SURNAME.search(word) else [])
    return [word + ("" if ending == "-" else ending) for ending in after]


def _kazakh(word: str) -> list[str]:
    vowels = [letter for letter in word if letter in _BACK + _FRONT]
    front = bool(vowels) and vowels[-1] in _FRONT
    last = word[-1]
    if last in _VOICED:
        kind = "voiced"
    elif last in _BACK + _FRONT:
        kind = "vowel"
    else:
        kind = "nasal" if last in _NASAL else "voiceless"
    return [word + ending for ending in _KAZAKH[kind][front].split()]
