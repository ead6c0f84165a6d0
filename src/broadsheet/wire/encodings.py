"""Bytes that should be text."""

from __future__ import annotations

import codecs

LIMIT = 16 * 1024 * 1024  # bytes of one delivery; the longest of an agency have some hundred thousand


def text_of(data: bytes) -> tuple[str, str]:
    """The text that `data` is, and a sentence on what had to be mended ("" for nothing).

    UTF-8 and UTF-16 are known by their marks or by being right; what is not
    UTF-8 is taken as Windows-1252, as it nearly always is.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), ""
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode(), ""
    except UnicodeDecodeError as error:
        told = f"the bytes from offset {error.start} on are not UTF-8; they were read as Windows-1252"
        return data.decode("cp1252", "replace"), told
