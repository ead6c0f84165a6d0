"""What site builders put between braces: shortcodes of Hugo, tags of Liquid and Nunjucks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from broadsheet.wire.shortcodes import attributes

HUGO = re.compile(r"\{\{([<%])\s*(/?)\s*([\w/.-]+)((?:\s[^{}]*?)?)\s*/?\s*[>%]\}\}")
LIQUID = re.compile(r"\{%-?\s*(\w+)((?:\s[^%]*?)?)\s*-?%\}")
OUTPUT = re.compile(r"\{\{-?\s*([^{}]*?)\s*-?\}\}")
RAW = re.compile(r"\{%-?\s*(raw|comment)\s*-?%\}(.*?)\{%-?\s*end\1\s*-?%\}", re.DOTALL)
HIGHLIGHT = re.compile(r"\{%-?\s*highlight[^%]*%\}(.*?)\{%-?\s*endhighlight\s*-?%\}", re.DOTALL)
KRAMDOWN = re.compile(r"^[ \t]*\{:[^}\n]*\}[ \t]*$|\{:\s*[.#][^}\n]*\}", re.MULTILINE)
MORE = re.compile(r"<!--\s*more\s*-->|^[ \t]*\{\{[ \t]*more[ \t]*\}\}[ \t]*$", re.MULTILINE)
CODE = re.compile(r"(^```.*?^```[ \t]*$|^~~~.*?^~~~[ \t]*$|`[^`\n]+`)", re.DOTALL | re.MULTILINE)
SITE_URL = re.compile(r"^(?:site\.(?:baseurl|url)|base_?url)$")
FILTERED = re.compile(r"""^["']([^"']*)["']\s*\|\s*(?:relative_url|absolute_url|url)""")
PLAYERS = {"youtube": "https://www.youtube.com/watch?v={}", "vimeo": "https://vimeo.com/{}"}


@dataclass
class Braces:
    """Takes the braces out of one text, and remembers what it did not know."""

    unknown: dict[str, None] = field(default_factory=dict)

    def out_of(self, text: str) -> str:
        """`text` with HTML and Markdown only. Code keeps its braces."""
        text = HIGHLIGHT.sub(lambda found: f"\n```\n{found[1].strip(chr(10))}\n```\n", text)
        parts = CODE.split(text)
        return "".join(part if place % 2 else self._plain(part) for place, part in enumerate(parts))

    def _plain(self, text: str) -> str:
        text = RAW.sub(lambda found: found[2] if found[1] == "raw" else "", text)
        text = MORE.sub("", KRAMDOWN.sub("", text))
        text = HUGO.sub(self._hugo, text)
        text = LIQUID.sub(self._liquid, text)
        return OUTPUT.sub(self._output, text)

    def _hugo(self, found: re.Match[str]) -> str:
        name, fields = found[3].lower(), attributes(found[4])
        if found[2]:
            return ""
        make = SHORTCODES.get(name)
        if make:
            return make(fields)
        self.unknown[name] = None
        return ""

    def _liquid(self, found: re.Match[str]) -> str:
        name, words = found[1].lower(), found[2].strip()
        if name in {"post_url", "link"}:
            return words.strip("\"'")
        if name in PLAYERS and words:
            return _frame(PLAYERS[name].format(words.strip("\"'")))
        if not name.startswith("end"):
            self.unknown[name] = None
        return ""

    def _output(self, found: re.Match[str]) -> str:
        inside = found[1].strip()
        if SITE_URL.match(inside):
            return ""
        if plain := FILTERED.match(inside):
            return plain[1]
        self.unknown[inside.split("|")[0].strip()[:40] or "{{ }}"] = None
        return ""


def _frame(address: str) -> str:
    return f'\n\n<iframe src="{escape(address)}"></iframe>\n\n'


def _player(name: str) -> Callable[[dict[str, str]], str]:
    return lambda fields: _frame(PLAYERS[name].format(fields.get("id") or fields.get("0", "")))


def _figure(fields: dict[str, str]) -> str:
    source = fields.get("src") or fields.get("0", "")
    caption = fields.get("caption") or fields.get("title") or ""
    if fields.get("attr"):
        caption = f"{caption} ({fields['attr']})".strip()
    words = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    alt = escape(fields.get("alt", ""))
    return f'\n\n<figure><img src="{escape(source)}" alt="{alt}">{words}</figure>\n\n'


def _reference(fields: dict[str, str]) -> str:
    return fields.get("path") or fields.get("0", "")


def _post_elsewhere(fields: dict[str, str]) -> str:
    user, key = fields.get("user", ""), fields.get("id") or fields.get("0", "")
    return _frame(f"https://twitter.com/{user or 'i'}/status/{key}")


SHORTCODES: dict[str, Callable[[dict[str, str]], str]] = {
    "youtube": _player("youtube"),
    "vimeo": _player("vimeo"),
    "figure": _figure,
    "img": _figure,
    "ref": _reference,
    "relref": _reference,
    "tweet": _post_elsewhere,
    "x": _post_elsewhere,
    "highlight": lambda _: "",
}
