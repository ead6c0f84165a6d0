"""RSS 0.9x, 1.0 and 2.0, and Atom, by feedparser."""

from __future__ import annotations

import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from io import BytesIO
from typing import Any

from broadsheet.wire import cleaning
from broadsheet.wire.addresses import taken_apart
from broadsheet.wire.errors import ImportRefused
from broadsheet.wire.feeds.entry import MOST, Entry, Feed, story_of, without_doubles
from broadsheet.wire.pages.article import name_of
from broadsheet.wire.pages.times import moment_of
from broadsheet.wire.story import Agency, Picture

TEXTS = {"text/html", "application/xhtml+xml", "text/plain", "", None}

TIMES = {"published", "updated"}
# feedparser takes the words of a picture for those of the item; so they are called otherwise.
PICTURE_WORDS = re.compile(rb"(</?media:)(?:(title)|description)(?=[\s>/])")


def read(data: bytes, *, address: str = "", charset: str = "", zone: tzinfo = UTC) -> Feed:
    """The stories of an RSS or Atom feed, also of one that is not well-formed.

    Entities of its own are not expanded, and nothing is fetched.

    Raises:
        ImportRefused: this is no feed.
    """
    import feedparser  # a tenth of a second, and only feeds need it

    headers = {"content-type": f"application/xml; charset={charset}" if charset else "application/xml"}
    if address:
        headers["content-location"] = address
    # A file: feedparser takes bytes that look like an address or a path for one.
    data = PICTURE_WORDS.sub(_renamed, data)
    try:
        found = feedparser.parse(BytesIO(data), response_headers=headers, sanitize_html=False)
    except ValueError as error:  # of an address in it that is none
        raise ImportRefused(f"This feed cannot be read: {error}.") from error
    head = found.feed
    if not found.entries and (found.bozo or not found.get("version")):
        raise ImportRefused("This is not a feed.")
    agency = _agency(head, address)
    language = _said(head, "language")
    entries = [_entry(one, language, zone) for one in found.entries[:MOST]]
    return Feed(
        title=cleaning.plain(_said(head, "title")),
        stories=without_doubles(story_of(one, agency=agency) for one in entries),
        notes=tuple(_notes(found)),
    )


def _renamed(found: re.Match[bytes]) -> bytes:
    return found[1] + (b"heading" if found[2] else b"caption")


def _entry(item: Any, language: str, zone: tzinfo) -> Entry:
    full, full_language = _full(item)
    published, unread = _moment(item, "published", zone)
    updated, _ = _moment(item, "updated", zone)
    return Entry(
        id=_said(item, "id"),
        title=_said(item, "title"),
        address=_address(item),
        full=full,
        excerpt=_said(item, "summary"),
        names=_names(item),
        published=published,
        updated=updated,
        unread_time=unread,
        language=_said(item, "language") or full_language or language,
        subjects=tuple(dict.fromkeys(filter(None, map(_tag, item.get("tags", ()))))),
        picture=_picture(item),
        files=tuple(_films(item)),
    )


def _said(thing: Any, name: str) -> str:
    # Not `thing.get`: asked for "updated", it answers with "published" where there is none.
    value = thing.get(name) if name not in TIMES or dict.__contains__(thing, name) else ""
    return value.strip() if isinstance(value, str) else ""


def _full(item: Any) -> tuple[str, str]:
    """The longest text among an item's contents, as HTML, and its language."""
    texts = [one for one in item.get("content", ()) if one.get("type") in TEXTS]
    if not texts:
        return "", ""
    longest = max(texts, key=lambda one: len(one.get("value") or ""))
    return longest.get("value") or "", longest.get("language") or ""


def _moment(item: Any, name: str, zone: tzinfo) -> tuple[datetime | None, str]:
    written = _said(item, name)
    if moment := moment_of(written, zone=zone):
        return moment, ""
    parsed = item.get(f"{name}_parsed") if written else None
    try:
        return (datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None), written
    except (ValueError, OverflowError, OSError):
        return None, written


def _address(item: Any) -> str:
    """The item's page: its link, else a permanent guid."""
    for one in (_said(item, "link"), _said(item, "id")):
        if taken_apart(one).scheme in {"http", "https"}:
            return one
    return ""


def _names(item: Any) -> tuple[str, ...]:
    people = [_said(one, "name") for one in item.get("authors", ())]
    return tuple(filter(None, people)) or tuple(filter(None, [_said(item, "author")]))


def _tag(tag: Any) -> str:
    return cleaning.plain(_said(tag, "label") or _said(tag, "term"))


def _picture(item: Any) -> Picture | None:
    """The largest picture of media:content, else a picture enclosed, else a thumbnail."""
    media = [one for one in item.get("media_content", ()) if _is_picture(one)]
    enclosed = [one for one in item.get("enclosures", ()) if _is_picture(one)]
    found = [*sorted(media, key=_width, reverse=True), *enclosed, *item.get("media_thumbnail", ())]
    src = next((address for one in found if (address := _said(one, "url") or _said(one, "href"))), "")
    if taken_apart(src).scheme not in {"http", "https"}:
        return None
    credited = item.get("media_credit") or [{}]
    alone = len({name_of(_said(one, "url")) for one in media}) <= 1  # else whose words are they?
    return Picture(
        src=src,
        alt=cleaning.plain(_said(item, "media_heading")) if alone else "",
        caption=cleaning.plain(_said(item, "media_caption")) if alone else "",
        credit=cleaning.plain(_said(credited[0], "content")) if alone else "",
    )


def _is_picture(one: Any) -> bool:
    return _said(one, "medium") == "image" or _said(one, "type").startswith("image/")


def _width(one: Any) -> int:
    width = _said(one, "width")
    return int(width) if width.isdecimal() else 0


def _films(item: Any) -> Iterator[str]:
    for one in item.get("enclosures", ()):
        if _said(one, "type").startswith(("audio/", "video/")):
            yield _said(one, "href")


def _agency(head: Any, address: str) -> Agency | None:
    name = cleaning.plain(_said(head, "title")) or taken_apart(address).hostname or ""
    link = _said(head, "link")
    url = link if taken_apart(link).scheme in {"http", "https"} else ""
    return Agency(name=name, url=url) if name else None


def _notes(found: Any) -> Iterator[str]:
    if len(found.entries) > MOST:
        yield f"only the first {MOST} of its {len(found.entries)} items were read"
    error = found.get("bozo_exception") if found.bozo else None
    if error is not None and "Override" in type(error).__name__:
        yield f"its letters are not what it says; they were read as {found.encoding}"
    elif error is not None and "NonXML" not in type(error).__name__:
        yield f"it is not well-formed ({_short(error)}); what could be read was"


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
