"""Words of a text in every script, and the keys by which they are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple


def _ranges(categories: frozenset[str]) -> str:
    """The characters of these categories in living scripts, as the inside of a regex class."""
    found: list[list[int]] = []
    for code in range(0x300, 0x1F000):
        if unicodedata.category(chr(code)) in categories:
            if found and found[-1][1] == code - 1:
                found[-1][1] = code
            else:
                found.append([code, code])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in found)


# Scripts that put no spaces between words: each letter with its marks stands alone.
# Hangul is among them because particles are written onto a name (한국은).
UNSPACED = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff\u0e01-\u0e2e\u0e81-\u0eae\u1000-\u102a\u1780-\u17b3"
)
# Thai and Lao vowels written before their consonant, and those written after it.
_BEFORE, _AFTER = "\u0e40-\u0e44\u0ec0-\u0ec4", "\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3"
_MARKS = _ranges(frozenset({"Mn", "Mc", "Me"})) + _AFTER + "\u200c\u200d"
# Letters of which most texts are: told apart from all others before the long classes are asked.
_PLAIN = "0-9A-Za-z\u0410-\u044f"
_WORD = re.compile(
    f"(?:[{_PLAIN}]++[{_MARKS}]*+|[^\\W_{UNSPACED}{_BEFORE}{_AFTER}][{_MARKS}]*+)++"
    f"|[{_BEFORE}]?[{UNSPACED}][{_MARKS}]*"
)
# What may stand between two words of one name; a full stop only after an initial or "St".
_GAP = re.compile(r"(?:[ \u00a0\t\-‐‑·•'’&/.])*")
# Words that a full stop shortens, beside initials.
SHORTENED = frozenset({
    "st", "ste", "mt", "ft", "dr", "mr", "mrs", "ms", "jr", "sr", "prof", "gen", "gov", "sen", "rep",
    "col", "им", "ст", "св", "гг", "ул", "пр", "проф", "акад",
})  # fmt: skip
# Words that end in an apostrophe and are not part of the name after it (l'OMS, d'Almaty).
ELISIONS = frozenset({"l", "d", "j", "n", "s", "m", "t", "c", "qu", "un", "dell", "all", "dall",
                      "nell", "sull", "jusqu", "lorsqu", "puisqu"})  # fmt: skip
_ARABIC = re.compile("[\u0600-\u06ff]")
_ARABIC_FOLD = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ـ": None}
    | {chr(code): None for code in range(0x064B, 0x0660)}
)


class Word(NamedTuple):
    """A word of a text: where it stands, and as it is written."""

    start: int
    end: int
    text: str


def words(text: str) -> list[Word]:
    """The words of a text, in order; of Chinese, Japanese, Korean, Thai, Lao, Khmer and
    Burmese each letter with its marks."""
    new = tuple.__new__  # what Word(…) does, without its overhead for each of a thousand
    return [new(Word, (*found.span(), found[0])) for found in _WORD.finditer(text)]


@lru_cache(maxsize=10_000)
def parts(name: str) -> tuple[str, ...]:
    """The words of a name, as they are written."""
    return tuple(word.text for word in words(name))


def key(word: str) -> str:
    """A word as it is compared: without case, ё as е, Arabic without vowel signs."""
    if word.isascii():
        return word.lower()
    folded = unicodedata.normalize("NFKC", word).casefold().replace("ё", "е")
    if _ARABIC.search(folded):
        folded = folded.translate(_ARABIC_FOLD)
    return folded.replace("\u200c", "").replace("\u200d", "")


def without_arabic_prefix(folded: str) -> list[str]:
    """An Arabic word without the particles written onto it: and, so, in, to, as."""
    if len(folded) < 4 or not _ARABIC.match(folded):  # a name has three letters
        return []
    if folded.startswith("لل"):  # ل + ال
        return [f"ال{folded[2:]}", folded[2:]]
    rest = folded[1:] if folded[0] in "وفبلك" else ""
    return [rest, *without_arabic_prefix(rest)] if rest else []


def folded(name: str) -> str:
    """A name as spellings are remembered: its words' keys with single spaces."""
    return " ".join(key(word.text) for word in words(name))


def belong_together(text: str, before: Word, after: Word) -> bool:
    """Whether two words that follow each other may be of one name."""
    gap = text[before.end : after.start]
    if not gap or gap == " ":
        return True
    if not _GAP.fullmatch(gap):
        return False
    if "." not in gap or not gap.endswith(" "):
        return True
    return len(before.text) == 1 or key(before.text) in SHORTENED


def is_elided(text: str, before: Word, after: Word) -> bool:
    """Whether an apostrophe joins two words that are not one name: O'Brien is, l'OMS is not."""
    gap = text[before.end : after.start]
    return gap in {"'", "’"} and key(before.text) not in ELISIONS
