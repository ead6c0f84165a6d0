"""Which language a comment is in, as far as its letters tell."""

from __future__ import annotations

import re

KAZAKH = re.compile("[әғқңөұүһі]", re.IGNORECASE)
UKRAINIAN = re.compile("[їєґ]", re.IGNORECASE)
SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u3400-\u9fff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
)
CYRILLIC = re.compile("[\u0400-\u04ff]")
LATIN = re.compile("[a-z\u00c0-\u024f]", re.IGNORECASE)
NOT_LATIN = {"ja", "ko", "zh", "ar", "he", "el", "ru", "uk", "kk", "be", "bg", "sr", "ky", "mn"}


def language_of(text: str, *, here: str) -> str:
    """A language code; "" where there are no letters.

    Args:
        here: the paper's language, which Latin letters are taken for.
    """
    here = here.partition("-")[0].lower()
    if text.isascii():
        return _latin(here) if LATIN.search(text) else ""
    counts = {code: len(letters.findall(text)) for code, letters in SCRIPTS}
    counts["cyrillic"] = len(CYRILLIC.findall(text))
    counts["latin"] = len(LATIN.findall(text))
    counts["zh"] *= 3  # a sign is a word
    counts["ja"] *= 6  # Japanese has Chinese signs as well
    best = max(counts, key=lambda code: counts[code])
    if not counts[best]:
        return ""
    if best == "latin":
        return _latin(here)
    if best == "cyrillic":
        return _cyrillic(text, here)
    return best


def _latin(here: str) -> str:
    return "en" if here in NOT_LATIN else here


def _cyrillic(text: str, here: str) -> str:
    if KAZAKH.search(text) and not UKRAINIAN.search(text):
        return "kk"
    if UKRAINIAN.search(text):
        return "uk"
    return here if here in {"bg", "be", "sr", "ky", "mn"} else "ru"
