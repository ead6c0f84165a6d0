"""Blocks as Markdown that says the same again when it is read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import escape
from typing import Any

from lxml import html as lxml_html

from broadsheet.wire import cleaning, markdown
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

SPECIAL = re.compile(r"([\\`*_\[\]<>&~#+|!:-])")
LINE_START = re.compile(r"^(\s*\d+)([.)])", re.MULTILINE)
SPACE = re.compile(r"[ \t\r\n]+")
AROUND_BLOCKS = re.compile(r" ?(</?(?:p|h2|h3|ul|ol|li|blockquote|hr|br)\b[^>]*>) ?")
MARKS = {"b": "**", "i": "*", "s": "~~"}
WORD = re.compile(r"\w")


def text_of(blocks: Iterable[Block]) -> str:
    """The body of a file."""
    return "\n\n".join(part for block in blocks if (part := WRITERS[type(block)](block))) + "\n"


def _text(block: Text) -> str:
    """Markdown where it comes back as the same text, else the HTML itself."""
    made = _of_html(block.html)
    return made if _reads_as(made, block.html) else _plain_html(block.html)


def _reads_as(made: str, html: str) -> bool:
    found = cleaning.blocks_of(markdown.to_html(made))
    wanted = cleaning.blocks_of(html)
    return len(found) == len(wanted) == 1 and flat(found[0]) == flat(wanted[0])


def flat(block: Block) -> str:
    """A text's HTML without the space that nobody sees."""
    if not isinstance(block, (Text, FactBox)):
        return ""
    return AROUND_BLOCKS.sub(r"\1", SPACE.sub(" ", block.html))


def _plain_html(html: str) -> str:
    """HTML between lines that begin with a tag and have no empty line: Markdown leaves it alone."""
    return "<div>" + re.sub(r"\s*\n\s*", " ", html) + "</div>"


def _of_html(html: str) -> str:
    tree = lxml_html.fragment_fromstring(html, create_parent="div")
    parts = [_block(child) for child in tree]
    return "\n\n".join(part for part in parts if part.strip())


def _block(element: Any, indent: str = "") -> str:
    tag = element.tag
    if tag == "hr":
        return "* * *"
    if tag in {"ul", "ol"}:
        return _list(element, indent)
    inner = _inline(element)
    if tag in {"h2", "h3"}:
        return "#" * int(tag[1]) + " " + inner.replace("\\\n", "<br>")
    if tag == "blockquote":
        return "\n".join(f"> {line}" for line in inner.split("\n"))
    return inner


def _list(element: Any, indent: str) -> str:
    lines = []
    for number, item in enumerate(element, 1):
        mark = f"{number}. " if element.tag == "ol" else "- "
        below = indent + " " * len(mark)
        inner = _inline(item).replace("\n", f"\n{below}")
        lines.append(f"{indent}{mark}{inner}")
        lines += [_list(one, below) for one in item if one.tag in {"ul", "ol"}]
    return "\n".join(lines)


def _inline(element: Any) -> str:
    pieces = [_escaped(element.text or "")]
    for child in element:
        if child.tag not in {"ul", "ol"}:
            pieces.append(_marked(child, "".join(pieces), child.tail or ""))
        pieces.append(_escaped(child.tail or ""))
    return "".join(pieces).strip()


def _marked(element: Any, before: str, after: str) -> str:
    if element.tag == "br":
        return "\\\n"
    inner = _inline(element)
    if element.tag == "a":
        return f"[{inner}]({_address(element.get('href') or '')})"
    mark = MARKS.get(element.tag)
    plain = "".join(element.itertext())
    # Marks work only at the edges of words.
    loose = not WORD.match(before[-1:]) and not WORD.match(after[:1])
    if mark and loose and WORD.match(plain[:1]) and WORD.match(plain[-1:]):
        return f"{mark}{inner}{mark}"
    return f"<{element.tag}>{inner}</{element.tag}>"


def _address(href: str) -> str:
    return "<" + re.sub(r"([<>\\])", r"\\\1", href).replace("\n", "") + ">"


def _escaped(text: str) -> str:
    return LINE_START.sub(r"\1\\\2", SPECIAL.sub(r"\\\1", SPACE.sub(" ", text)))


# Blocks that Markdown has no words for --------------------------------------


def _picture(block: Picture) -> str:
    return _directive("picture", _picture_fields(block))


def _picture_fields(block: Picture) -> dict[str, Any]:
    return {"src": block.src, "alt": block.alt, "caption": block.caption, "credit": block.credit}


def _gallery(block: Gallery) -> str:
    pictures = "\n".join(f"[[pictures]]\n{_toml(_picture_fields(one))}" for one in block.pictures)
    title = _toml({"title": block.title})
    return "::: gallery\n" + "\n".join(part for part in (title, pictures) if part) + "\n:::"


def _pull_quote(block: PullQuote) -> str:
    return _directive("pull_quote", {"text": block.text, "attribution": block.attribution})


def _fact_box(block: FactBox) -> str:
    made = _of_html(block.html)
    if flat(Text(html=cleaning.tidy(markdown.to_html(made)).strip())) != flat(block):
        made = _plain_html(block.html)
    return _directive("fact_box", {"title": block.title, "text": made})


def _embed(block: Embed) -> str:
    return _directive("embed", {"url": block.url, "caption": block.caption})


def _table(block: Table) -> str:
    fields: dict[str, Any] = {"rows": [list(row) for row in block.rows], "caption": block.caption}
    if not block.header:
        fields["header"] = False
    if block.side_header:
        fields["side_header"] = True
    return _directive("table", fields)


def _related(block: Related) -> str:
    return _directive("related", {"stories": list(block.ids), "title": block.title})


def _foreign(block: Foreign) -> str:
    """A plug-in's block: for the program that reads it, and nobody else."""
    return f"<!-- {escape(block.name)} -->"


def _directive(name: str, fields: dict[str, Any]) -> str:
    return f"::: {name}\n{_toml(fields)}\n:::"


def _toml(fields: dict[str, Any]) -> str:
    return "\n".join(
        f"{name} = {_value(value)}" for name, value in fields.items() if value not in ("", [])
    )


def _value(value: Any) -> str:
    """JSON's texts, lists and words for yes and no are TOML's as well, but for one letter."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


WRITERS: dict[type, Any] = {
    Text: _text,
    Picture: _picture,
    Gallery: _gallery,
    PullQuote: _pull_quote,
    FactBox: _fact_box,
    Embed: _embed,
    Table: _table,
    Related: _related,
    Foreign: _foreign,
}
