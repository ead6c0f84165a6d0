"""Blocks of a story become the body of an article."""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from broadsheet.foundation.text import clean_line, clean_text
from broadsheet.news.blocks import BODY_BLOCKS
from broadsheet.wire import cleaning
from broadsheet.wire.addresses import taken_apart
from broadsheet.wire.markup import STORY_LINK
from broadsheet.wire.media import embed_of
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

Stream = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Lookup:
    """Where blocks find what they name; each answers a key, or None."""

    picture: Callable[[Picture], int | None]
    article: Callable[[str], int | None]
    note: Callable[[str], None]


def stream_of(blocks: tuple[Block, ...], *, lookup: Lookup) -> Stream:
    """StreamField data of a body; only what the block model allows is in it."""
    stream: Stream = []
    for block in blocks:
        name, make = MAKERS[type(block)]
        value = make(block, lookup)
        if value is not None:
            stream.append({"type": name or block.name, "value": value})  # type: ignore[union-attr]
        elif isinstance(block, Picture) and (link := _link_to(block)):
            stream.append({"type": "text", "value": link})
    return stream


def names_others(blocks: tuple[Block, ...]) -> list[str]:
    """The ids of the stories that a body refers to."""
    ids: list[str] = []
    for block in blocks:
        if isinstance(block, Related):
            ids += block.ids
        elif isinstance(block, (Text, FactBox)):
            ids += [entities.unescape(found[1]) for found in STORY_LINK.finditer(block.html)]
    return ids


def _html(html: str, lookup: Lookup) -> str:
    def link(found: re.Match[str]) -> str:
        pk = lookup.article(entities.unescape(found[1]))
        return f'<a linktype="page" id="{pk}">{found[2]}</a>' if pk else found[2]

    return STORY_LINK.sub(link, cleaning.tidy(html))


def _text(block: Text, lookup: Lookup) -> str | None:
    return _html(block.html, lookup) or None


def _picture(block: Picture, lookup: Lookup) -> dict[str, Any] | None:
    pk = lookup.picture(block)
    if pk is None:
        return None
    return {
        "image": pk,
        "alt": clean_line(block.alt)[:255],
        "caption": clean_text(block.caption),
        "credit": clean_line(block.credit)[:200],
    }


def _gallery(block: Gallery, lookup: Lookup) -> dict[str, Any] | None:
    found = [value for picture in block.pictures if (value := _picture(picture, lookup))]
    if not found:
        return None
    return {"title": clean_line(block.title)[:200], "pictures": found}


def _pull_quote(block: PullQuote, lookup: Lookup) -> dict[str, Any]:
    return {"text": clean_text(block.text), "attribution": clean_line(block.attribution)[:200]}


def _fact_box(block: FactBox, lookup: Lookup) -> dict[str, Any]:
    return {"title": clean_line(block.title)[:200], "text": _html(block.html, lookup)}


def _embed(block: Embed, lookup: Lookup) -> dict[str, Any] | None:
    embed = embed_of(block.url)
    if embed is None:
        lookup.note(f"the embed “{block.url[:80]}” has no public address and was left out")
        return None
    return {"url": embed.url, "caption": clean_line(block.caption)[:255]}


def _table(block: Table, lookup: Lookup) -> dict[str, Any]:
    header = {(True, True): "both", (True, False): "row", (False, True): "column"}
    return {
        "data": [[clean_text(cell) for cell in row] for row in block.rows],
        "cell": [],
        "first_row_is_table_header": block.header,
        "first_col_is_header": block.side_header,
        "table_header_choice": header.get((block.header, block.side_header), "neither"),
        "table_caption": clean_line(block.caption),
    }


def _related(block: Related, lookup: Lookup) -> dict[str, Any] | None:
    found = [pk for one in block.ids if (pk := lookup.article(one))]
    if not found:
        return None
    return {"title": clean_line(block.title)[:200], "articles": found}


def _foreign(block: Foreign, lookup: Lookup) -> Any:
    if block.name not in dict(BODY_BLOCKS):
        lookup.note(f"the block “{block.name}” needs a plug-in that is not installed; it was left out")
        return None
    return json.loads(block.value)


def _link_to(picture: Picture) -> str:
    """What stands in for a picture that could not be had."""
    if taken_apart(picture.src).scheme not in {"http", "https"}:
        return ""
    file = PurePosixPath(taken_apart(picture.src).path).name
    words = picture.caption or picture.alt or file or picture.src
    address = entities.escape(picture.src)
    return cleaning.tidy(f'<p><a href="{address}">{entities.escape(words)}</a></p>')


MAKERS: dict[type, tuple[str, Callable[[Any, Lookup], Any]]] = {
    Text: ("text", _text),
    Picture: ("picture", _picture),
    Gallery: ("gallery", _gallery),
    PullQuote: ("pull_quote", _pull_quote),
    FactBox: ("fact_box", _fact_box),
    Embed: ("embed", _embed),
    Table: ("table", _table),
    Related: ("related", _related),
    Foreign: ("", _foreign),
}
