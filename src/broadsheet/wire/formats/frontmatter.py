"""A folder of Markdown or HTML files with front matter (Jekyll, Hugo, Eleventy).

Every file is read twice: once for its front matter, so that links between the
files find each other, once for its text. Only one text is in memory at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path, PurePosixPath

from django.utils.text import slugify
from lxml.etree import ParserError

from broadsheet.wire.formats.edition import INDEX
from broadsheet.wire.frontmatter.fields import Fields
from broadsheet.wire.frontmatter.head import BrokenHead
from broadsheet.wire.frontmatter.stories import story_of
from broadsheet.wire.frontmatter.tree import Tree, tree_at
from broadsheet.wire.paper import Remark
from broadsheet.wire.reading import Format, Moments, Options, PictureMissing, Reading
from broadsheet.wire.story import Item

SECTION = "_index"  # what Hugo calls the file that says what a folder is about
NO_TEXTS = {"readme", "license", "changelog", "contributing", "404", "search", "feed", "sitemap"}


def _recognises(path: Path, first: bytes) -> bool:
    return path.is_dir() and not (path / INDEX).is_file() and any(islice(Tree(path).files(), 1))


def _read(path: Path, options: Options) -> Reading:
    tree = tree_at(path.resolve())
    remarks = list(_survey(tree))
    read = 0

    def items(moment_of: Moments) -> Iterator[Item]:
        nonlocal read
        for leaf in tree.leaves:
            read += 1
            try:
                yield story_of(leaf, tree.head(leaf), tree)
            except (BrokenHead, ParserError, OSError) as error:
                yield Remark(where=leaf, text=str(error), skipped=True)
        yield from remarks

    name = tree.config.text("title") or path.resolve().name
    return Reading(
        origin=f"folder:{slugify(name, allow_unicode=True) or 'paper'}",
        items=items,
        picture=lambda src: _picture(tree.root, src),
        fraction=lambda: read / max(1, len(tree.leaves)),
    )


def _survey(tree: Tree) -> Iterator[Remark]:
    """Note every text; tell of those that are none, or are broken."""
    for path in tree.files():
        stem = PurePosixPath(path).stem.lower()
        try:
            head = tree.head(path)
        except (BrokenHead, OSError) as error:
            yield Remark(where=path, text=str(error), skipped=True)
            continue
        fields = Fields(head.fields)
        if stem == SECTION:
            tree.sections[PurePosixPath(path).parent.name] = fields
        elif stem in NO_TEXTS or (stem == "index" and _is_a_list(path, tree)):
            yield Remark(where=path, text="this is no story; it was left out", skipped=True)
        else:
            tree.grow(path, fields)


def _is_a_list(path: str, tree: Tree) -> bool:
    """An index is a story where it is the only text of its folder: then its pictures lie beside it."""
    folder = (tree.root / path).parent
    if folder == tree.root:
        return True
    return any(islice(Tree(folder).files(), 1, 2))


def _picture(root: Path, src: str) -> bytes:
    """A picture of the folder, never of what lies outside it."""
    file = (root / src).resolve()
    if not file.is_relative_to(root):
        raise PictureMissing("it lies outside the folder")
    if not file.is_file():
        raise PictureMissing("there is no such file in the folder")
    return file.read_bytes()


FORMAT = Format(name="folder with front matter", recognises=_recognises, read=_read)
