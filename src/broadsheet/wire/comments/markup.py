"""A comment's plain text as the HTML that other systems keep, and XML in pieces."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from lxml import etree


def as_html(text: str) -> str:
    """Paragraphs and line breaks; `wordpress.comment_text` reads it back as it was."""
    blocks = [block for block in re.split(r"\n{2,}", text) if block]
    return "\n\n".join(f"<p>{escape(block, quote=False)}</p>".replace("\n", "<br>") for block in blocks)


def written(element: Any, *, drop: str = "") -> bytes:
    """An element as bytes, without the default namespace that stands at the file's top."""
    data = etree.tostring(element, encoding="unicode")
    for declared in (f' xmlns="{drop}"', ' xmlns:dsq="http://disqus.com/disqus-internals"'):
        data = data.replace(declared, "", 1)
    return f"{data}\n".encode()
