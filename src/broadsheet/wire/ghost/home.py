"""Addresses of the old site inside a story: pictures beside the export, links to other posts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape, unescape
from pathlib import Path
from urllib.parse import unquote

from broadsheet.wire.addresses import taken_apart
from broadsheet.wire.ghost.site import PLACEHOLDER, Site
from broadsheet.wire.story import Block, Byline, Embed, FactBox, Gallery, Picture, Text

LINK = re.compile(r'<a href="([^"]*)">')
SIZED = re.compile(r"^(/content/images/)size/w\d+(?:h\d+)?/(?:format/\w+/)?")


@dataclass(frozen=True)
class Home:
    """Where the old site's things are now.

    Args:
        site: the export.
        folder: where the export lies; `content/images` may lie beside it.
        language: of the stories; "" for the paper's own.
    """

    site: Site
    folder: Path
    language: str = ""

    def placed(self, text: str) -> str:
        """Text with the old site's address where Ghost left a place for it."""
        return text.replace(PLACEHOLDER, self.site.address)

    def settle(self, block: Block, notes: list[str]) -> Block:
        """A block whose addresses lead where things are now."""
        if isinstance(block, Picture):
            return self.settled_picture(block)
        if isinstance(block, Gallery):
            return replace(block, pictures=tuple(map(self.settled_picture, block.pictures)))
        if isinstance(block, (Text, FactBox)):
            return replace(block, html=self._links(block.html, notes))
        if isinstance(block, Embed) and (post := self._post_at(block.url)):
            return Text(
                html=f'<p><a href="story:{escape(post)}">{escape(block.caption or block.url)}</a></p>'
            )
        return block

    def settled_picture(self, picture: Picture) -> Picture:
        """A picture of the `content` folder beside the export, or else of the old site."""
        path = self._path_at_home(self.placed(picture.src))
        if path is None:
            return picture
        path = SIZED.sub(r"\1", path)
        if not self.site.address or file_beside(self.folder, path):
            return replace(picture, src=unquote(path).lstrip("/"))
        return replace(picture, src=self.site.address + path)

    def settled_byline(self, byline: Byline) -> Byline:
        if byline.portrait is None:
            return byline
        return replace(byline, portrait=self.settled_picture(byline.portrait))

    def _links(self, html: str, notes: list[str]) -> str:
        def lead(found: re.Match[str]) -> str:
            address = unescape(found[1])
            path = self._path_at_home(address)
            if path is None:
                return found[0]
            if post := self.site.post_at(path):
                return f'<a href="story:{escape(post)}">'
            if path.startswith("/content/"):
                if f"the file {address[:100]} stays where it is; the text leads to it" not in notes:
                    notes.append(f"its link to the file {address[:200]} leads to the old site")
                return found[0]
            return f'<a href="{escape(path or "/")}">'

        return LINK.sub(lead, html)

    def _post_at(self, address: str) -> str:
        path = self._path_at_home(address)
        return self.site.post_at(path) if path else ""

    def _path_at_home(self, address: str) -> str | None:
        """The path of an address of the old site; None for other sites."""
        own = self.site.address
        if own and (address == own or address.startswith(f"{own}/")):
            address = address[len(own) :] or "/"
        if not address.startswith("/") or address.startswith("//"):
            return None
        return taken_apart(address).path


def file_beside(folder: Path, path: str) -> Path | None:
    """The file that a path of the old site names, when it lies beside the export."""
    file = (folder / unquote(path).lstrip("/")).resolve()
    return file if file.is_relative_to(folder.resolve()) and file.is_file() else None
