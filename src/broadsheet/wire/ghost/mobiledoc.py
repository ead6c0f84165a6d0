"""A Mobiledoc document, as Ghost kept posts from version 1 to 5."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from broadsheet.wire.ghost.cards import Cards, Piece
from broadsheet.wire.story import Picture

MARKUP, IMAGE, LIST, CARD = 1, 2, 3, 10
TAGS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside", "pull-quote"}
QUOTED = {"aside": "blockquote", "pull-quote": "blockquote"}
MARKS = {"a", "b", "strong", "i", "em", "s", "del", "sub", "sup"}
ATOM = 1


def pieces_of(document: Any, cards: Cards) -> Iterator[Piece]:
    """The document's sections in order.

    Raises:
        ValueError: it is no Mobiledoc document.
    """
    if not isinstance(document, dict) or not isinstance(document.get("sections"), list):
        raise ValueError("there are no sections")
    paper = _Document(document)
    for section in document["sections"]:
        try:
            yield from _section(section, paper, cards)
        except (IndexError, KeyError, TypeError):
            cards.note("a part of its text is broken and was left out")


class _Document:
    def __init__(self, document: dict[str, Any]) -> None:
        self.markups = document.get("markups") or []
        self.atoms = document.get("atoms") or []
        self.cards = document.get("cards") or []


def _section(section: Any, paper: _Document, cards: Cards) -> Iterator[Piece]:
    kind = section[0]
    if kind == MARKUP:
        tag = section[1] if section[1] in TAGS else "p"
        tag = QUOTED.get(tag, tag)
        yield f"<{tag}>{_markers(section[2], paper)}</{tag}>"
    elif kind == IMAGE:
        yield Picture(src=str(section[1]))
    elif kind == LIST:
        tag = "ol" if section[1] == "ol" else "ul"
        items = "".join(f"<li>{_markers(one, paper)}</li>" for one in section[2])
        yield f"<{tag}>{items}</{tag}>"
    elif kind == CARD:
        name, payload = paper.cards[section[1]][:2]
        yield from cards.pieces(str(name), payload if isinstance(payload, dict) else {})


def _markers(markers: Any, paper: _Document) -> str:
    """Runs of text; each says which marks open before it and how many close after it."""
    html: list[str] = []
    opened: list[str] = []
    for kind, opening, closing, value in markers:
        for number in opening:
            start, name = _mark(paper.markups[number])
            html.append(start)
            opened.append(name)
        html.append(_atom(paper.atoms[value]) if kind == ATOM else escape(str(value), quote=False))
        html += [_end(opened.pop()) for _ in range(min(closing, len(opened)))]
    html += [_end(name) for name in reversed(opened)]
    return "".join(html)


def _mark(markup: Any) -> tuple[str, str]:
    """A mark's opening tag and its name; "" for one without a like here."""
    name = markup[0] if markup[0] in MARKS else ""
    if name == "a":
        pairs = markup[1] if len(markup) > 1 else []
        facts = dict(zip(pairs[::2], pairs[1::2], strict=False))
        return f'<a href="{escape(str(facts.get("href", "")))}">', name
    return (f"<{name}>" if name else ""), name


def _end(name: str) -> str:
    return f"</{name}>" if name else ""


def _atom(atom: Any) -> str:
    return "<br>" if atom[0] == "soft-return" else escape(str(atom[1]), quote=False)
