"""Feeds: RSS, Atom, JSON Feed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.utils import timezone

from broadsheet.wire.errors import ImportRefused
from broadsheet.wire.feeds import jsonfeed, xmlfeeds
from broadsheet.wire.feeds.entry import Feed
from broadsheet.wire.paper import Remark
from broadsheet.wire.reading import Format, Moments, Options, Reading, no_picture
from broadsheet.wire.story import Item

LIMIT = 20 * 1024 * 1024  # bytes
XML = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
ATOM = (b"www.w3.org/2005/atom", b"purl.org/atom/ns#")
RDF = (b"purl.org/rss/", b"my.netscape.com/rdf/", b"channel.netscape.com/rdf/")


def recognises(path: Path, first: bytes) -> bool:
    """Whether the first bytes begin a feed that is not a WordPress export."""
    start = first.replace(b"\x00", b"").lower()  # UTF-16 looks like this, too
    if start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"{"):
        return b"jsonfeed.org/version" in start.replace(b"\\/", b"/")
    found = XML.search(start)
    if not found or b"wordpress.org/export" in start:
        return False
    name = found[0].rpartition(b":")[2].strip(b"<> \t\r\n")
    return {b"rss": True, b"feed": any(one in start for one in ATOM)}.get(
        name, any(one in start for one in RDF)
    )


def feed_of(data: bytes, *, address: str = "", charset: str = "") -> Feed:
    """The feed in `data`, of whatever kind.

    Raises:
        ImportRefused: it is too large, or no feed.
    """
    if len(data) > LIMIT:
        raise ImportRefused(f"The feed is larger than {LIMIT // 1024 // 1024} MB.")
    zone = timezone.get_default_timezone()
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return jsonfeed.read(data, address=address, zone=zone)
    return xmlfeeds.read(data, address=address, charset=charset, zone=zone)


def read(path: Path, options: Options) -> Reading:
    """The items of a feed as stories, oldest first."""
    feed = feed_of(path.read_bytes(), address=options.address, charset=options.charset)

    def items(moment_of: Moments) -> Iterator[Item]:
        for note in feed.notes:
            yield Remark(where=feed.title or path.name, text=note)
        yield from reversed(feed.stories)

    return Reading(
        origin=f"feed:{options.address or feed.title or path.stem}",
        items=items,
        picture=no_picture,
        fraction=lambda: 1.0,
    )


FORMAT = Format(name="Feed", recognises=recognises, read=read)
