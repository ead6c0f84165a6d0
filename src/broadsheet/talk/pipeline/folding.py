"""Text as a list should see it, whatever was done to its letters.

NFKC, no marks, one case. Then the disguises, word by word: letters of another
script that look like this one's (only in words that mix scripts), digits and
signs for letters, stretched letters, letters set apart. Every step is linear.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from confusable_homoglyphs import confusables

SEPARATE = re.compile(r"(?<![^\W_])(?:[^\W_][ .\-_*·•]{1,2}){2,}[^\W_](?![^\W_])")
BETWEEN = re.compile(r"[ .\-_*·•]+")
WORD = re.compile(r"[^\W_][\w@$!|]*")  # a word may have signs for letters inside
RUN = re.compile(r"(.)\1{2,}", re.DOTALL)
LEET = str.maketrans("01345789@$!|", "oieast" + "bg" + "asil")
SIGNS = frozenset("0134578@$!|")
MOST_FREE = 2  # letters of a part that could be words by themselves
LATIN, CYRILLIC, GREEK = "LATIN", "CYRILLIC", "GREEK"
SCRIPTS = (LATIN, CYRILLIC, GREEK)
# No spaces between words: a phrase is looked for anywhere.
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in the spellings in which lists look at it.

    Args:
        plain: one case, no marks; a space at both ends.
        bare: the same without disguises, in one or two variants; often none.
        disguised: words that were written in a disguise, as they stood.
    """

    plain: str
    bare: tuple[str, ...]
    disguised: tuple[str, ...]


@lru_cache(maxsize=64)  # several steps look at the same comment
def fold(text: str) -> Folded:
    """See through what was done to a text's letters."""
    plain = plainly(text)
    apart = [found.group() for found in SEPARATE.finditer(plain)]
    joined = SEPARATE.sub(lambda found: BETWEEN.sub("", found.group()), plain) if apart else plain
    words = _words(plain)
    disguised = list(apart)
    shown = []
    for word in _words(joined) if apart else words:
        shown.append(_undisguised(word))
        if shown[-1] != word and not _stretched_only(word, shown[-1]):
            disguised.append(word)
    once = twice = shown
    if RUN.search(" ".join(shown)):
        once = [RUN.sub(r"\1", word) for word in shown]
        twice = [RUN.sub(r"\1\1", word) for word in shown]
    # Words of one letter may stand before or after a word set apart ("what a f o o l I am").
    once = [*once, *(part for run in apart for part in _parts(BETWEEN.sub("", run)))]
    spelled = _spaced(words)
    variants = {_spaced(once), _spaced(twice)} - {spelled}
    return Folded(spelled, tuple(sorted(variants)), tuple(disguised))


def phrase(text: str) -> str:
    """A phrase of a list in the spelling in which texts are compared with it."""
    return _spaced(_words(plainly(text)))


def _parts(word: str) -> list[str]:
    """A joined run without its first and last letters, as far as they may be words."""
    ends = range(3)
    found = {word[first : len(word) - last] for first in ends for last in ends}
    return sorted(_undisguised(part) for part in found if len(part) > MOST_FREE)


def plainly(text: str) -> str:
    """One case, compatibility forms resolved, marks gone (ё is е, é is e)."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    for mark in filter(_is_a_mark, set(apart)):
        apart = apart.replace(mark, "")
    return unicodedata.normalize("NFKC", apart)


@cache
def _is_a_mark(letter: str) -> bool:
    # Only marks that sit on letters of any alphabet; vowel signs of Indic scripts stay.
    return "\u0300" <= letter <= "\u036f" or unicodedata.category(letter) in {"Me", "Cf"}


def _words(text: str) -> list[str]:
    return [word.rstrip("!|") for word in WORD.findall(text)]


def _spaced(words: list[str]) -> str:
    return f" {' '.join(words)} "


def _undisguised(word: str) -> str:
    if not word.isascii():
        word = _one_script(word)
    if not SIGNS.isdisjoint(word) and _has_letters_around_signs(word):
        return word.translate(LEET)
    return word


def _has_letters_around_signs(word: str) -> bool:
    """“h3ll0” and “$tupid”, not “2010”, “gr8” or “5th”: more letters than signs."""
    letters = sum(letter.isalpha() for letter in word)
    return (letters >= 2 and letters > len(word) - letters and not word[0].isdigit()) or (
        letters >= 3 and not word[:2].isdigit() and letters * 2 > len(word)
    )


def _one_script(word: str) -> str:
    """A word of two scripts, with the strangers' letters as the ones they look like."""
    scripts = [_script(letter) for letter in word]
    present = {script for script in scripts if script}
    if len(present) < 2:
        return word
    main = max(sorted(present), key=scripts.count)
    table = _lookalikes(main)
    return "".join(
        letter if script in {main, ""} else table.get(letter, letter)
        for letter, script in zip(word, scripts, strict=True)
    )


@cache
def _script(letter: str) -> str:
    if not letter.isalpha():
        return ""
    name = unicodedata.name(letter, "")
    return next((script for script in SCRIPTS if name.startswith(script)), "")


@cache
def _lookalikes(script: str) -> dict[str, str]:
    """Letters of other scripts, each with the letter of this one it is drawn like."""
    table: dict[str, str] = {}
    for letter, similar in confusables.confusables_data.items():
        small = letter.lower()
        if len(small) != 1 or _script(small) in {script, ""}:
            continue
        for one in similar:
            drawn = one["c"].lower()
            if len(drawn) == 1 and _script(drawn) == script:
                table.setdefault(small, drawn)
    return table


def _stretched_only(word: str, shown: str) -> bool:
    return RUN.sub(r"\1", word) == shown
