"""A story's body as HTML that others can show, and that `cleaning.blocks_of` reads back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from broadsheet.wire.blockwriting import BlockWriter
from broadsheet.wire.story import (
    Block,
    Embed,
    FactBox,
    Gallery,
    Picture,
    PullQuote,
    Table,
    Text,
)
from broadsheet.wire.xmlstream import ILLEGAL

VOID = re.compile(r"<(br|hr|img)([^<>]*)>")
STORY_LINK = re.compile(r'<a href="story:([^"]*)">(.*?)</a>', re.DOTALL)  # inside the paper


def html_of(blocks: Iterable[Block]) -> str:
    """The blocks as HTML. Blocks of plug-ins and links inside the paper have none:
    they are left out, the words of such links stay."""
    return _WRITER.written(blocks)


def xhtml_of(blocks: Iterable[Block]) -> str:
    """The same, well-formed: for inside XML."""
    html = ILLEGAL.sub("", html_of(blocks)).replace("&nbsp;", "\xa0")
    return VOID.sub(r"<\1\2/>", html)


def _text(block: Text) -> str:
    return STORY_LINK.sub(r"\2", block.html)


def _picture(block: Picture) -> str:
    caption = escape(block.caption, quote=False)
    credit = f"<cite>{escape(block.credit, quote=False)}</cite>" if block.credit else ""
    words = " ".join(part for part in (caption, credit) if part)
    image = f'<img src="{escape(block.src)}" alt="{escape(block.alt)}">'
    return f"<figure>{image}{_caption(words)}</figure>"


def _gallery(block: Gallery) -> str:
    pictures = "".join(_picture(one) for one in block.pictures)
    return f"<figure>{pictures}{_caption(escape(block.title, quote=False))}</figure>"


def _pull_quote(block: PullQuote) -> str:
    quote = f"<blockquote><p>{escape(block.text, quote=False)}</p></blockquote>"
    return (
        f'<figure class="pullquote">{quote}{_caption(escape(block.attribution, quote=False))}</figure>'
    )


def _fact_box(block: FactBox) -> str:
    return f"<aside><h3>{escape(block.title, quote=False)}</h3>{block.html}</aside>"


def _embed(block: Embed) -> str:
    address = escape(block.url)
    link = f'<a href="{address}">{address}</a>'
    return f"<figure>{link}{_caption(escape(block.caption, quote=False))}</figure>"


def _table(block: Table) -> str:
    rows = "".join(f"<tr>{''.join(_cells(block, number))}</tr>" for number in range(len(block.rows)))
    caption = f"<caption>{escape(block.caption, quote=False)}</caption>" if block.caption else ""
    return f"<table>{caption}<tbody>{rows}</tbody></table>"


def _cells(block: Table, row: int) -> Iterator[str]:
    for column, text in enumerate(block.rows[row]):
        head = (block.header and row == 0) or (block.side_header and column == 0)
        tag = "th" if head else "td"
        yield f"<{tag}>{escape(text, quote=False)}</{tag}>"


def _caption(words: str) -> str:
    return f"<figcaption>{words}</figcaption>" if words else ""


_WRITER = BlockWriter(
    text=_text,
    picture=_picture,
    gallery=_gallery,
    pull_quote=_pull_quote,
    fact_box=_fact_box,
    embed=_embed,
    table=_table,
)
