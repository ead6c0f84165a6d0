"""Which faces a language is set in, and whether its lines may be justified and words divided."""

from __future__ import annotations

from typing import Any

from broadsheet.news.languages import direction
from broadsheet.outreach.printing import press

# Of the theme; the rest must be on the machine (docs/printing.md says which packages bring it).
OWN = {"text": "Broadsheet Text", "display": "Broadsheet Display", "sans": "Broadsheet Sans"}
ARABIC = ("Noto Naskh Arabic", "Amiri")
CHINESE = {
    "cn": ("Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun"),
    "tw": ("Noto Serif CJK TC", "Source Han Serif TC", "Songti TC", "PMingLiU"),
}
JAPANESE = ("Noto Serif CJK JP", "Source Han Serif", "Hiragino Mincho ProN")
KOREAN = ("Noto Serif CJK KR", "Source Han Serif K", "AppleMyungjo")
OTHERS = ("Noto Serif", "Noto Serif Hebrew", "Noto Serif Devanagari", "Noto Serif Bengali",
          "Noto Serif Thai", "Noto Serif Georgian", "Noto Serif Armenian", "Noto Serif Ethiopic",
          "DejaVu Serif", "Noto Sans", "Noto Sans CJK SC", "Noto Sans Symbols2")  # fmt: skip
# The languages whose division of words the typesetter knows (the patterns of TeX it carries).
DIVIDED = frozenset(
    ("af", "sq", "be", "bg", "ca", "hr", "cs", "da", "nl", "en", "et", "fi", "fr", "ka", "de", "el",
     "hu", "is", "it", "ku", "la", "lv", "lt", "mn", "nb", "nn", "no", "pl", "pt", "ru", "sr", "sk",
     "sl", "es", "sv", "tr", "tk", "uk")
)  # fmt: skip
WITHOUT_BLANKS = frozenset({"zh", "ja", "th"})  # lines may end anywhere, so they can be even


def setting_of(language: str) -> dict[str, Any]:
    """How text in a language (a BCP 47 tag) is set."""
    tag = language.lower().split("-")
    region = "tw" if tag[0] == "zh" and {"hant", "tw", "hk", "mo"} & set(tag) else "cn"
    divided = tag[0] in DIVIDED
    return {
        "lang": tag[0],
        "region": region if tag[0] == "zh" else "",
        "dir": direction(language),
        "hyphenate": divided,
        "justify": divided or tag[0] in WITHOUT_BLANKS,
        "eastern": tag[0] in {"zh", "ja", "ko"},
        "faces": {name: _faces(face, tag[0], region) for name, face in OWN.items()},
    }


def missing_for(language: str) -> str:
    """The face somebody should install before this language can be printed; "" for none."""
    tag = language.lower().split("-")
    wanted = _of_script(tag[0], "tw" if {"hant", "tw"} & set(tag) else "cn")
    return "" if not wanted or press.families() & set(wanted) else wanted[0]


def _faces(own: str, language: str, region: str) -> list[str]:
    wanted = [own, *_of_script(language, region), *ARABIC, *CHINESE["cn"], *OTHERS]
    return [name for name in dict.fromkeys(wanted) if name in press.families()]


def _of_script(language: str, region: str) -> tuple[str, ...]:
    if language == "zh":
        return CHINESE[region]
    if language in {"ja", "ko"}:
        return JAPANESE if language == "ja" else KOREAN
    return ARABIC if direction(language) == "rtl" and language not in {"he", "yi"} else ()
