"""XML, put together from its parts."""

from __future__ import annotations

from html import escape

from broadsheet.wire.xmlcopy import legal

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def tag(name: str, inside: str = "", /, **attributes: str) -> str:
    """An element with the attributes that say something; `inside` is markup already."""
    said = "".join(f' {key}="{_attribute(value)}"' for key, value in attributes.items() if value)
    return f"<{name}{said}>{inside}</{name}>" if inside else f"<{name}{said}/>"


def text(name: str, words: str, /, **attributes: str) -> str:
    """An element of words."""
    return tag(name, escape(legal(words), quote=False), **attributes)


def filled(name: str, words: str, /, **attributes: str) -> str:
    """An element of words, or nothing when there are none."""
    return text(name, words, **attributes) if words else ""


def _attribute(value: str) -> str:
    """XML makes spaces of line breaks in attributes, unless they are numbers."""
    value = escape(legal(value))
    return value.replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
