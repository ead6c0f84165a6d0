"""What a Ghost export says beside its posts: known before the first story is made.

Small things are in memory; what grows with the number of posts is in a table
on the disk that goes when the import is over.
"""

from __future__ import annotations

import json
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.text import slugify

from broadsheet.wire.addresses import taken_apart
from broadsheet.wire.ghost.rows import Row, holds, said
from broadsheet.wire.story import Byline, Picture, Section
from broadsheet.wire.wordpress import slug_in

PLACEHOLDER = "__GHOST_URL__"
DEFAULT_FORM = "/:slug/"
INTERNAL = "hash-"  # how Ghost begins the slug of a tag that readers do not see
OF_POSTS = {"posts_tags", "posts_authors", "posts_meta"}
SETTINGS = {"title", "site_uuid", "db_hash", "permalinks", "lang", "locale", "codeinjection_head",
            "codeinjection_foot", "ghost_head", "ghost_foot"}  # fmt: skip
PEOPLE = {"members", "subscribers"}
# Tables that hold nothing for readers, or say again what the posts say.
PASSED_OVER = {"roles", "roles_users", "permissions", "permissions_roles", "permissions_users",
               "mobiledoc_revisions", "post_revisions", "brute", "sessions", "migrations",
               "custom_theme_settings", "accesstokens", "refreshtokens", "clients",
               "client_trusted_domains", "app_settings", "app_fields", "apps", "actions"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tag:
    section: Section
    internal: bool


@dataclass
class Site:
    """The whole export, without its posts.

    Args:
        address: of the old site, without a slash at its end; "" when nobody said it.
    """

    address: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)  # by id
    authors: dict[str, Byline] = field(default_factory=dict)  # by id
    writing: dict[str, None] = field(default_factory=dict)  # authors' ids that posts name
    forms: tuple[str, ...] = ()  # of the addresses of posts
    others: dict[str, int] = field(default_factory=dict)  # rows that do not come in, by table
    posts: int = 0

    def __post_init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="broadsheet-ghost-")
        self._disk = sqlite3.connect(f"{self._folder.name}/site", isolation_level=None)
        self._disk.execute("PRAGMA synchronous=OFF")
        self._disk.execute("CREATE TABLE of_post (post TEXT, tables TEXT, place INTEGER, row TEXT)")
        self._disk.execute("CREATE TABLE address (slug TEXT PRIMARY KEY, id TEXT) WITHOUT ROWID")
        self._disk.execute("BEGIN")

    def close(self) -> None:
        """Throw the table on the disk away."""
        self._disk.close()
        self._folder.cleanup()

    def note(self, table: str, row: Row) -> None:
        """Take in one row of the file."""
        if table == "posts":
            self._note_post(row)
        elif table in OF_POSTS:
            self._note_of_post(table, row)
        elif table == "tags":
            self._note_tag(row)
        elif table == "users":
            self._note_author(row)
        elif table == "settings":
            if (name := said(row, "key")) in SETTINGS:
                self.settings.setdefault(name, said(row, "value"))
        elif table not in PASSED_OVER | PEOPLE:
            self.others[table] = self.others.get(table, 0) + 1

    def finish(self) -> None:
        """All rows are in; now they can be asked for."""
        self._disk.execute("CREATE INDEX by_post ON of_post (post)")
        if not self.forms:
            self.forms = (self.settings.get("permalinks") or DEFAULT_FORM,)

    def rows_of(self, post: str, table: str) -> list[Row]:
        """What another table says of a post, in the order that it has there."""
        found = self._disk.execute(
            "SELECT row FROM of_post WHERE post = ? AND tables = ? ORDER BY place, rowid", (post, table)
        )
        return [json.loads(row) for (row,) in found]

    def post_at(self, path: str) -> str:
        """The id of the post to which a path of the old site leads; "" for none."""
        slug = path.strip("/").rpartition("/")[2]
        first = path.strip("/").partition("/")[0]
        if not slug or first in {"tag", "author", "content", "p", "email"}:
            return ""
        found = self._disk.execute("SELECT id FROM address WHERE slug = ?", (slug,)).fetchone()
        return str(found[0]) if found else ""

    def origin(self) -> str:
        """What the site is called in all of its exports."""
        name = self.settings.get("site_uuid") or self.settings.get("db_hash")
        return name or slugify(self.settings.get("title", ""), allow_unicode=True)

    def public_tags(self) -> Iterator[Section]:
        return (tag.section for tag in self.tags.values() if not tag.internal)

    def _note_post(self, row: Row) -> None:
        self.posts += 1
        key, slug = said(row, "id"), said(row, "slug")
        if key and slug and not is_page(row):
            self._disk.execute("INSERT OR IGNORE INTO address VALUES (?, ?)", (slug, key))
        if author := said(row, "author_id"):
            self.writing[author] = None

    def _note_of_post(self, table: str, row: Row) -> None:
        place = row.get("sort_order")
        values = (said(row, "post_id"), table, place if isinstance(place, int) else 0, json.dumps(row))
        self._disk.execute("INSERT INTO of_post VALUES (?, ?, ?, ?)", values)
        if table == "posts_authors":
            self.writing[said(row, "author_id")] = None

    def _note_tag(self, row: Row) -> None:
        name = said(row, "name")
        slug = slug_in(said(row, "slug") or name)
        internal = slug.startswith(INTERNAL) or name.startswith("#")
        internal = internal or said(row, "visibility") == "internal"
        if slug:
            section = Section(slug=slug, name=name or slug, description=said(row, "description"))
            self.tags[said(row, "id")] = Tag(section, internal)
        if said(row, "codeinjection_head", "codeinjection_foot"):
            self.others["codeinjection"] = self.others.get("codeinjection", 0) + 1

    def _note_author(self, row: Row) -> None:
        """A name, a slug and what they say of themselves; never the address they sign in with."""
        name = said(row, "name") or said(row, "slug")
        if not name:
            return
        portrait = said(row, "profile_image", "image")
        self.authors[said(row, "id")] = Byline(
            name=name,
            slug=slug_in(said(row, "slug") or name),
            bio=said(row, "bio"),
            portrait=Picture(src=portrait, alt=name) if portrait else None,
        )


def is_page(row: Row) -> bool:
    """Whether a row is a page; before version 3 a field of its own said so."""
    return said(row, "type") == "page" or holds(row, "page")


def forms_in(routes: str) -> tuple[str, ...]:
    """The forms of posts' addresses in a `routes.yaml` of Ghost."""
    found = re.findall(r"^\s*permalink:\s*['\"]?([^'\"\s#]+)", routes, re.MULTILINE)
    return tuple(dict.fromkeys(re.sub(r"\{(\w+)\}", r":\1", one) for one in found))


def address_of(site: str) -> str:
    """A site's address as it stands before paths."""
    parts = taken_apart(site if "://" in site else f"https://{site}") if site else taken_apart("")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}" if parts.netloc else ""
