"""A story's text in Markdown, with directives for what Markdown has no words for.

    ::: picture
    src = "pictures/quay.jpg"
    alt = "The quay under snow"
    :::

Between two lines of `:::` stands TOML. The directives are the body's blocks:
picture, gallery, pull_quote, fact_box, embed, table, related.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from markdown_it import MarkdownIt

from broadsheet.wire import cleaning
from broadsheet.wire.story import Block, Embed, FactBox, Gallery, Picture, PullQuote, Related, Table
from broadsheet.wire.toml import Misread, parse
from broadsheet.wire.toml import Table as Fields

OPENING = re.compile(r"^:::[ \t]*([A-Za-z_]+)[ \t]*$")
CLOSING = re.compile(r"^:::[ \t]*$")


@dataclass(frozen=True, slots=True)
class _Part:
    line: int
    name: str  # "" for running text
    text: str


def blocks_of(
    text: str, *, line: int, mend: Callable[[str], str] = lambda html: html
) -> tuple[Block, ...]:
    """The blocks of a body whose first line is number `line` of its file.

    Args:
        mend: what is done to the HTML of running text before it is cleaned.

    Raises:
        Misread: a directive is not known, not closed, or not right inside.
    """
    blocks: list[Block] = []
    for part in _parts(text.split("\n"), line):
        blocks += [_directive(part)] if part.name else cleaning.blocks_of(mend(to_html(part.text)))
    return tuple(blocks)


def to_html(text: str) -> str:
    """Markdown as HTML, not yet clean."""
    html: str = _markdown().render(text)
    return html


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["strikethrough", "table"])


def _parts(lines: list[str], first: int) -> Iterator[_Part]:
    """Runs of Markdown and directives, each with the line on which it begins."""
    start, name = 0, ""
    for number, line in enumerate(lines):
        opening = OPENING.match(line)
        if opening and name:
            raise Misread(
                first + start, f"the directive “{name}” is not closed; put a line ::: after it"
            )
        if opening:
            yield _Part(first + start, "", "\n".join(lines[start:number]))
            start, name = number, opening[1]
        elif CLOSING.match(line):
            if not name:
                raise Misread(
                    first + number, "::: closes nothing; a directive begins with ::: and its name"
                )
            yield _Part(first + start, name, "\n".join(lines[start + 1 : number]))
            start, name = number + 1, ""
    if name:
        raise Misread(first + start, f"the directive “{name}” is not closed; put a line ::: after it")
    yield _Part(first + start, "", "\n".join(lines[start:]))


def _directive(part: _Part) -> Block:
    make = DIRECTIVES.get(part.name)
    if make is None:
        known = ", ".join(DIRECTIVES)
        raise Misread(part.line, f"there is no directive “{part.name}”; there are {known}")
    fields = parse(part.text, line=part.line + 1)
    block = make(fields)
    fields.finish()
    return block


def picture_in(fields: Fields) -> Picture:
    """A picture from the fields src, alt, caption and credit."""
    return Picture(
        src=fields.need("src"),
        alt=fields.text("alt"),
        caption=fields.text("caption"),
        credit=fields.text("credit"),
    )


def _gallery(fields: Fields) -> Gallery:
    pictures = tuple(picture_in(one) for one in fields.tables("pictures"))
    if not pictures:
        raise Misread(fields.line, "a gallery needs at least one [[pictures]]")
    return Gallery(title=fields.text("title"), pictures=pictures)


def _pull_quote(fields: Fields) -> PullQuote:
    return PullQuote(text=fields.need("text"), attribution=fields.text("attribution"))


def _fact_box(fields: Fields) -> FactBox:
    return FactBox(title=fields.need("title"), html=cleaning.tidy(to_html(fields.need("text"))))


def _embed(fields: Fields) -> Embed:
    return Embed(url=fields.need("url"), caption=fields.text("caption"))


def _table(fields: Fields) -> Table:
    rows = fields.value("rows", list, [])
    if not rows or not all(isinstance(row, list) for row in rows):
        raise Misread(fields.line, 'a table needs rows = [["…", "…"], …]')
    width = max(len(row) for row in rows)
    return Table(
        rows=tuple(_cells(row, width) for row in rows),
        header=fields.value("header", bool, True),
        side_header=fields.value("side_header", bool, False),
        caption=fields.text("caption"),
    )


def _cells(row: list[Any], width: int) -> tuple[str, ...]:
    return (*(str(cell) for cell in row), *[""] * (width - len(row)))


def _related(fields: Fields) -> Related:
    return Related(ids=tuple(fields.texts("stories")), title=fields.text("title"))


DIRECTIVES: dict[str, Callable[[Fields], Block]] = {
    "picture": picture_in,
    "gallery": _gallery,
    "pull_quote": _pull_quote,
    "fact_box": _fact_box,
    "embed": _embed,
    "table": _table,
    "related": _related,
}
