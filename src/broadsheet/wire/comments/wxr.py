"""WordPress's export (WXR): comments inside the items they stand under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

from lxml import etree

from broadsheet.wire.comments.markup import as_html
from broadsheet.wire.comments.said import Format, Page, Said, Skipped
from broadsheet.wire.story import Comment, CommentState
from broadsheet.wire.wordpress import comments_of, post_of
from broadsheet.wire.xmlstream import Document, forget

WP = "http://wordpress.org/export/1.2/"
DSQ = "http://www.disqus.com/"
SPACES = {"wp": WP, "dsq": DSQ}
APPROVED = {CommentState.PUBLISHED: "1", CommentState.HELD: "0", CommentState.REMOVED: "spam"}


def _recognises(first: bytes) -> bool:
    start = first.replace(b"\x00", b"").lower()
    return b"<rss" in start and (b"wordpress.org/export" in start or b"wp:wxr_version" in start)


def _read(path: Path) -> Iterator[Said | Skipped]:
    for element in Document(path).elements("{*}item"):
        post, notes = post_of(element), list[str]()
        page = post.get("link") or post.get("guid")
        for comment in comments_of(post, notes):
            yield Said(page=page, title=post.get("title"), comment=comment)
        for note in notes:
            yield Skipped(where=post.get("title") or page, why=note)
        forget(element)


def _write(pages: Iterable[Page]) -> Iterator[bytes]:
    yield b'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"'
    for prefix, address in SPACES.items():
        yield f' xmlns:{prefix}="{address}"'.encode()
    yield b"><channel><wp:wxr_version>1.2</wp:wxr_version>\n"
    for number, page in enumerate(pages, 1):
        yield _item(page, number)
    yield b"</channel></rss>\n"


def _item(page: Page, number: int) -> bytes:
    item = etree.Element("item", nsmap=SPACES)
    _add(item, "title", page.title)
    _add(item, "link", page.url)
    _add(item, f"{{{DSQ}}}thread_identifier", page.key)
    for name, value in (("post_id", str(number)), ("post_type", "post"), ("status", "publish")):
        _add(item, f"{{{WP}}}{name}", value)
    for comment in page.comments:
        _comment(item, comment)
    data = etree.tostring(item, encoding="unicode")
    for prefix, address in SPACES.items():
        data = data.replace(f' xmlns:{prefix}="{address}"', "", 1)
    return f"{data}\n".encode()


def _comment(item: Any, comment: Comment) -> None:
    element = etree.SubElement(item, f"{{{WP}}}comment")
    values = {
        "comment_id": comment.id,
        "comment_author": comment.name,
        "comment_author_email": comment.email,
        "comment_date_gmt": f"{comment.when.astimezone(UTC):%Y-%m-%d %H:%M:%S}",
        "comment_content": as_html(comment.text),
        "comment_approved": APPROVED[comment.state],
        "comment_parent": comment.parent or "0",
    }
    for name, value in values.items():
        _add(element, f"{{{WP}}}{name}", value)


def _add(element: Any, name: str, value: str) -> None:
    etree.SubElement(element, name).text = value


FORMAT = Format(name="wxr", recognises=_recognises, read=_read, write=_write)
