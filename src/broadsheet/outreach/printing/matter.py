"""An article's text as plain data that a form can set: blocks of runs.

A run is a stretch of text with what it looks like; a block is a paragraph, a
heading, a list, a quote, a picture, a table, a box. Nothing here is markup.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import lxml.html
from django.template.loader import render_to_string
from lxml.html import HtmlElement
from wagtail.images.exceptions import InvalidFilterSpecError
from willow.image import UnrecognisedImageFormatError

from broadsheet.foundation.text import clean_line
from broadsheet.news.models import ArticlePage, Picture
from broadsheet.news.sizes import spec
from broadsheet.outreach import bodies

logger = logging.getLogger(__name__)

WIDTH = 1280  # pixels: 180 mm at 180 dots an inch
LOOKS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "cite": "italic",
         "sub": "sub", "sup": "sup", "s": "struck", "del": "struck", "code": "code"}  # fmt: skip
HEADINGS = {"h2": 2, "h3": 3, "h4": 3}
BLOCKS = {"p", "ul", "ol", "blockquote", "table", "figure", "hr", "pre", "dl", *HEADINGS}
PIECE = 18  # letters between two places where a very long word may be cut
LONG_WORD = re.compile(r"[^\s\u2e80-\uffef]{28,}")  # Chinese lines end anywhere
Run = dict[str, Any]
Block = dict[str, Any]


@dataclass(slots=True)
class Pictures:
    """The pictures of a sheet, each under the name by which its form asks for it."""

    found: dict[str, Picture] = field(default_factory=dict)

    def name(self, picture: Picture) -> str:
        name = f"{picture.pk}.jpg"
        self.found[name] = picture
        return name

    @property
    def identity(self) -> dict[str, str]:
        """What tells whether one of them has changed."""
        return {name: picture.file.name for name, picture in self.found.items()}


def bytes_of(picture: Picture) -> bytes | None:
    """A picture in the size that is printed; None when its file is gone or cannot be read."""
    try:
        rendition = picture.get_rendition(spec(WIDTH, "jpeg"))
        with rendition.file.open("rb") as file:
            content: bytes = file.read()
    except (OSError, InvalidFilterSpecError, UnrecognisedImageFormatError) as error:
        logger.warning("Picture %s is left out of print: %s", picture.pk, error)
        return None
    return content


def blocks_of(
    article: ArticlePage, pictures: Pictures, blocks: bodies.Blocks | None = None
) -> list[Block]:
    """The text of an article; its pictures are entered in `pictures`.

    Args:
        blocks: the article's, from `bodies.blocks_of`, where many articles are wanted.
    """
    found: list[Block] = []
    for block in article.body if blocks is None else blocks:
        make = MAKERS.get(block.block_type)
        found += make(block.value, pictures) if make else _other(block)
    return found


def picture_block(
    picture: Picture | None, pictures: Pictures, *, alt: str = "", caption: str = "", credit: str = ""
) -> list[Block]:
    """A picture with what is said under it; nothing for one that is gone."""
    if picture is None:
        return []
    return [
        {
            "is": "picture", "file": pictures.name(picture), "width": picture.width,
            "height": picture.height, "alt": clean_line(alt or picture.description),
            "caption": clean_line(caption or picture.caption),
            "credit": clean_line(credit or picture.credit),
        }
    ]  # fmt: skip


def blocks_in(html: str) -> list[Block]:
    """The blocks of a piece of HTML, whoever wrote it."""
    cleaned = bodies.clean(html)
    if not cleaned:
        return []
    return list(_blocks(lxml.html.fragment_fromstring(cleaned, create_parent="div")))


def words_of(block: Block) -> str:
    """The plain text of a block and of those in it."""
    own = "".join(run.get("text", "") for run in block.get("runs", []))
    inner = [words_of(one) for one in block.get("blocks", [])]
    items = [words_of(one) for item in block.get("items", []) for one in item]
    return " ".join(part for part in (own, block.get("text", ""), *inner, *items) if part)


def with_dateline(blocks: list[Block], place: str) -> list[Block]:
    """A text that begins with where it was written."""
    if not place:
        return blocks
    begins: Run = {"text": f"{place} — ", "bold": True}
    if blocks and blocks[0]["is"] == "paragraph":
        return [blocks[0] | {"runs": [begins, *blocks[0]["runs"]]}, *blocks[1:]]
    return [{"is": "paragraph", "runs": [begins]}, *blocks]


def divisible(line: str) -> str:
    """A headline in which words longer than any column may be cut."""
    return LONG_WORD.sub(lambda found: "\u200b".join(_pieces(found[0])), line)


def _pieces(word: str) -> list[str]:
    return [word[start : start + PIECE] for start in range(0, len(word), PIECE)]


def _blocks(parent: HtmlElement) -> Iterator[Block]:
    """Blocks, and paragraphs made of text that stands between them."""
    loose: list[Run] = _text(parent.text, {})
    for child in parent:
        if child.tag in BLOCKS or child.tag in {"div", "section"}:
            yield from _paragraph(loose)
            loose = []
            yield from _block(child)
        elif isinstance(child.tag, str):
            loose += _runs_of(child, {})
        loose += _text(child.tail, {})
    yield from _paragraph(loose)


def _block(element: HtmlElement) -> Iterator[Block]:
    if element.tag in HEADINGS:
        yield {"is": "heading", "level": HEADINGS[element.tag], "runs": _trimmed(_runs(element, {}))}
    elif element.tag in {"ul", "ol"}:
        items = [list(_blocks(item)) for item in element if item.tag == "li"]
        yield {"is": "list", "numbered": element.tag == "ol", "items": items}
    elif element.tag == "blockquote":
        yield {"is": "quote", "blocks": list(_blocks(element))}
    elif element.tag == "table":
        yield from _table(element)
    elif element.tag == "hr":
        yield {"is": "rule"}
    elif element.tag == "figure":  # a picture that is not the paper's own: only its words
        yield from (one for child in element if child.tag == "figcaption" for one in _blocks(child))
    elif element.tag in {"div", "section", "dl"}:
        yield from _blocks(element)
    else:
        yield from _paragraph(_runs(element, {}))


def _paragraph(runs: list[Run]) -> Iterator[Block]:
    runs = _trimmed(runs)
    if runs:
        yield {"is": "paragraph", "runs": runs}


def _runs(element: HtmlElement, look: Run) -> list[Run]:
    found = _text(element.text, look)
    for child in element:
        if isinstance(child.tag, str):
            found += _runs_of(child, look)
        found += _text(child.tail, look)
    return found


def _runs_of(element: HtmlElement, look: Run) -> list[Run]:
    if element.tag == "br":
        return [{"text": "\n"}]
    if element.tag == "img":
        return []
    more = dict(look)
    if name := LOOKS.get(element.tag):
        more[name] = True
    address = element.get("href", "") if element.tag == "a" else ""
    if address.startswith(("http://", "https://", "mailto:")):
        more["link"] = address
    return _runs(element, more)


def _text(text: str | None, look: Run) -> list[Run]:
    return [{"text": " ".join(_spaced(text)), **look}] if text else []


def _spaced(text: str) -> list[str]:
    """Words as HTML has them: any run of blanks is one; those at the ends stay."""
    words = text.split()
    return [
        *([""] if text[0].isspace() else []),
        *words,
        *([""] if words and text[-1].isspace() else []),
    ]


def _trimmed(runs: list[Run]) -> list[Run]:
    """Without blanks at either end."""
    runs = [dict(run) for run in runs]
    while runs and not runs[0]["text"].strip():
        runs.pop(0)
    while runs and not runs[-1]["text"].strip():
        runs.pop()
    if runs:
        runs[0]["text"] = runs[0]["text"].lstrip()
        runs[-1]["text"] = runs[-1]["text"].rstrip()
    return runs


def _table(element: HtmlElement) -> Iterator[Block]:
    captions = [clean_line(one.text_content()) for one in element.iter("caption")]
    rows = [
        [
            {
                "runs": _trimmed(_runs(cell, {})), "head": cell.tag == "th",
                "across": _span(cell, "colspan"), "down": _span(cell, "rowspan"),
            }
            for cell in row
            if cell.tag in {"td", "th"}
        ]
        for row in element.iter("tr")
    ]  # fmt: skip
    yield from _table_block([row for row in rows if row], next(iter(captions), ""))


def _span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name, "1")
    return min(int(value), 20) if value.isdecimal() and int(value) else 1


def _table_block(rows: list[list[dict[str, Any]]], caption: str) -> Iterator[Block]:
    if rows:
        columns = max(sum(cell["across"] for cell in row) for row in rows)
        yield {"is": "table", "caption": caption, "rows": rows, "columns": columns}


def _pictured(value: Any, pictures: Pictures) -> list[Block]:
    return picture_block(
        value["image"], pictures, alt=value.get("alt") or "", caption=value.get("caption") or "",
        credit=value.get("credit") or "",
    )  # fmt: skip


def _gallery(value: Any, pictures: Pictures) -> list[Block]:
    return [block for item in value["pictures"] for block in _pictured(item, pictures)]


def _pull_quote(value: Any, _pictures: Pictures) -> list[Block]:
    return [
        {"is": "pull_quote", "text": value["text"], "by": clean_line(value.get("attribution") or "")}
    ]


def _fact_box(value: Any, _pictures: Pictures) -> list[Block]:
    return [{"is": "box", "title": clean_line(value["title"]), "blocks": blocks_in(str(value["text"]))}]


def _embed(value: Any, _pictures: Pictures) -> list[Block]:
    """On paper, where it can be seen."""
    words = clean_line(value.get("caption") or "")
    runs = [{"text": f"{words} "}] if words else []
    return [{"is": "paragraph", "runs": [*runs, {"text": value["url"], "link": value["url"]}]}]


def _table_of_editors(value: Any, _pictures: Pictures) -> list[Block]:
    if not value or not value.get("data"):
        return []
    top, left = value.get("first_row_is_table_header"), value.get("first_col_is_header")
    rows = [
        [
            {
                "runs": [{"text": clean_line(str(cell or ""))}], "across": 1, "down": 1,
                "head": bool((top and not line) or (left and not place)),
            }
            for place, cell in enumerate(row)
        ]
        for line, row in enumerate(value["data"])
    ]  # fmt: skip
    return list(_table_block([row for row in rows if row], clean_line(value.get("table_caption") or "")))


def _other(block: Any) -> list[Block]:
    """A plug-in's block, as it is shown in feeds."""
    return blocks_in(
        render_to_string("outreach/body/other.html", {"block": block, "value": block.value})
    )


MAKERS: dict[str, Callable[[Any, Pictures], list[Block]]] = {
    "text": lambda value, _pictures: blocks_in(str(value)),
    "picture": _pictured,
    "gallery": _gallery,
    "pull_quote": _pull_quote,
    "fact_box": _fact_box,
    "embed": _embed,
    "table": _table_of_editors,
    "related": lambda _value, _pictures: [],  # nobody follows a link on paper
}
