"""What rooms above the wire, and plug-ins, add to the archive: a file of lines each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from broadsheet.news.models import ArticlePage, SectionPage
from broadsheet.wire.editions import key_of_section

__all__ = ["Part", "Places", "key_of_section", "part_of", "parts", "register"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where things of an archive are in this paper; None for what is not."""

    article: Callable[[str], ArticlePage | None]  # by `Story.id`
    section: Callable[[str], SectionPage | None]  # by its key (`key_of_section`)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A file of the archive.

    Args:
        name: of the file, without its ending; never another part's.
        kind: a frozen dataclass of plain fields, times, tuples of such: a line.
        key: what a line is known again by when the archive is read a second time.
        give: the lines, in an order that depends on nothing but what they say.
        take: puts a line into the paper; a ValueError or ValidationError leaves it
            out, with its sentence in the report.
    """

    name: str
    kind: type
    key: Callable[[Any], str]
    give: Callable[[], Iterable[Any]]
    take: Callable[[Any, Places], None]


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Add a file to the archive. Done again for the same name, the later one holds."""
    _parts[part.name] = part


def parts() -> list[Part]:
    """What was added, by name."""
    return [part for _, part in sorted(_parts.items())]


def part_of(name: str) -> Part:
    """The part of this name."""
    return _parts[name]
