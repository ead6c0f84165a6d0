"""What two versions of a story differ in, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from broadsheet.wire import cleaning
from broadsheet.wire.story import FactBox, Picture, PullQuote, Story, Table, Text

PARAGRAPH = re.compile(r"</(?:p|h2|h3|li|blockquote)>|<br>|<hr>")
WORD = re.compile(r"\S+\s*")
LONGEST = 3_000  # words of one paragraph; more are compared by their beginning


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words, or of paragraphs, of one kind."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph as its pieces."""

    pieces: tuple[Piece, ...]

    @property
    def is_same(self) -> bool:
        return all(piece.change == Change.SAME for piece in self.pieces)


def text_of(story: Story) -> list[str]:
    """A story as paragraphs of plain text: headline, standfirst, body."""
    lines = [story.headline, story.standfirst]
    for block in story.body:
        if isinstance(block, Text):
            lines += [cleaning.plain(part) for part in PARAGRAPH.split(block.html)]
        elif isinstance(block, FactBox):
            lines += [block.title, cleaning.plain(block.html)]
        elif isinstance(block, PullQuote):
            lines.append(block.text)
        elif isinstance(block, Picture):
            lines.append(block.caption)
        elif isinstance(block, Table):
            lines += [" · ".join(row) for row in block.rows]
    return [line for line in lines if line.strip()]


def between(before: list[str], after: list[str]) -> list[Line]:
    """The paragraphs of both texts in order, with what is gone and what is new."""
    return list(_lines(before, after))


def _lines(before: list[str], after: list[str]) -> Iterator[Line]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for act, i, j, k, m in matcher.get_opcodes():
        if act == "equal":
            yield from (Line((Piece(Change.SAME, text),)) for text in after[k:m])
        else:
            yield from _paired(before[i:j], after[k:m])


def _paired(before: list[str], after: list[str]) -> Iterator[Line]:
    """Each new paragraph beside the old one that it was made of, where there is one."""
    at = 0
    for text in after:
        made_of = next((n for n in range(at, len(before)) if _is_close(before[n], text)), None)
        if made_of is None:
            yield Line((Piece(Change.NEW, text),))
            continue
        yield from _gone(before[at:made_of])
        yield _words(before[made_of], text)
        at = made_of + 1
    yield from _gone(before[at:])


def _gone(texts: list[str]) -> Iterator[Line]:
    return (Line((Piece(Change.GONE, text),)) for text in texts)


def _is_close(one: str, other: str) -> bool:
    """Whether two paragraphs have half of the words of the shorter one in common."""
    left, right = set(one.casefold().split()), set(other.casefold().split())
    return len(left & right) * 2 >= min(len(left), len(right))


def _words(before: str, after: str) -> Line:
    old, new = WORD.findall(before)[:LONGEST], WORD.findall(after)[:LONGEST]
    pieces: list[Piece] = []
    for act, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if act == "equal":
            pieces.append(Piece(Change.SAME, "".join(new[k:m])))
            continue
        if i < j:
            pieces.append(Piece(Change.GONE, "".join(old[i:j])))
        if k < m:
            pieces.append(Piece(Change.NEW, "".join(new[k:m])))
    return Line(tuple(pieces))
