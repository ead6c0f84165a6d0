"""The fields of front matter, whichever program they were written for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from email.utils import parsedate_to_datetime
from html import escape
from typing import Any

from broadsheet.wire import cleaning
from broadsheet.wire.moments import in_utc

ZONE = re.compile(r"\s+(Z|[+-]\d\d:?\d\d)$")
NOW_AND_THEN = re.compile(r"^(\d{4}-\d\d?-\d\d?)\s+(\d\d?:\d\d)")
MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&#?\w+;")
# Fields that say how a page looks or is built; the paper looks after that itself.
BUILDING = {
    "layout", "type", "weight", "menu", "toc", "math", "mathjax", "featured", "sticky", "pin", "css",
    "js", "scripts", "styles", "eleventynavigation", "eleventycomputed", "excerpt_separator",
    "eleventyexcludefromcollections", "pagination", "nav", "nav_order", "cascade", "outputs", "markup",
    "linktitle", "build", "sitemap", "templateengineoverride", "theme", "class", "classes", "read_time",
    "share", "related", "hidetoc", "showtoc", "searchhidden", "id", "guid", "version",
}  # fmt: skip


@dataclass
class Fields:
    """Front matter, asked by any of the names that a thing goes by."""

    said: dict[str, Any]
    asked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.said = {name.lower(): value for name, value in self.said.items()}

    def value(self, *names: str) -> Any:
        """The first of these fields that says something."""
        self.asked.update(names)
        for name in names:
            value = self.said.get(name)
            if value is not None and value not in ("", [], {}):
                return value
        return None

    def text(self, *names: str) -> str:
        value = self.value(*names)
        return str(value).strip() if isinstance(value, (str, int, float, date)) else ""

    def texts(self, *names: str) -> list[str]:
        """A list; words in one line are a list too, as each program allows."""
        value = self.value(*names)
        if isinstance(value, str):
            parts = value.split(",") if "," in value else [value]
            return [part.strip() for part in parts if part.strip()]
        if not isinstance(value, list):
            return [str(value)] if isinstance(value, (int, float)) else []
        return [
            str(one).strip() for one in value if isinstance(one, (str, int, float)) and str(one).strip()
        ]

    def flag(self, *names: str) -> bool | None:
        """Yes, no, or None where nothing is said."""
        value = self.value(*names)
        if isinstance(value, str):
            return {"true": True, "yes": True, "false": False, "no": False}.get(value.lower())
        return value if isinstance(value, bool) else None

    def moment(self, *names: str) -> datetime | None:
        """A time; one without a zone is meant where the paper is, a day alone is its beginning."""
        return moment(self.value(*names))

    def left(self) -> list[str]:
        """Fields that nobody asked for."""
        return sorted(set(self.said) - self.asked - BUILDING)


def words(text: str) -> str:
    """Words in a field: they may be HTML; else each sign stands for itself."""
    return cleaning.plain(text) if MARKUP.search(text) else " ".join(text.split())


def as_field(text: str) -> str:
    """Words so written that `words` gives them back."""
    return escape(text, quote=False) if MARKUP.search(text) else text


def moment(value: Any) -> datetime | None:
    """A time of front matter, in UTC; None for what is none."""
    if isinstance(value, str):
        value = _in_words(value.strip())
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if not isinstance(value, datetime):
        return None
    return in_utc(value)


def _in_words(text: str) -> datetime | None:
    text = ZONE.sub(r"\1", NOW_AND_THEN.sub(r"\1T\2", text))
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None


def people(value: Any) -> Iterator[dict[str, str]]:
    """Authors as each program writes them: a name, names, or tables with a name."""
    if isinstance(value, str):
        yield from ({"name": one.strip()} for one in re.split(r",|\band\b|;", value) if one.strip())
    elif isinstance(value, dict):
        said = {str(key).lower(): str(one) for key, one in value.items() if isinstance(one, (str, int))}
        if said.get("name") or said.get("display_name"):
            yield {"name": said.get("display_name", "")} | said
    elif isinstance(value, list):
        for one in value:
            yield from [{"name": one.strip()}] if isinstance(one, str) else people(one)
