"""A body as plain HTML, for systems that keep their texts so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape, unescape
from typing import Any

from broadsheet.wire.story import (
    Block,
    Embed,
    FactBox,
    Foreign,
    Gallery,
    Picture,
    PullQuote,
    Related,
    Table,
    Text,
)

STORY_LINK = re.compile(r'<a href="story:([^"]*)">(.*?)</a>', re.DOTALL)

Leading = Callable[[str], tuple[str, str]]
"""From a story's id to its address and headline; ("", "") for one that is nowhere."""


def html_of(blocks: Iterable[Block], *, leading: Leading, source: Callable[[str], str]) -> str:
    """The HTML of a body.

    Args:
        leading: where a story that the text names stands.
        source: from a picture's path to its public address.
    """
    writer = _Writer(leading, source)
    return "\n\n".join(part for block in blocks if (part := writer.block(block)))


class _Writer:
    def __init__(self, leading: Leading, source: Callable[[str], str]) -> None:
        self._leading = leading
        self._source = source

    def block(self, block: Block) -> str:
        made: str = MAKERS[type(block)](self, block)
        return made

    def text(self, block: Text) -> str:
        return self._links(block.html)

    def picture(self, block: Picture) -> str:
        words = " – ".join(one for one in (block.caption, block.credit) if one)
        caption = f"<figcaption>{escape(words)}</figcaption>" if words else ""
        source = escape(self._source(block.src))
        return f'<figure><img src="{source}" alt="{escape(block.alt)}">{caption}</figure>'

    def gallery(self, block: Gallery) -> str:
        caption = f"<figcaption>{escape(block.title)}</figcaption>" if block.title else ""
        return f"<figure>{''.join(map(self.picture, block.pictures))}{caption}</figure>"

    def pull_quote(self, block: PullQuote) -> str:
        said_by = f"<cite>{escape(block.attribution)}</cite>" if block.attribution else ""
        quote = f"<blockquote><p>{escape(block.text)}</p>{said_by}</blockquote>"
        return f'<figure class="wp-block-pullquote">{quote}</figure>'

    def fact_box(self, block: FactBox) -> str:
        return f"<h3>{escape(block.title)}</h3>\n\n{self._links(block.html)}"

    def embed(self, block: Embed) -> str:
        caption = f"\n\n<p>{escape(block.caption)}</p>" if block.caption else ""
        return f"[embed]{escape(block.url)}[/embed]{caption}"

    def table(self, block: Table) -> str:
        rows = [self._row(row, number, block) for number, row in enumerate(block.rows)]
        caption = f"<caption>{escape(block.caption)}</caption>" if block.caption else ""
        return f"<table>{caption}{''.join(rows)}</table>"

    def related(self, block: Related) -> str:
        found = [self._leading(one) for one in block.ids]
        items = "".join(
            f'<li><a href="{escape(address)}">{escape(words)}</a></li>'
            for address, words in found
            if address
        )
        title = f"<h3>{escape(block.title)}</h3>" if block.title else ""
        return f"{title}<ul>{items}</ul>" if items else ""

    def foreign(self, block: Foreign) -> str:
        return ""

    def _row(self, row: tuple[str, ...], number: int, table: Table) -> str:
        cells = []
        for place, cell in enumerate(row):
            heads = (number == 0 and table.header) or (place == 0 and table.side_header)
            tag = "th" if heads else "td"
            cells.append(f"<{tag}>{escape(cell)}</{tag}>")
        return f"<tr>{''.join(cells)}</tr>"

    def _links(self, html: str) -> str:
        def lead(found: re.Match[str]) -> str:
            address, _ = self._leading(unescape(found[1]))
            return f'<a href="{escape(address)}">{found[2]}</a>' if address else found[2]

        return STORY_LINK.sub(lead, html)


MAKERS: dict[type, Callable[[_Writer, Any], str]] = {
    Text: _Writer.text,
    Picture: _Writer.picture,
    Gallery: _Writer.gallery,
    PullQuote: _Writer.pull_quote,
    FactBox: _Writer.fact_box,
    Embed: _Writer.embed,
    Table: _Writer.table,
    Related: _Writer.related,
    Foreign: _Writer.foreign,
}
