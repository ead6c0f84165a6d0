"""Disqus's export (XML): threads with their addresses, and posts that name their thread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

from lxml import etree

from broadsheet.wire import cleaning
from broadsheet.wire.comments.markup import as_html, written
from broadsheet.wire.comments.said import Format, Page, Said, Skipped
from broadsheet.wire.errors import ImportRefused
from broadsheet.wire.story import Comment, CommentState
from broadsheet.wire.wordpress import comment_text, fields_of, local, moment
from broadsheet.wire.xmlstream import Document, forget

SPACE = "http://disqus.com"
ID = "{http://disqus.com/disqus-internals}id"


def _recognises(first: bytes) -> bool:
    return b"<disqus" in first and b"disqus.com" in first


def _read(path: Path) -> Iterator[Said | Skipped]:
    threads = _threads(path)
    thread = parent = ""
    for element in Document(path).elements("{*}thread", "{*}parent", "{*}post"):
        kind, above = local(element.tag), element.getparent()
        inside_post = above is not None and local(above.tag) == "post"
        if kind == "thread" and inside_post:
            thread = element.get(ID, "")
        elif kind == "parent" and inside_post:
            parent = element.get(ID, "")
        elif kind == "post":
            yield _said(element, threads.get(thread, ("", "")), parent, thread)
            thread = parent = ""
            forget(element)


def _threads(path: Path) -> dict[str, tuple[str, str]]:
    """The address and title of each thread, wherever in the file it stands."""
    found: dict[str, tuple[str, str]] = {}
    try:
        _note_threads(path, found)
    except ImportRefused:  # said again where the posts end
        if not found:
            raise
    return found


def _note_threads(path: Path, found: dict[str, tuple[str, str]]) -> None:
    for element in Document(path).elements("{*}thread", "{*}post"):
        above = element.getparent()
        if local(element.tag) == "post":
            forget(element)
        elif above is not None and local(above.tag) != "post":
            fields = fields_of(element)
            found[element.get(ID, "")] = (fields.get("link", ""), fields.get("title", ""))
            forget(element)


def _said(post: Any, page: tuple[str, str], parent: str, thread: str) -> Said | Skipped:
    fields = fields_of(post)
    key = post.get(ID, "")
    author = next((fields_of(child) for child in post if local(child.tag) == "author"), {})
    when = moment(fields.get("createdAt", "").replace("Z", ""))
    where = f"post {key or '?'}"
    if not key or when is None:
        return Skipped(where=where, why="it has no number or no time")
    if not page[0]:
        return Skipped(where=where, why=f"its thread {thread or '?'} has no address in the file")
    spam, deleted = (fields.get(name) == "true" for name in ("isSpam", "isDeleted"))
    held = fields.get("isApproved") == "false"
    state = CommentState.HELD if held else CommentState.PUBLISHED
    return Said(
        page=page[0],
        title=page[1],
        comment=Comment(
            id=f"disqus-{key}",
            name=cleaning.plain(author.get("name", "")),
            email=author.get("email", ""),
            text=comment_text(fields.get("message", "")),
            when=when,
            parent=f"disqus-{parent}" if parent else "",
            state=CommentState.REMOVED if spam or deleted else state,
            reason="spam" if spam else "other" if deleted else "",
        ),
    )


def _write(pages: Iterable[Page]) -> Iterator[bytes]:
    yield b'<?xml version="1.0" encoding="utf-8"?>\n<disqus xmlns="http://disqus.com" '
    yield b'xmlns:dsq="http://disqus.com/disqus-internals">\n'
    for number, page in enumerate(pages, 1):
        yield written(_thread(page, number), drop=SPACE)
        for comment in page.comments:
            yield written(_post(comment, number), drop=SPACE)
    yield b"</disqus>\n"


def _thread(page: Page, number: int) -> Any:
    thread = _element("thread", f"t{number}")
    for name, value in (("id", page.key), ("link", page.url), ("title", page.title)):
        etree.SubElement(thread, _in(name)).text = value
    return thread


def _post(comment: Comment, number: int) -> Any:
    post = _element("post", comment.id.removeprefix("disqus-"))
    removed = comment.state == CommentState.REMOVED
    spam = removed and comment.reason == "spam"
    values = {
        "id": comment.id,
        "message": as_html(comment.text),
        "createdAt": f"{comment.when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "isDeleted": "true" if removed and not spam else "false",
        "isSpam": "true" if spam else "false",
        "isApproved": "false" if comment.state == CommentState.HELD else "true",
    }
    for name, value in values.items():
        etree.SubElement(post, _in(name)).text = value
    author = etree.SubElement(post, _in("author"))
    etree.SubElement(author, _in("name")).text = comment.name
    etree.SubElement(author, _in("email")).text = comment.email
    etree.SubElement(post, _in("thread")).set(ID, f"t{number}")
    if comment.parent:
        etree.SubElement(post, _in("parent")).set(ID, comment.parent.removeprefix("disqus-"))
    return post


def _element(name: str, key: str) -> Any:
    spaces: Any = {None: SPACE, "dsq": "http://disqus.com/disqus-internals"}
    element = etree.Element(_in(name), nsmap=spaces)
    element.set(ID, key)
    return element


def _in(name: str) -> str:
    return f"{{{SPACE}}}{name}"


FORMAT = Format(name="disqus", recognises=_recognises, read=_read, write=_write)
