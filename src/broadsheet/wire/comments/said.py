"""The one form between the formats of comments and the paper, and what a format offers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from broadsheet.wire.story import Comment


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A comment and the page it stands under: its address there, and its title."""

    page: str
    title: str
    comment: Comment


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Something in the file that is no comment to take, and why."""

    where: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page with all its comments, as a writer of a format gets it."""

    key: str
    url: str
    title: str
    comments: tuple[Comment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How comments are read from and written in one format.

    Args:
        recognises: whether a file is in it, by its first bytes.
        read: raises `ImportRefused` where the file breaks off.
        write: pieces of the file; the pages come one at a time.
    """

    name: str
    recognises: Callable[[bytes], bool]
    read: Callable[[Path], Iterator[Said | Skipped]]
    write: Callable[[Iterable[Page]], Iterator[bytes]]
