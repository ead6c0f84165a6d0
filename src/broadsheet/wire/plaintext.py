"""Copy without markup, as paragraphs."""

from __future__ import annotations

import re
from html import escape, unescape

BLANK = re.compile(r"\n[ \t]*\n")
INDENTED = re.compile(r"\n(?=[ \t]{2,}\S)")
TAG = re.compile(r"<[^<>]*>")
BREAK = re.compile(r"<br\s*/?>\n?", re.IGNORECASE)
END = re.compile(r"</(?:p|h2|h3|li|blockquote)>|<hr\s*/?>", re.IGNORECASE)
SPACE = re.compile(r"[ \t\r\n]+")


def html_of_text(text: str) -> str:
    """Paragraphs of HTML: parted by blank lines, else by indented lines, else each line is one.

    In the first two cases lines were broken to fit a screen or teleprinter, and are joined.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    for parting in (BLANK, INDENTED):
        if parting.search(text):
            parts = parting.split(text)
            break
    else:
        parts = text.split("\n")
    lines = (SPACE.sub(" ", part).strip() for part in parts)
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines if line)


def text_of_html(html: str) -> str:
    """The words of clean HTML, a blank line between paragraphs."""
    html = END.sub("\n\n", BREAK.sub("\n", SPACE.sub(" ", html)))
    text = unescape(TAG.sub("", html))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in text.split("\n"))).strip()
