"""The form in which Ghost's tools for moving keep posts of other systems.

There a post is `{"url": …, "data": {…}}` with its author and tags inside it,
in the same form. As rows they are what Ghost's own export has.
"""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.wire.addresses import taken_apart
from broadsheet.wire.ghost.rows import Row


def rows_of(table: str, row: Row) -> Iterator[tuple[str, Row]]:
    """A row as rows of Ghost's tables; one of Ghost's own stays as it is."""
    data = row.get("data")
    if not isinstance(data, dict):
        yield table, row
        return
    if table != "posts":
        yield table, _named(row)
        return
    post = _named(row)
    parts = taken_apart(post["id"])
    yield "settings", {"key": "title", "value": parts.netloc}
    yield from _linked(post, "tags", "tags", "posts_tags", "tag_id")
    people = "authors" if data.get("authors") else "author"
    yield from _linked(post, people, "users", "posts_authors", "author_id")
    yield "posts", post | {"old_path": parts.path}


def _linked(post: Row, field: str, table: str, between: str, key: str) -> Iterator[tuple[str, Row]]:
    found = post.get(field)
    for place, one in enumerate(found if isinstance(found, list) else [found]):
        if isinstance(one, dict) and isinstance(one.get("data"), dict):
            named = _named(one)
            yield table, named
            yield between, {"post_id": post["id"], key: named["id"], "sort_order": place}


def _named(row: Row) -> Row:
    data: Row = row["data"]
    return data | {"id": str(row.get("url") or data.get("slug") or data.get("name") or "")}
