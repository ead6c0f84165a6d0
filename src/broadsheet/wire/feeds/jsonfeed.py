"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import html as entities
import json
from collections.abc import Iterator
from datetime import UTC, tzinfo
from typing import Any

from broadsheet.wire.addresses import joined, taken_apart
from broadsheet.wire.errors import ImportRefused
from broadsheet.wire.feeds.entry import MOST, Entry, Feed, story_of, without_doubles
from broadsheet.wire.pages.times import moment_of
from broadsheet.wire.story import Agency, Picture


def read(data: bytes, *, address: str = "", zone: tzinfo = UTC) -> Feed:
    """The stories of a JSON Feed.

    Raises:
        ImportRefused: it is not JSON, or no JSON Feed.
    """
    try:
        feed = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ImportRefused(f"The feed is not UTF-8 at byte {error.start}.") from error
    except (ValueError, RecursionError) as error:
        raise ImportRefused(f"The feed is not JSON: {error}.") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in _said(feed, "version"):
        raise ImportRefused("This is not a feed.")
    name = _said(feed, "title") or taken_apart(address).hostname or ""
    agency = Agency(name=name, url=_web(_said(feed, "home_page_url"))) if name else None
    entries = [_entry(one, feed, address, zone) for one in items[:MOST] if isinstance(one, dict)]
    notes = [f"only the first {MOST} of its {len(items)} items were read"] if len(items) > MOST else []
    return Feed(
        title=_said(feed, "title"),
        stories=without_doubles(story_of(one, agency=agency) for one in entries),
        notes=tuple(notes),
    )


def _entry(item: dict[str, Any], feed: dict[str, Any], address: str, zone: tzinfo) -> Entry:
    published = moment_of(_said(item, "date_published"), zone=zone)
    base = _web(_said(feed, "home_page_url")) or address
    return Entry(
        id=_id(item),
        title=entities.escape(_said(item, "title"), quote=False),
        address=_web(joined(base, _said(item, "url"))) if _said(item, "url") else "",
        full=_said(item, "content_html") or _paragraphs(_said(item, "content_text")),
        excerpt=_paragraphs(_said(item, "summary")),
        names=tuple(_names(item)) or tuple(_names(feed)),
        published=published,
        updated=moment_of(_said(item, "date_modified"), zone=zone),
        unread_time="" if published else _said(item, "date_published"),
        language=_said(item, "language") or _said(feed, "language"),
        subjects=tuple(tag for tag in _list(item, "tags") if isinstance(tag, str) and tag.strip()),
        picture=_picture(item, base),
        files=tuple(_films(item)),
    )


def _id(item: dict[str, Any]) -> str:
    """The specification asks for a text; numbers are met as well (§ items, id)."""
    found = item.get("id")
    return str(found) if isinstance(found, (int, float)) else _said(item, "id")


def _said(thing: dict[str, Any], name: str) -> str:
    value = thing.get(name)
    # JSON can name half a letter, which nothing else can.
    return value.strip().encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _list(thing: dict[str, Any], name: str) -> list[Any]:
    value = thing.get(name)
    return value if isinstance(value, list) else []


def _paragraphs(text: str) -> str:
    parts = (entities.escape(part.strip(), quote=False) for part in text.split("\n\n"))
    return "".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in parts if part)


def _names(thing: dict[str, Any]) -> Iterator[str]:
    for one in [*_list(thing, "authors"), thing.get("author")]:  # version 1.0 had one author
        if isinstance(one, dict) and _said(one, "name"):
            yield _said(one, "name")


def _picture(item: dict[str, Any], base: str) -> Picture | None:
    src = _said(item, "image") or _said(item, "banner_image")
    src = src or next((url for url, kind in _attached(item) if kind.startswith("image/")), "")
    whole = _web(joined(base, src)) if src else ""
    return Picture(src=whole) if whole else None


def _films(item: dict[str, Any]) -> Iterator[str]:
    for url, kind in _attached(item):
        if kind.startswith(("audio/", "video/")):
            yield url


def _attached(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for one in _list(item, "attachments"):
        if isinstance(one, dict):
            yield _said(one, "url"), _said(one, "mime_type")


def _web(address: str) -> str:
    return address if taken_apart(address).scheme in {"http", "https"} else ""
