"""A channel as RSS 2.0, Atom or JSON Feed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, rfc3339_date
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from broadsheet.foundation.text import CONTROL, clean_line
from broadsheet.outreach.addresses import absolute
from broadsheet.outreach.feeds.channels import Channel, Item, Media, Writer
from broadsheet.outreach.hub import place

GENERATOR = "Broadsheet"
NOTHING_YET = datetime(2000, 1, 1, tzinfo=UTC)  # Atom wants a time for an empty feed, too
NAMESPACES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}


class FullTextRss(Rss201rev2Feed):
    """RSS 2.0 by the RSS Advisory Board's profile: summary and full text apart."""

    def latest_post_date(self) -> datetime:
        """When the newest item changed; not the moment of writing, which would be news each time."""
        dates = [item["updateddate"] or item["pubdate"] for item in self.items]
        return max(dates, default=NOTHING_YET)

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), **NAMESPACES}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("generator", GENERATOR)
        handler.addQuickElement("docs", "https://www.rssboard.org/rss-specification")
        if self.feed["hub"]:
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": self.feed["hub"]})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for writer in item["writers"]:
            handler.addQuickElement("dc:creator", _xml(writer.name))
        handler.addQuickElement("dc:language", item["language"])
        handler.addQuickElement("content:encoded", item["html"])
        _add_media(handler, item["media"])


class FullTextAtom(Atom1Feed):
    """Atom (RFC 4287) with content, every author, and each entry's language."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:media": NAMESPACES["xmlns:media"]}

    def latest_post_date(self) -> Any:
        return self.feed["updated"]

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("generator", GENERATOR)
        if self.feed["hub"]:
            handler.addQuickElement("link", "", {"rel": "hub", "href": self.feed["hub"]})

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {**super().item_attributes(item), "xml:lang": item["language"]}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for writer in item["writers"]:
            _add_atom_author(handler, writer)
        handler.addQuickElement("content", item["html"], {"type": "html"})
        _add_media(handler, item["media"])


def write_rss(channel: Channel) -> bytes:
    """RSS 2.0."""
    return _write_xml(FullTextRss, channel, extension="rss")


def write_atom(channel: Channel) -> bytes:
    """Atom."""
    return _write_xml(FullTextAtom, channel, extension="atom")


def write_json(channel: Channel) -> bytes:
    """JSON Feed 1.1 (jsonfeed.org)."""
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.url,
        "feed_url": channel.address("json"),
        "description": channel.description,
        "language": channel.language,
        "items": [_json_item(item) for item in channel.items],
    }
    if hub := hub_of(channel):
        feed["hubs"] = [{"type": "WebSub", "url": hub}]
    return json.dumps(feed, ensure_ascii=False).encode()


def hub_of(channel: Channel) -> str:
    """The hub that tells of a feed; "" for none."""
    return place.address() if channel.told else ""


FORMATS: dict[str, tuple[str, Callable[[Channel], bytes]]] = {
    "rss": ("application/rss+xml; charset=utf-8", write_rss),
    "atom": ("application/atom+xml; charset=utf-8", write_atom),
    "json": ("application/feed+json; charset=utf-8", write_json),
}


def _write_xml(kind: type[FullTextRss | FullTextAtom], channel: Channel, *, extension: str) -> bytes:
    feed = kind(
        title=_xml(channel.title),
        link=channel.url,
        description=_xml(channel.description),
        subtitle=_xml(channel.description),
        language=channel.language,
        feed_url=channel.address(extension),
        feed_guid=absolute(channel.path + (f"?{channel.query}" if channel.query else "")),
        hub=hub_of(channel),
        updated=channel.updated or NOTHING_YET,
    )
    for item in channel.items:
        _add_item(feed, item, paper=channel.title)
    return feed.writeString("utf-8").encode()


def _add_item(feed: FullTextRss | FullTextAtom, item: Item, *, paper: str) -> None:
    enclosures = [Enclosure(item.media.url, "0", item.media.mime)] if item.media else []
    summary = _xml(item.summary)
    feed.add_item(
        title=_xml(item.title),
        link=item.url,
        # An RSS reader takes it for HTML (RSS 2.0 §item), an Atom reader for text.
        description=escape(summary) if isinstance(feed, FullTextRss) else summary,
        unique_id=item.id,
        unique_id_is_permalink=item.id == item.url,
        pubdate=item.published,
        updateddate=item.updated,
        comments=item.comments_url or None,
        categories=[_xml(tag) for tag in item.tags],
        enclosures=enclosures,  # length 0: unknown before it is made, as the profile allows
        html=CONTROL.sub("", item.html),
        writers=item.writers or (Writer(name=paper),),
        language=item.language,
        media=item.media,
    )


def _add_atom_author(handler: SimplerXMLGenerator, writer: Writer) -> None:
    handler.startElement("author", AttributesImpl({}))
    handler.addQuickElement("name", _xml(writer.name))
    if writer.url:
        handler.addQuickElement("uri", writer.url)
    handler.endElement("author")


def _add_media(handler: SimplerXMLGenerator, media: Media | None) -> None:
    if not media:
        return
    size = {"width": str(media.width), "height": str(media.height)}
    attributes = {"url": media.url, "medium": "image", "type": media.mime, **size}
    handler.startElement("media:content", AttributesImpl(attributes))
    if media.text:
        handler.addQuickElement("media:description", _xml(media.text), {"type": "plain"})
    if media.credit:
        handler.addQuickElement("media:credit", _xml(media.credit))
    handler.endElement("media:content")


def _json_item(item: Item) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "content_html": item.html,
        "summary": item.summary,
        "date_published": rfc3339_date(item.published),
        "date_modified": rfc3339_date(item.updated),
        "authors": [_json_writer(writer) for writer in item.writers],
        "tags": list(item.tags),
        "language": item.language,
    }
    if item.media:
        entry["image"] = item.media.url
        entry["attachments"] = [{"url": item.media.url, "mime_type": item.media.mime}]
    return {key: value for key, value in entry.items() if value not in ("", [])}


def _json_writer(writer: Writer) -> dict[str, str]:
    return {"name": writer.name, "url": writer.url} if writer.url else {"name": writer.name}


def _xml(text: str) -> str:
    """One line that XML 1.0 can hold."""
    return clean_line(text)
