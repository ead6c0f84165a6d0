"""Which way a language is written, and in which letters."""

from django.utils.translation import get_language_info

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})

CYRILLIC = frozenset({"be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "tt", "uk"})


def direction(language: str) -> str:
    """ "rtl" or "ltr" for a BCP 47 tag; an unknown language is taken as "ltr"."""
    return "rtl" if language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def alphabet(language: str) -> str:
    """ "cyrillic" or "latin": the letters whose fonts a page in this language needs first."""
    return "cyrillic" if language.split("-")[0].lower() in CYRILLIC else "latin"


def native_name(language: str) -> str:
    """What a language calls itself; the tag where Django does not know it."""
    try:
        return get_language_info(language)["name_local"]
    except KeyError:
        return language
