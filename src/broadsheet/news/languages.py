"""Which way a language is written."""

from django.utils.translation import get_language_info

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def direction(language: str) -> str:
    """ "rtl" or "ltr" for a BCP 47 tag; an unknown language is taken as "ltr"."""
    return "rtl" if language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def native_name(language: str) -> str:
    """What a language calls itself; the tag where Django does not know it."""
    try:
        return get_language_info(language)["name_local"]
    except KeyError:
        return language
