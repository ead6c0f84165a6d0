"""WordPress's export (WXR 1.2), as its importer takes it.

Pictures are attachments with the address at which the paper shows them: the
importer fetches them from there, so the paper must stand while it runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from lxml import etree
from wagtail.models import Page

from broadsheet.news.models import ArticlePage, Author, Picture, SectionPage, StandingPage
from broadsheet.news.templatetags.pictures import picture_url
from broadsheet.talk import api as talk
from broadsheet.topics.models import Topic
from broadsheet.wire import outgoing
from broadsheet.wire.comments.markup import as_html
from broadsheet.wire.outgoing import Outgoing
from broadsheet.wire.reports import Report
from broadsheet.wire.rooms import comment_of
from broadsheet.wire.story import Comment, CommentState, State, Story
from broadsheet.wire.writers import Written
from broadsheet.wire.writers.html import html_of
from broadsheet.wire.writers.telling import Telling

WP = "http://wordpress.org/export/1.2/"
SPACES = {
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wp": WP,
}
STATES = {State.PUBLISHED: "publish", State.DRAFT: "draft", State.SCHEDULED: "future"}
APPROVED = {CommentState.PUBLISHED: "1", CommentState.HELD: "0", CommentState.REMOVED: "trash"}
ATTACHMENTS = 1_000_000_000  # numbers of pictures begin here: those of pages are below
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
WIDEST = 1600  # CSS pixels


def write(path: Path, report: Report) -> Written:
    """Write the export; the file appears when it is whole."""
    unfinished = path.with_name(path.name + ".part")
    with unfinished.open("wb") as file:
        written = _Export(file, report).write()
    unfinished.replace(path)
    return written


class _Export:
    def __init__(self, file: BinaryIO, report: Report) -> None:
        self._file = file
        total = ArticlePage.objects.count() + StandingPage.objects.count()
        self._told = Telling(report, total)
        self._attached: set[int] = set()
        self._by_path: dict[str, int] = {}  # of the pictures of the story in hand
        self._comments = 0

    def write(self) -> Written:
        self._file.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"')
        for prefix, address in SPACES.items():
            self._file.write(f' xmlns:{prefix}="{address}"'.encode())
        self._file.write(b">\n<channel>\n")
        self._head()
        needed = Outgoing(lambda picture: str(picture.pk))
        for page, story in self._stories(needed):
            for picture in needed.take():
                self._attachment(picture)
            self._put(self._item(page, story))
            self._told.one(story.headline)
        self._file.write(b"</channel>\n</rss>\n")
        return Written(stories=self._told.done, comments=self._comments, pictures=len(self._attached))

    def _stories(self, needed: Outgoing) -> Iterator[tuple[Page, Story]]:
        yield from outgoing.stories(needed)
        for story in outgoing.pages(needed):
            yield StandingPage.objects.get(translation_key=story.id), story

    def _head(self) -> None:
        address = settings.PAPER.url.rstrip("/")
        for name, value in (("title", settings.PAPER.name), ("link", address),
                            ("language", settings.LANGUAGE_CODE)):  # fmt: skip
            self._put(_element(name, value))
        for name, value in (
            ("wxr_version", "1.2"),
            ("base_site_url", address),
            ("base_blog_url", address),
        ):
            self._put(_wp(name, value))
        for author in Author.objects.order_by("pk"):
            facts = {
                "author_id": str(author.pk),
                "author_login": author.slug,
                "author_email": "",
                "author_display_name": author.name,
            }
            self._put(_group("author", facts))
        slugs = dict(SectionPage.objects.values_list("path", "slug"))
        for section in SectionPage.objects.order_by("depth", "path"):
            facts = {
                "term_id": str(section.pk),
                "category_nicename": section.slug,
                "category_parent": slugs.get(section.path[: -section.steplen], ""),
                "cat_name": section.title,
                "category_description": section.description,
            }
            self._put(_group("category", facts))
        for topic in Topic.objects.order_by("pk").iterator(chunk_size=1000):
            facts = {
                "term_id": str(ATTACHMENTS + topic.pk),
                "tag_slug": topic.slug,
                "tag_name": topic.name,
                "tag_description": topic.description,
            }
            self._put(_group("tag", facts))

    def _attachment(self, picture: Picture) -> None:
        if picture.pk in self._attached:
            return
        self._attached.add(picture.pk)
        item = _element("item")
        address = _public(picture)
        _add(item, "title", picture.title)
        _add(item, "link", address)
        _add(item, f"{{{SPACES['content']}}}encoded", "")
        _add(item, f"{{{SPACES['excerpt']}}}encoded", _words(picture.caption, picture.credit))
        facts = {
            "post_id": str(ATTACHMENTS + picture.pk),
            "post_date_gmt": _plain_time(picture.created_at),
            "post_name": f"picture-{picture.pk}",
            "status": "inherit",
            "post_type": "attachment",
            "attachment_url": address,
        }
        for name, value in facts.items():
            _add(item, f"{{{WP}}}{name}", value)
        _meta(item, "_wp_attachment_image_alt", picture.description)
        self._put(item)

    def _item(self, page: Page, story: Story) -> Any:
        item = _element("item")
        when = story.published or page.first_published_at
        _add(item, "title", story.headline)
        _add(item, "link", page.full_url or "")
        if when:
            _add(item, "pubDate", format_datetime(when.astimezone(UTC)))
        _add(item, f"{{{SPACES['dc']}}}creator", story.bylines[0].slug if story.bylines else "")
        guid = _add(item, "guid", f"urn:uuid:{story.id}")
        guid.set("isPermaLink", "false")
        body = html_of(story.body, leading=_leading, source=_source)
        _add(item, f"{{{SPACES['content']}}}encoded", body)
        _add(item, f"{{{SPACES['excerpt']}}}encoded", story.standfirst)
        facts = {
            "post_id": str(page.pk),
            "post_date": _plain_time(when, here=True),
            "post_date_gmt": _plain_time(when),
            "comment_status": "open" if story.comments_open else "closed",
            "ping_status": "closed",
            "post_name": story.slug,
            "status": STATES[story.state],
            "post_parent": self._parent(story),
            "menu_order": "0",
            "post_type": "page" if story.kind == "page" else "post",
            "post_password": "",
            "is_sticky": "0",
        }
        for name, value in facts.items():
            _add(item, f"{{{WP}}}{name}", value)
        self._terms(item, story)
        if story.picture:
            _meta(item, "_thumbnail_id", str(ATTACHMENTS + int(story.picture.src)))
        if isinstance(page, ArticlePage):
            self._put_comments(item, [comment_of(one) for one in talk.comments_of(article=page)])
        return item

    def _put_comments(self, item: Any, comments: list[Comment]) -> None:
        """WordPress knows a comment by a number, and an answer must have a higher one."""
        numbers: dict[str, int] = {}
        for comment in comments:
            self._comments += 1
            numbers[comment.id] = self._comments
            _comment(item, comment, number=self._comments, parent=numbers.get(comment.parent, 0))

    def _parent(self, story: Story) -> str:
        above = StandingPage.objects.filter(translation_key=story.parent) if story.parent else None
        found = above.values_list("pk", flat=True).first() if above is not None else None
        return str(found or 0)

    def _terms(self, item: Any, story: Story) -> None:
        terms = [("category", one.slug, one.name) for one in (story.section,) if one]
        terms += [("post_tag", one.slug, one.name) for one in story.subjects]
        if len(story.bylines) > 1:  # as the plug-in Co-Authors Plus names them
            terms += [("author", f"cap-{one.slug}", one.name) for one in story.bylines]
        for domain, slug, name in terms:
            element = _add(item, "category", name)
            element.set("domain", domain)
            element.set("nicename", slug)

    def _put(self, element: Any) -> None:
        text = etree.tostring(element, encoding="unicode")
        for prefix, address in SPACES.items():
            text = text.replace(f' xmlns:{prefix}="{address}"', "", 1)
        self._file.write(f"{text}\n".encode())


def _leading(key: str) -> tuple[str, str]:
    page = Page.objects.filter(translation_key=UUID(key)).first()
    return (page.full_url or "", page.title) if page else ("", "")


def _source(path: str) -> str:
    return _public(Picture.objects.get(pk=int(path)))


def _public(picture: Picture) -> str:
    """Where the paper shows a picture, as large as it shows any."""
    width = min(WIDEST, picture.width)
    return settings.PAPER.url.rstrip("/") + str(picture_url(picture, width))


def _words(*parts: str) -> str:
    return " – ".join(one for one in parts if one)


def _plain_time(when: datetime | None, *, here: bool = False) -> str:
    if when is None:
        return "0000-00-00 00:00:00"
    moved = timezone.localtime(when) if here else when.astimezone(UTC)
    return f"{moved:%Y-%m-%d %H:%M:%S}"


def _comment(item: Any, comment: Comment, *, number: int, parent: int) -> None:
    element = _add(item, f"{{{WP}}}comment", "")
    facts = {
        "comment_id": str(number),
        "comment_author": comment.name,
        "comment_author_email": comment.email,
        "comment_author_url": comment.url,
        "comment_date_gmt": _plain_time(comment.when),
        "comment_date": _plain_time(comment.when, here=True),
        "comment_content": as_html(comment.text),
        "comment_approved": APPROVED[comment.state],
        "comment_type": "comment",
        "comment_parent": str(parent),
    }
    for name, value in facts.items():
        _add(element, f"{{{WP}}}{name}", value)


def _meta(item: Any, name: str, value: str) -> None:
    if value:
        element = _add(item, f"{{{WP}}}postmeta", "")
        _add(element, f"{{{WP}}}meta_key", name)
        _add(element, f"{{{WP}}}meta_value", value)


def _group(name: str, facts: dict[str, str]) -> Any:
    element = _wp(name, "")
    for one, value in facts.items():
        _add(element, f"{{{WP}}}{one}", value)
    return element


def _wp(name: str, value: str) -> Any:
    return _element(f"{{{WP}}}{name}", value)


def _element(name: str, value: str = "") -> Any:
    element = etree.Element(name, nsmap=SPACES)
    element.text = _allowed(value)
    return element


def _add(parent: Any, name: str, value: str) -> Any:
    element = etree.SubElement(parent, name)
    element.text = _allowed(value)
    return element


def _allowed(value: str) -> str:
    """Without the characters that XML cannot hold."""
    return NOT_XML.sub("", value)
