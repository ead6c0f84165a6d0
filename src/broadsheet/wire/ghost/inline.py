"""What stands inside one paragraph of a Ghost document, as HTML."""

from __future__ import annotations

from html import escape
from typing import Any

DEEPEST = 40  # levels of markup in a paragraph; below it only the words stay
# Lexical's bits of a text's format; underlining, code and highlights have no like here.
BITS = ((1, "b"), (2, "i"), (4, "s"), (32, "sub"), (64, "sup"))
BREAKS = {"linebreak", "extended-linebreak"}
LINKS = {"link", "autolink", "at-link"}


def nodes(node: Any) -> list[dict[str, Any]]:
    """The children of a node; what is none is passed over."""
    children = node.get("children") if isinstance(node, dict) else None
    return [one for one in children if isinstance(one, dict)] if isinstance(children, list) else []


def words(node: dict[str, Any], name: str) -> str:
    value = node.get(name)
    return value if isinstance(value, str) else ""


def html_of(node: dict[str, Any], depth: int = 0) -> str:
    """A node and what is in it."""
    kind = words(node, "type")
    if kind in BREAKS:
        return "<br>"
    if text := words(node, "text"):
        return _formatted(escape(text, quote=False), node.get("format"))
    if depth > DEEPEST:
        return ""
    inner = inner_of(node, depth)
    address = words(node, "url")
    return f'<a href="{escape(address)}">{inner}</a>' if kind in LINKS and address else inner


def inner_of(node: dict[str, Any], depth: int = 0) -> str:
    return "".join(html_of(one, depth + 1) for one in nodes(node))


def _formatted(text: str, bits: Any) -> str:
    if isinstance(bits, int):
        for bit, tag in BITS:
            if bits & bit:
                text = f"<{tag}>{text}</{tag}>"
    return text
