"""Text that strangers send, made safe to keep and to show."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from django.utils.html import escape, urlize
from django.utils.safestring import SafeString, mark_safe

# Controls that reorder or hide text: bidi embeddings and isolates, zero-width
# marks, the BOM, soft hyphen. ZWJ/ZWNJ stay: Arabic, Persian and emoji need them.
INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_TAG = re.compile(r'<(?:[^<>"]|"[^"]*")*>')  # in HTML that has been cleaned
_BLOCK_ENDS = ("</p>", "</h2>", "</h3>", "</h4>", "</li>", "</blockquote>", "<br/>", "<br>", "<hr/>")
MARKS_IN_A_ROW = 4  # more combining marks than any script stacks on one letter


def clean_line(value: str) -> str:
    """One line of plain text: NFC, no controls, no line breaks, single spaces."""
    return " ".join(clean_text(value).split())


def clean_text(value: str) -> str:
    """Plain text of many lines: NFC, no invisible or bidi controls, `\\n` only."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    value = INVISIBLE.sub("", CONTROL.sub("", value))
    return _limit_marks(unicodedata.normalize("NFC", value)).strip()


def lines_of(html: str) -> str:
    """What HTML that has been cleaned says, a line for each paragraph."""
    for end in _BLOCK_ENDS:
        html = html.replace(end, f"{end}\n")
    return unescape(_TAG.sub("", html))


def paragraphs(value: str) -> SafeString:
    """Reader's plain text as HTML: escaped, paragraphs, links marked as theirs."""
    blocks = [block for block in re.split(r"\n\s*\n", value) if block.strip()]
    html = "".join(f"<p>{_linked(block)}</p>" for block in blocks)
    return mark_safe(html)  # noqa: S308 - every piece is escaped by urlize


def _linked(block: str) -> str:
    html = urlize(escape(block.strip()), nofollow=True, autoescape=False)
    return html.replace('rel="nofollow"', 'rel="ugc nofollow noopener"').replace("\n", "<br>")


def _limit_marks(value: str) -> str:
    if not any(map(unicodedata.combining, set(value))):
        return value
    kept: list[str] = []
    marks = 0
    for letter in value:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= MARKS_IN_A_ROW:
            kept.append(letter)
    return "".join(kept)
