"""WordPress's export (WXR 1.2), as its importer takes it.

Pictures are attachments with the address at which the paper shows them: the
importer fetches them from there, so the paper must stand while it runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from wagtail.models import Page

from broadsheet.news.models import ArticlePage, Author, Picture, SectionPage, StandingPage
from broadsheet.news.templatetags.pictures import picture_url
from broadsheet.talk import api as talk
from broadsheet.topics.models import Topic
from broadsheet.wire import outgoing, story
from broadsheet.wire.outgoing import Outgoing
from broadsheet.wire.reports import Report
from broadsheet.wire.rooms import comment_of
from broadsheet.wire.story import Story
from broadsheet.wire.writers import Written, wxritems
from broadsheet.wire.writers.html import html_of
from broadsheet.wire.writers.telling import Telling

ATTACHMENTS = 1_000_000_000  # numbers of pictures begin here: those of pages are below
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
        self._needed = Outgoing(lambda picture: str(picture.pk))
        self._attached: set[int] = set()
        self._comments = 0

    def write(self) -> Written:
        self._file.write(wxritems.head().encode())
        self._head()
        for page, one in self._stories(self._needed):
            for picture in self._needed.take():
                self._attachment(picture)
            self._put(self._item(page, one))
            self._told.one(one.headline)
        self._file.write(wxritems.TAIL.encode())
        return Written(stories=self._told.done, comments=self._comments, pictures=len(self._attached))

    def _stories(self, needed: Outgoing) -> Iterator[tuple[Page, Story]]:
        yield from outgoing.stories(needed)
        yield from outgoing.pages(needed)

    def _head(self) -> None:
        address = settings.PAPER.url.rstrip("/")
        for name, value in (("title", settings.PAPER.name), ("link", address),
                            ("language", settings.LANGUAGE_CODE)):  # fmt: skip
            self._put(wxritems.element(name, value))
        for name, value in (
            ("wxr_version", "1.2"),
            ("base_site_url", address),
            ("base_blog_url", address),
        ):
            self._put(wxritems.wp(name, value))
        for author in Author.objects.order_by("pk"):
            facts = {
                "author_id": str(author.pk),
                "author_login": author.slug,
                "author_email": "",
                "author_display_name": author.name,
            }
            self._put(wxritems.group("author", facts))
        slugs = dict(SectionPage.objects.values_list("path", "slug"))
        for section in SectionPage.objects.order_by("depth", "path"):
            facts = {
                "term_id": str(section.pk),
                "category_nicename": section.slug,
                "category_parent": slugs.get(section.path[: -section.steplen], ""),
                "cat_name": section.title,
                "category_description": section.description,
            }
            self._put(wxritems.group("category", facts))
        for topic in Topic.objects.order_by("pk").iterator(chunk_size=1000):
            facts = {
                "term_id": str(ATTACHMENTS + topic.pk),
                "tag_slug": topic.slug,
                "tag_name": topic.name,
                "tag_description": topic.description,
            }
            self._put(wxritems.group("tag", facts))

    def _attachment(self, picture: Picture) -> None:
        if picture.pk in self._attached:
            return
        self._attached.add(picture.pk)
        shown = story.Picture(
            src=_public(picture),
            alt=picture.description,
            caption=picture.caption,
            credit=picture.credit,
        )
        number = ATTACHMENTS + picture.pk
        self._put(
            wxritems.attachment(shown, number=number, title=picture.title, made_at=picture.created_at)
        )

    def _item(self, page: Page, one: Story) -> Any:
        place = wxritems.Place(
            number=page.pk,
            address=page.full_url or "",
            when=one.published or page.first_published_at,
            parent=self._parent(one),
            thumbnail=ATTACHMENTS + int(one.picture.src) if one.picture else 0,
        )
        item = wxritems.item(
            one, place=place, body=html_of(one.body, leading=self._leading, source=_source)
        )
        if isinstance(page, ArticlePage):
            comments = [comment_of(copy) for copy in talk.comments_of(article=page)]
            wxritems.put_comments(item, comments, after=self._comments)
            self._comments += len(comments)
        return item

    def _parent(self, one: Story) -> int:
        if not one.parent:
            return 0
        above = self._needed.page_of(one.parent)
        return above.pk if above else 0

    def _leading(self, key: str) -> tuple[str, str]:
        page = self._needed.page_of(key)
        return (page.full_url or "", page.title) if page else ("", "")

    def _put(self, element: Any) -> None:
        self._file.write(wxritems.text_of(element).encode())


def _source(path: str) -> str:
    return _public(Picture.objects.get(pk=int(path)))


def _public(picture: Picture) -> str:
    """Where the paper shows a picture, as large as it shows any."""
    width = min(WIDEST, picture.width)
    return settings.PAPER.url.rstrip("/") + str(picture_url(picture, width))
