"""Ghost's export (JSON): posts with their tags, authors and what is said of them.

The file is read twice: once for what posts refer to, once for the posts. Only
one post is in memory at a time. What lies beside the file is taken along:
`content/images` as the old server has it, and `routes.yaml`, which says at
which addresses posts stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from broadsheet.wire.ghost import context
from broadsheet.wire.ghost.home import Home, file_beside
from broadsheet.wire.ghost.members import subscriber_of
from broadsheet.wire.ghost.posts import story_of
from broadsheet.wire.ghost.rows import Row, Rows, holds, said
from broadsheet.wire.ghost.site import PEOPLE, Site, address_of, forms_in
from broadsheet.wire.languages import language_of
from broadsheet.wire.paper import Front, Names, Remark
from broadsheet.wire.reading import Format, ImportRefused, Moments, Options, PictureMissing, Reading
from broadsheet.wire.story import Item

START = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*\{\s*"(?:db"\s*:\s*\[|(?:meta|data)"\s*:\s*\{|(?:posts|users|tags)"\s*:\s*\[\s*\{)'
)
ROUTES = "routes.yaml"
PICKS = 12
CODE = ("codeinjection_head", "codeinjection_foot", "ghost_head", "ghost_foot")
WHY_NOT = {
    "codeinjection": "code that tags put into pages stays behind",
    "newsletters": "the paper has one newsletter",
    "snippets": "pieces that editors kept for later stay behind",
    "products": "there are no paid tiers here",
}


def _recognises(path: Path, first: bytes) -> bool:
    if path.is_dir() or not START.match(first):
        return False
    return b'"exported_on"' in first or b'"posts"' in first or b'"db"' in first[:200]


def _read(path: Path, options: Options) -> Reading:
    size = max(1, path.stat().st_size)
    passes = [Rows(path), Rows(path)]
    site = Site(address=address_of(options.site), forms=_forms_beside(path))
    broken: ImportRefused | None = None
    try:
        for table, row in _rows(passes[0]):
            site.note(table, row)
    except ImportRefused as error:
        if not site.posts:
            raise
        broken = error
    site.finish()
    tag = site.settings.get("locale") or site.settings.get("lang") or ""
    home = Home(site, path.parent, language_of(tag))

    def items(moment_of: Moments) -> Iterator[Item]:
        yield _names(site, home)
        yield from _items(passes[1], site, home, options, moment_of)
        yield from _remarks(path, site)
        site.close()
        if broken:
            raise broken

    return Reading(
        origin=f"ghost:{site.origin() or path.stem}",
        items=items,
        picture=lambda src: _picture(path.parent, src),
        fraction=lambda: min(1.0, sum(one.bytes_read for one in passes) / (2 * size)),
    )


def _rows(rows: Rows) -> Iterator[tuple[str, Row]]:
    for table, row in rows:
        yield from context.rows_of(table, row)


def _names(site: Site, home: Home) -> Names:
    authors = [site.authors[key] for key in site.writing if key in site.authors]
    return Names(
        categories=tuple(dict.fromkeys(site.public_tags())),
        authors=tuple(home.settled_byline(one) for one in authors),
    )


def _items(rows: Rows, site: Site, home: Home, options: Options, moment_of: Moments) -> Iterator[Item]:
    picks: list[str] = []
    with suppress(ImportRefused):  # said at the end, after what could be read
        for table, row in _rows(rows):
            if table in PEOPLE:
                moment = moment_of(said(row, "email"))
                yield subscriber_of(row, keep=options.keep_subscribers, now=moment)
            elif table == "posts" and not said(row, "id"):
                yield Remark(where=f"post “{said(row, 'title')}”", text="it has no id", skipped=True)
            elif table == "posts":
                story = story_of(row, site, home, members_only=options.members_only)
                if holds(row, "featured") and story.kind == "story" and len(picks) < PICKS:
                    picks.append(story.id)
                yield story
    yield Front(picks=tuple(picks))


def _remarks(path: Path, site: Site) -> Iterator[Remark]:
    if any(
        "codeinjection" in name or name.startswith("ghost_")
        for name, value in site.settings.items()
        if value
    ):
        yield Remark(where=path.name, text="the site's code injection was left out", skipped=True)
    for table, number in sorted(site.others.items()):
        why = WHY_NOT.get(table, "nothing here is like them")
        yield Remark(
            where=path.name, text=f"{number} rows of the table “{table}” left out: {why}", skipped=True
        )


def _forms_beside(path: Path) -> tuple[str, ...]:
    routes = path.with_name(ROUTES)
    return forms_in(routes.read_text("utf-8", "replace")) if routes.is_file() else ()


def _picture(folder: Path, src: str) -> bytes:
    """A picture that lies beside the export."""
    file = file_beside(folder, src)
    if file is None:
        raise PictureMissing(
            "it does not lie beside the export; put the old server's content folder there, "
            "or give the old site's address"
        )
    return file.read_bytes()


FORMAT = Format(name="Ghost export", recognises=_recognises, read=_read)
