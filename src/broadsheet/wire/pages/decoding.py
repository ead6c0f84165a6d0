"""The letters behind the bytes of a page."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from email.message import Message

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})|"
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)  # fmt: skip
LOOKED_AT = 4096  # bytes; the standard asks for the first 1,024, pages are less tidy


def charset_of(headers: Mapping[str, str]) -> str:
    """What a server says a page is in; "" for nothing. Names of headers are in small letters."""
    said = Message()
    said["content-type"] = headers.get("content-type", "")
    return said.get_content_charset() or ""


def text_of(data: bytes, *, charset: str = "") -> tuple[str, str]:
    """The text of a page, and a sentence about what had to be mended ("" when nothing).

    Args:
        data: the page as it came.
        charset: what its server said it is in; "" when it said nothing.
    """
    for mark, name in BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), ""
    named = [one for one in (_known(charset), _declared(data)) if one]
    for name in [*named, "utf-8"]:
        try:
            text = data.decode(name)
        except UnicodeDecodeError as error:
            wrong = error
            continue
        if named and name != named[0]:
            return text, f"the page says it is {named[0]}, but it is {name}"
        return text, ""
    said = named[0] if named else "utf-8"
    return (
        data.decode("cp1252", "replace"),
        f"the page is not {said} at byte {wrong.start}; it was read as Windows-1252",
    )


def _declared(data: bytes) -> str:
    found = DECLARED.search(data[:LOOKED_AT])
    return _known((found[1] or found[2]).decode("ascii")) if found else ""


def _known(name: str) -> str:
    """Python's name of an encoding; Latin-1 is Windows-1252 on the web (WHATWG Encoding)."""
    try:
        known = codecs.lookup(name).name if name else ""
        " ".encode(known or "utf-8")  # some are no encodings of text
    except (LookupError, ValueError):
        return ""
    return {"iso8859-1": "cp1252", "ascii": "cp1252"}.get(known, known)
