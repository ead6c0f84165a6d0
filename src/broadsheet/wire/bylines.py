"""The line that says who wrote something, taken apart and put together."""

from __future__ import annotations

import re
from collections.abc import Iterable

from broadsheet.wire.story import Byline

# What stands before the names, by language; English is taken everywhere.
BY = {"de": "von", "fr": "par", "es": "por", "pt": "por", "it": "di", "nl": "door", "sv": "av",
      "nb": "av", "no": "av", "da": "af", "pl": "przez"}  # fmt: skip
AND = {"de": "und", "fr": "et", "es": "y", "pt": "e", "it": "e", "nl": "en", "sv": "och", "nb": "og",
       "no": "og", "da": "og", "pl": "i", "fi": "ja"}  # fmt: skip


def names_in(line: str, language: str = "") -> tuple[Byline, ...]:
    """The bylines that a line such as "By Ann Lee, Berlin, and Bo Ek" names.

    What follows a name after a comma is its role, unless "and" shows that the
    commas part names.
    """
    short = language[:2].lower()
    before = "|".join(["by", *filter(None, [BY.get(short)])])
    line = re.sub(rf"^\s*(?:{before})\b\s*:?\s*", "", " ".join(line.split()), flags=re.IGNORECASE)
    both = "|".join(["and", *filter(None, [AND.get(short)])])
    parts = re.split(rf",?\s+(?:{both}|&)\s+", line)
    if len(parts) == 1:
        name, _, role = line.partition(",")
        return _bylines([(name, role)])
    names = [name for part in parts[:-1] for name in part.split(",")] + [parts[-1]]
    return _bylines((name, "") for name in names)


def line_of(bylines: Iterable[Byline]) -> str:
    """The names in one line: "Ann Lee, Bo Ek and Cy Fox"; a lone name with its role."""
    found = [byline for byline in bylines if byline.name]
    if len(found) == 1:
        return ", ".join(part for part in (found[0].name, found[0].role) if part)
    names = [byline.name for byline in found]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if names else ""


def _bylines(pairs: Iterable[tuple[str, str]]) -> tuple[Byline, ...]:
    return tuple(
        Byline(name=name.strip(" ,"), role=role.strip(" ,")) for name, role in pairs if name.strip(" ,")
    )
