"""A record of a file as a topic, checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.text import slugify

from broadsheet.foundation.text import clean_line, clean_text
from broadsheet.topics.exchange.rows import BadLine, pairs
from broadsheet.topics.models import Topic, TopicName, TopicTitle

LENGTH = 200  # of a name, a slug, a title, an identifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A topic of a file, checked."""

    line: int
    slug: str
    name: str
    kind: str = ""
    description: str = ""
    parent: str = ""
    place: tuple[float, float] | None = None
    names: tuple[TopicName, ...] = ()
    titles: tuple[TopicTitle, ...] = ()
    ids: tuple[tuple[str, str], ...] = ()
    descriptions: tuple[tuple[str, str], ...] = ()  # languages and texts


def entry_of(line: int, row: Any) -> Entry:
    """The topic that a record says.

    Raises:
        BadLine: it says none.
    """
    if isinstance(row, BadLine):
        raise row
    if not isinstance(row, dict):
        raise BadLine("a line must be an object with a name")
    name = _line(row.get("name"))
    if not name:
        raise BadLine("it has no name")
    kind = str(row.get("kind") or "")
    if kind and kind not in Topic.Kind.values:
        raise BadLine(f"“{kind}” is none of {', '.join(Topic.Kind.values)}")
    ids = row.get("ids") or {}
    if not isinstance(ids, dict):
        raise BadLine('ids must be an object such as {"wikidata": "Q232"}')
    return Entry(
        line=line,
        slug=slugify(str(row.get("slug") or name), allow_unicode=True)[:LENGTH].strip("-") or "unnamed",
        name=name,
        kind=kind,
        description=clean_text(str(row.get("description") or "")),
        parent=str(row.get("parent") or ""),
        place=_place(row.get("place")),
        names=tuple(map(_topic_name, _list(row, "names"))),
        titles=tuple(map(_topic_title, _list(row, "titles"))),
        ids=tuple((_line(scheme)[:40], _line(value)) for scheme, value in pairs(ids)),
        descriptions=_descriptions(row.get("descriptions") or {}),
    )


def _list(row: dict[str, Any], name: str) -> list[Any]:
    found = row.get(name) or []
    if not isinstance(found, list):
        raise BadLine(f"{name} must be a list")
    return found


def _descriptions(said: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(said, dict):
        raise BadLine('descriptions must be an object such as {"kk": "…"}')
    for language in said:
        if language not in dict(settings.LANGUAGES):
            raise BadLine(f"“{language}” of a description is no language of the paper")
    cleaned = ((language, clean_text(str(text or ""))) for language, text in said.items())
    return tuple((language, text) for language, text in cleaned if text)


def _topic_name(said: Any) -> TopicName:
    facts = {"text": said} if isinstance(said, str) else said
    if not isinstance(facts, dict) or not _line(facts.get("text")):
        raise BadLine(f"{said!r} is no name")
    name = TopicName(
        text=_line(facts["text"]),
        language=str(facts.get("language") or ""),
        case=facts.get("case") or TopicName.Case.WRITTEN,
        needs_context=bool(facts.get("needs_context", False)),
        inflected=bool(facts.get("inflected", True)),
    )
    if name.case not in TopicName.Case.values:
        raise BadLine(f"the capitals of “{name.text}” can be “written” or “any”, not “{name.case}”")
    if name.language and name.language not in dict(settings.LANGUAGES):
        raise BadLine(f"“{name.language}” of “{name.text}” is no language of the paper")
    return name


def _topic_title(said: Any) -> TopicTitle:
    facts = {"text": said} if isinstance(said, str) else said
    if not isinstance(facts, dict) or not _line(facts.get("text")):
        raise BadLine(f"{said!r} is no title")
    title = TopicTitle(
        text=_line(facts["text"]), since=_day(facts.get("since")), until=_day(facts.get("until"))
    )
    if title.since and title.until and title.since > title.until:
        raise BadLine(f"“{title.text}” ends before it begins")
    return title


def _day(said: Any) -> date | None:
    if not said:
        return None
    try:
        return date.fromisoformat(str(said))
    except ValueError as error:
        raise BadLine(f"“{said}” is no day like 2008-04-01") from error


def _place(said: Any) -> tuple[float, float] | None:
    """Degrees north and east."""
    if not said:
        return None
    try:
        latitude, longitude = (float(part) for part in str(said).split(","))
    except ValueError as error:
        raise BadLine(f"“{said}” is no place like “51.16, 71.45”") from error
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise BadLine(f"“{said}” is not on the Earth: degrees north, then degrees east")
    return latitude, longitude


def _line(said: Any) -> str:
    return clean_line(str(said or ""))[:LENGTH].strip()
