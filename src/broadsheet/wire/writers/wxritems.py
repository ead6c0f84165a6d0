"""The elements of a WordPress export, each from what it says: nothing is asked of the paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import Any

from django.utils import timezone
from lxml import etree

from broadsheet.wire.comments.markup import as_html
from broadsheet.wire.story import Comment, CommentState, Picture, State, Story

WP = "http://wordpress.org/export/1.2/"
SPACES = {
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wp": WP,
}
STATES = {State.PUBLISHED: "publish", State.DRAFT: "draft", State.SCHEDULED: "future"}
APPROVED = {CommentState.PUBLISHED: "1", CommentState.HELD: "0", CommentState.REMOVED: "trash"}
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a story stands: its number in the export, its address in the paper.

    `parent` is the number of the page above it, `thumbnail` that of its main picture.
    """

    number: int
    address: str = ""
    when: datetime | None = None
    parent: int = 0
    thumbnail: int = 0


def head() -> str:
    """What stands before the first element."""
    spaces = "".join(f' xmlns:{prefix}="{address}"' for prefix, address in SPACES.items())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"{spaces}>\n<channel>\n'


TAIL = "</channel>\n</rss>\n"


def text_of(element: Any) -> str:
    """An element as a line of the file; `head` has said the names of its spaces."""
    text: str = etree.tostring(element, encoding="unicode")
    for prefix, address in SPACES.items():
        text = text.replace(f' xmlns:{prefix}="{address}"', "", 1)
    return f"{text}\n"


def item(story: Story, *, place: Place, body: str) -> Any:
    """A post or page, without its comments.

    Args:
        body: its text as HTML.
    """
    made = element("item")
    _add(made, "title", _as_html(story.headline))
    _add(made, "link", place.address)
    if place.when:
        _add(made, "pubDate", format_datetime(place.when.astimezone(UTC)))
    _add(made, f"{{{SPACES['dc']}}}creator", story.bylines[0].slug if story.bylines else "")
    _add(made, "guid", f"urn:uuid:{story.id}").set("isPermaLink", "false")
    _add(made, f"{{{SPACES['content']}}}encoded", body)
    _add(made, f"{{{SPACES['excerpt']}}}encoded", _as_html(story.standfirst))
    _say(
        made,
        {
            "post_id": str(place.number),
            "post_date": plain_time(place.when, here=True),
            "post_date_gmt": plain_time(place.when),
            "comment_status": "open" if story.comments_open else "closed",
            "ping_status": "closed",
            "post_name": story.slug,
            "status": STATES[story.state],
            "post_parent": str(place.parent),
            "menu_order": "0",
            "post_type": "page" if story.kind == "page" else "post",
            "post_password": "",
            "is_sticky": "0",
        },
    )
    _terms(made, story)
    if place.thumbnail:
        _meta(made, "_thumbnail_id", str(place.thumbnail))
    return made


def attachment(picture: Picture, *, number: int, title: str, made_at: datetime | None) -> Any:
    """A picture, by the address at which the paper shows it."""
    made = element("item")
    _add(made, "title", _as_html(title))
    _add(made, "link", picture.src)
    _add(made, f"{{{SPACES['content']}}}encoded", "")
    words = " – ".join(one for one in (picture.caption, picture.credit) if one)
    _add(made, f"{{{SPACES['excerpt']}}}encoded", _as_html(words))
    _say(
        made,
        {
            "post_id": str(number),
            "post_date_gmt": plain_time(made_at),
            "post_name": f"picture-{number}",
            "status": "inherit",
            "post_type": "attachment",
            "attachment_url": picture.src,
        },
    )
    _meta(made, "_wp_attachment_image_alt", picture.alt)
    return made


def put_comments(made: Any, comments: Sequence[Comment], *, after: int) -> None:
    """Put comments into an item, numbered after `after`.

    WordPress knows a comment by a number, and an answer must have a higher one.
    """
    numbers: dict[str, int] = {}
    for number, comment in enumerate(comments, start=after + 1):
        numbers[comment.id] = number
        _say(
            _add(made, f"{{{WP}}}comment", ""),
            {
                "comment_id": str(number),
                "comment_author": _as_html(comment.name),
                "comment_author_email": comment.email,
                "comment_author_url": comment.url,
                "comment_date_gmt": plain_time(comment.when),
                "comment_date": plain_time(comment.when, here=True),
                "comment_content": as_html(comment.text),
                "comment_approved": APPROVED[comment.state],
                "comment_type": "comment",
                "comment_parent": str(numbers.get(comment.parent, 0)),
            },
        )


def group(name: str, facts: dict[str, str]) -> Any:
    """An author, a category or a tag."""
    made = wp(name, "")
    _say(made, facts)
    return made


def wp(name: str, value: str) -> Any:
    """An element of WordPress's own with a value."""
    return element(f"{{{WP}}}{name}", value)


def element(name: str, value: str = "") -> Any:
    """An element with a value."""
    made = etree.Element(name, nsmap=SPACES)
    made.text = _allowed(value)
    return made


def plain_time(when: datetime | None, *, here: bool = False) -> str:
    """A time as WordPress writes it, in UTC or where the paper is."""
    if when is None:
        return "0000-00-00 00:00:00"
    moved = timezone.localtime(when) if here else when.astimezone(UTC)
    return f"{moved:%Y-%m-%d %H:%M:%S}"


def _terms(made: Any, story: Story) -> None:
    terms = [("category", one.slug, one.name) for one in (story.section,) if one]
    terms += [("post_tag", one.slug, one.name) for one in story.subjects]
    if len(story.bylines) > 1:  # as the plug-in Co-Authors Plus names them
        terms += [("author", f"cap-{one.slug}", one.name) for one in story.bylines]
    for domain, slug, name in terms:
        term = _add(made, "category", name)
        term.set("domain", domain)
        term.set("nicename", slug)


def _say(parent: Any, facts: dict[str, str]) -> None:
    for name, value in facts.items():
        _add(parent, f"{{{WP}}}{name}", value)


def _meta(made: Any, name: str, value: str) -> None:
    if value:
        _say(_add(made, f"{{{WP}}}postmeta", ""), {"meta_key": name, "meta_value": value})


def _add(parent: Any, name: str, value: str) -> Any:
    made = etree.SubElement(parent, name)
    made.text = _allowed(value)
    return made


def _as_html(words: str) -> str:
    """Plain words as WordPress keeps them: titles, excerpts and names of its readers are HTML."""
    return escape(words, quote=False)


def _allowed(value: str) -> str:
    """Without the characters that XML cannot hold."""
    return NOT_XML.sub("", value)
