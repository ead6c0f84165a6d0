"""The files of a folder: which are stories, where they stood, where their pictures lie."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from django.utils.text import slugify

from broadsheet.wire.addresses import taken_apart
from broadsheet.wire.frontmatter.fields import Fields, moment
from broadsheet.wire.frontmatter.head import BrokenHead, Head, parsed, split

TEXTS = {".md", ".markdown", ".mdown", ".mkd", ".html", ".htm"}
MARKDOWN = {".md", ".markdown", ".mdown", ".mkd"}
# What site builders make, or keep for themselves.
PASSED_OVER = {"node_modules", "_site", "public", "themes", "layouts", "archetypes", "resources",
               "vendor", "_layouts", "_includes", "_sass", "_data", "_plugins"}  # fmt: skip
PICTURE_ROOTS = ("", "static", "assets", "public", "src", "content", "src/assets", "_assets")
CONFIGS = ("_config.yml", "_config.yaml", "hugo.toml", "hugo.yaml", "hugo.json", "config.toml",
           "config.yaml", "config.yml", "config.json")  # fmt: skip
DATED = re.compile(r"^(\d{4})-(\d\d?)-(\d\d?)-(.+)$")
# Folders that say only that here are stories.
HEAPS = {"", "_posts", "_drafts", "posts", "post", "blog", "articles", "article", "content", "src",
         "docs", "pages", "_pages", "stories", "en"}  # fmt: skip
STYLES = {  # Jekyll's names of forms
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "none": "/:categories/:title.html",
}
LONGEST_FILE = 16 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Leaf:
    """A file that becomes a story or a page: enough to lead links to it."""

    path: str  # inside the folder, with "/"
    addresses: tuple[str, ...]  # where it stood


@dataclass
class Tree:
    """A folder, its settings, and where each of its texts stood."""

    root: Path
    config: Fields = field(default_factory=lambda: Fields({}))
    builder: str = ""  # "jekyll", "hugo" or "" for another
    people: dict[str, Any] = field(default_factory=dict)  # authors that a data file describes
    leaves: dict[str, Leaf] = field(default_factory=dict)  # by path
    at: dict[str, str] = field(default_factory=dict)  # address without its slashes, to path
    named: dict[str, str] = field(default_factory=dict)  # a file's name, to its path; "" for several
    sections: dict[str, Fields] = field(default_factory=dict)  # Hugo's _index.md, by folder

    def files(self) -> Iterator[str]:
        """Every text, in an order that stays."""
        for folder, inside, names in os.walk(self.root):
            inside[:] = sorted(one for one in inside if not _is_hidden(one))
            for name in sorted(names):
                if PurePosixPath(name).suffix.lower() in TEXTS and not name.startswith("."):
                    yield (Path(folder) / name).relative_to(self.root).as_posix()

    def text(self, path: str) -> str:
        """A file's text.

        Raises:
            BrokenHead: it is not UTF-8, or too large.
        """
        file = self.root / path
        if file.stat().st_size > LONGEST_FILE:
            raise BrokenHead(f"it is larger than {LONGEST_FILE // 1024 // 1024} MB")
        data = file.read_bytes()
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise BrokenHead(f"byte {error.start} is not UTF-8; save the file as UTF-8") from error

    def head(self, path: str) -> Head:
        """A file's front matter and text.

        Raises:
            BrokenHead: see `split` and `text`.
        """
        return split(self.text(path))

    def grow(self, path: str, fields: Fields) -> None:
        """Note a text and the addresses at which it stood."""
        leaf = Leaf(path, tuple(dict.fromkeys(self._addresses(path, fields))))
        self.leaves[path] = leaf
        name = posixpath.basename(path)
        self.named[name] = "" if name in self.named else path
        for address in leaf.addresses:
            self.at.setdefault(_bare(address), path)

    def picture(self, source: str, *, beside: str) -> str:
        """The path in the folder of a picture that a text names; as it stood when there is none."""
        if "://" in source or source.startswith("//"):
            return source
        path = unquote(taken_apart(source).path)
        near = posixpath.normpath(posixpath.join(posixpath.dirname(beside), path))
        tries = [] if path.startswith("/") else [near]
        tries += [posixpath.normpath(posixpath.join(one, path.lstrip("/"))) for one in PICTURE_ROOTS]
        for one in tries:
            if not one.startswith("..") and (self.root / one).is_file():
                return one
        return path.lstrip("/")

    def leads_to(self, address: str, *, beside: str) -> str:
        """The text to which a link leads, as its path; "" for none here."""
        parts = taken_apart(address)
        base = self.config.text("baseurl", "url")
        if (parts.scheme or parts.netloc) and (not base or parts.netloc != taken_apart(base).netloc):
            return ""
        path = unquote(parts.path)
        if not path:
            return ""
        near = posixpath.normpath(posixpath.join(posixpath.dirname(beside), path))
        for one in (near, path.lstrip("/"), f"_posts/{path}.md", f"content/{path.lstrip('/')}"):
            if one in self.leaves:
                return one
        if PurePosixPath(path).suffix in MARKDOWN and self.named.get(posixpath.basename(path)):
            return self.named[posixpath.basename(path)]
        stood = posixpath.normpath(posixpath.join(self._address_folder(beside), path))
        return self.at.get(_bare(path), "") or self.at.get(_bare(stood), "")

    def section_of(self, path: str) -> str:
        """The folder that says what a text is about; "" when it says nothing."""
        folders = [one for one in PurePosixPath(path).parts[:-1] if one not in HEAPS]
        own = PurePosixPath(path)
        if own.stem == "index" and folders and own.parent.name == folders[-1]:
            folders.pop()  # a folder of one text and its pictures
        return folders[0] if folders else ""

    def _address_folder(self, path: str) -> str:
        leaf = self.leaves.get(path)
        return leaf.addresses[0] if leaf and leaf.addresses else "/"

    def _addresses(self, path: str, fields: Fields) -> Iterator[str]:
        own = fields.text("url", "permalink")
        if own and ":" not in own and "{" not in own:
            yield _rooted(own)
        else:
            yield from self._by_rule(path, fields, own)
        for one in (*fields.texts("aliases", "alias"), *fields.texts("redirect_from")):
            yield _rooted(one)

    def _by_rule(self, path: str, fields: Fields, own: str) -> Iterator[str]:
        """Where the site builder puts a text that does not say so itself."""
        pure = PurePosixPath(path)
        stem = pure.stem
        dated = DATED.match(stem)
        if self.builder == "jekyll" and ("_posts" in pure.parts or "_drafts" in pure.parts):
            yield _filled(own or self._style(), self._words(pure, dated, fields))
            return
        folders = [one for one in pure.parts[:-1] if one not in {"content", "src", "_posts", "_drafts"}]
        slug = fields.text("slug") or (dated[4] if dated and not self.builder else stem)
        names = folders if slug == "index" else [*folders, slug]
        if self.builder == "hugo":
            names = [one.lower().replace(" ", "-") for one in names]
        if self.builder == "jekyll":
            yield "/" + "/".join(names) + (".html" if slug != "index" else "/")
        else:
            yield "/" + "".join(f"{one}/" for one in names)
        if pure.suffix.lower() in {".html", ".htm"}:
            yield f"/{path}"

    def _style(self) -> str:
        style = self.config.text("permalink") or "date"
        return STYLES.get(style, style)

    def _words(self, pure: PurePosixPath, dated: re.Match[str] | None, fields: Fields) -> dict[str, str]:
        when = moment(fields.value("date")) or (moment("-".join(dated.groups()[:3])) if dated else None)
        title = dated[4] if dated else pure.stem
        categories = fields.texts("categories", "category")
        slug = slugify(fields.text("slug") or title, allow_unicode=True)
        return {
            "title": fields.text("slug") or title,
            "slug": slug,
            "categories": "/".join(slugify(one, allow_unicode=True) for one in categories),
            "year": f"{when:%Y}" if when else "",
            "month": f"{when:%m}" if when else "",
            "i_month": str(when.month) if when else "",
            "day": f"{when:%d}" if when else "",
            "i_day": str(when.day) if when else "",
            "y_day": f"{when:%j}" if when else "",
            "short_year": f"{when:%y}" if when else "",
        }


def tree_at(root: Path) -> Tree:
    """The folder with its settings; its texts come in with `Tree.grow`."""
    tree = Tree(root)
    for name in CONFIGS:
        if (root / name).is_file():
            tree.config = Fields(_config(root / name))
            tree.builder = "jekyll" if name.startswith("_") else "hugo"
            break
    else:
        if (root / "_posts").is_dir():
            tree.builder = "jekyll"
    for name in ("authors.yml", "authors.yaml", "authors.json"):
        if (root / "_data" / name).is_file():
            tree.people = _config(root / "_data" / name)
    return tree


def _config(file: Path) -> dict[str, Any]:
    kind = {".toml": "toml", ".json": "json"}.get(file.suffix, "yaml")
    try:
        return parsed(kind, file.read_text("utf-8"))
    except (BrokenHead, UnicodeDecodeError):
        return {}


def _filled(form: str, words: dict[str, str]) -> str:
    """A form like `/:year/:title/` with its words in it."""
    filled = re.sub(r":([a-z_]+)", lambda found: words.get(found[1], ""), form)
    return re.sub(r"/{2,}", "/", _rooted(filled))


def _rooted(address: str) -> str:
    parts = taken_apart(address)
    path = parts.path if parts.path.startswith("/") else f"/{parts.path}"
    return path + (f"?{parts.query}" if parts.query else "")


def _bare(address: str) -> str:
    return re.sub(r"(?:/index)?\.html?$", "", unquote(address)).strip("/")


def _is_hidden(folder: str) -> bool:
    return folder.startswith(".") or folder in PASSED_OVER
