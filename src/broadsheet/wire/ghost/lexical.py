"""A Lexical document, as Ghost has kept posts since version 5.60."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from broadsheet.wire.ghost.cards import Cards, Piece
from broadsheet.wire.ghost.inline import DEEPEST, html_of, inner_of, nodes, words

HEADINGS = {"heading", "extended-heading"}
QUOTES = {"quote", "extended-quote", "aside"}
INLINE = {"text", "extended-text", "link", "autolink", "at-link", "linebreak", "extended-linebreak"}
HEADING_TAGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


def pieces_of(document: Any, cards: Cards) -> Iterator[Piece]:
    """The document's blocks in order.

    Raises:
        ValueError: it is no Lexical document.
    """
    root = document.get("root") if isinstance(document, dict) else None
    if not isinstance(root, dict):
        raise ValueError("there is no root")
    for node in nodes(root):
        yield from _block(node, cards)


def _block(node: dict[str, Any], cards: Cards) -> Iterator[Piece]:
    kind = words(node, "type")
    if kind == "paragraph":
        yield f"<p>{inner_of(node)}</p>"
    elif kind in HEADINGS:
        tag = words(node, "tag") if words(node, "tag") in HEADING_TAGS else "h2"
        yield f"<{tag}>{inner_of(node)}</{tag}>"
    elif kind in QUOTES:
        yield f"<blockquote>{inner_of(node)}</blockquote>"
    elif kind == "list":
        yield _list(node, 0)
    elif kind in INLINE:
        yield f"<p>{html_of(node)}</p>"
    else:
        yield from cards.pieces(kind, node)


def _list(node: dict[str, Any], depth: int) -> str:
    tag = "ol" if words(node, "listType") == "number" else "ul"
    return f"<{tag}>{_items(node, depth)}</{tag}>"


def _items(node: dict[str, Any], depth: int) -> str:
    """A list inside a list is a list item of its own here; it belongs to the item before."""
    items: list[str] = []
    for one in nodes(node):
        below = [child for child in nodes(one) if words(child, "type") == "list"]
        if depth > DEEPEST:
            items.append(escape(" ".join(html_of(child) for child in nodes(one)), quote=False))
        elif below and len(below) == len(nodes(one)) and items:
            items[-1] += "".join(_list(child, depth + 1) for child in below)
        else:
            items.append("".join(_in_item(child, depth) for child in nodes(one)))
    return "".join(f"<li>{item}</li>" for item in items)


def _in_item(child: dict[str, Any], depth: int) -> str:
    return _list(child, depth + 1) if words(child, "type") == "list" else html_of(child)
