"""WordPress's shortcodes, `[name attributes]…[/name]`, as HTML that says the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape

from broadsheet.wire.story import Picture

OPENING = re.compile(r"\[(\[?)([A-Za-z][\w-]*)((?:\s[^\[\]<>]*?)?)\s*/?\](\]?)")
ATTRIBUTE = re.compile(r'([\w-]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\'|([^\s"\']+))|(\S+)')
IMAGE_FIRST = re.compile(
    r"\s*((?:<a\b[^>]*>)?\s*<img\b[^>]*>\s*(?:</a>)?)(.*)", re.DOTALL | re.IGNORECASE
)
PARAGRAPH_BEGINS = re.compile(r"<p\b[^<>]*>$", re.IGNORECASE)
INLINE_ENDS = re.compile(r"</?(?:a|b|i|u|em|strong|span|sup|sub|li|td|th|p)\b[^<>]*>$", re.IGNORECASE)
NEAR = 300  # letters around a shortcode that say whether it stands by itself
SOURCES = ("src", "url", "mp3", "m4a", "ogg", "wav", "mp4", "m4v", "webm", "ogv", "0")


@dataclass
class Shortcodes:
    """Turns the shortcodes of one post into HTML, and remembers which it did not know.

    Args:
        by_id: the picture of an attachment.
        of_post: the pictures attached to this post, for galleries that name none.
    """

    by_id: Callable[[str], Picture | None]
    of_post: list[Picture]
    unknown: dict[str, None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def to_html(self, text: str) -> str:
        pieces: list[str] = []
        unclosed: set[str] = set()  # names with no closing mark further on
        position = 0
        for found in OPENING.finditer(text):
            if found.start() < position:
                continue
            pieces.append(text[position : found.start()])
            position = found.end()
            if found[1] and found[4]:  # [[name]] is how one writes about a shortcode
                pieces.append(found[0][1:-1])
                continue
            name, inner = found[2].lower(), ""
            closing = -1 if name in unclosed else text.find(f"[/{found[2]}]", position)
            if closing < 0:
                unclosed.add(name)
            else:
                inner = text[position:closing]
                position = closing + len(found[2]) + 3
            made = self._one(name, found, inner, closing >= 0)
            if name in self.unknown and not made.strip():
                start = found.start()
                around = text[max(0, start - NEAR) : start], text[position : position + NEAR]
                made = _in_its_place(name, *around)
            pieces.append(found[1] + made + found[4])
        return "".join([*pieces, text[position:]])

    def _one(self, name: str, found: re.Match[str], inner: str, closed: bool) -> str:
        fields = attributes(found[3])
        make = KNOWN.get(name)
        if make:
            return make(self, fields, inner)
        if not closed and not any(key.isalpha() for key in fields):
            return found[0][len(found[1]) : len(found[0]) - len(found[4])]  # brackets in a sentence
        self.unknown[name] = None
        return self.to_html(inner)

    def caption(self, fields: dict[str, str], inner: str) -> str:
        match = IMAGE_FIRST.match(inner)
        image, rest = (match[1], match[2]) if match else (inner, "")
        words = fields.get("caption") or rest.strip()
        return f"\n\n<figure>{image}<figcaption>{words}</figcaption></figure>\n\n"

    def gallery(self, fields: dict[str, str], inner: str) -> str:
        ids = re.findall(r"\d+", fields.get("ids") or fields.get("include") or "")
        pictures = [found for one in ids if (found := self.by_id(one))] if ids else self.of_post
        if not pictures:
            self.notes.append("a gallery is left out: its pictures are not in the file")
            return ""
        figures = "".join(map(_figure, pictures))
        return f"\n\n<figure>{figures}</figure>\n\n" if len(pictures) > 1 else f"\n\n{figures}\n\n"

    def embed(self, fields: dict[str, str], inner: str) -> str:
        address = inner.strip() or next((fields[name] for name in SOURCES if name in fields), "")
        # Some write it as HTML does, some as it is; no address has "&amp;" in it.
        address = escape(unescape(address))
        return f'\n\n<iframe src="{address}"></iframe>\n\n' if address else ""


def _in_its_place(name: str, before: str, after: str) -> str:
    """A line for a shortcode that nobody knows and that stood by itself; "" for one in a sentence."""
    line = f"<i>[{escape(name)}]</i>"
    before, after = before.rstrip(" \t"), after.lstrip(" \t")
    if PARAGRAPH_BEGINS.search(before) and after.lower().startswith("</p>"):
        return line
    alone = before[-1:] in {"", "\n", ">"} and after[:1] in {"", "\n", "\r", "<"}
    return f"\n\n<p>{line}</p>\n\n" if alone and not INLINE_ENDS.search(before) else ""


def attributes(text: str) -> dict[str, str]:
    """A shortcode's attributes; those without a name are numbered from "0"."""
    fields: dict[str, str] = {}
    for name, double, single, bare, alone in ATTRIBUTE.findall(text):
        if alone:
            fields[str(sum(key.isdecimal() for key in fields))] = alone.strip("\"'=")
        else:
            fields[name.lower()] = double or single or bare
    return fields


def _figure(picture: Picture) -> str:
    caption = f"<figcaption>{escape(picture.caption)}</figcaption>" if picture.caption else ""
    return f'<figure><img src="{escape(picture.src)}" alt="{escape(picture.alt)}">{caption}</figure>'


KNOWN: dict[str, Callable[[Shortcodes, dict[str, str], str], str]] = {
    "caption": Shortcodes.caption,
    "wp_caption": Shortcodes.caption,
    "gallery": Shortcodes.gallery,
    **dict.fromkeys(
        ("embed", "audio", "video", "youtube", "vimeo", "soundcloud", "wpvideo", "twitter", "tweet"),
        Shortcodes.embed,
    ),
}
