"""Comments of another system into the paper, and out of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

from django.conf import settings
from wagtail.contrib.redirects.models import Redirect

from broadsheet.news.models import ArticlePage
from broadsheet.wire import rooms
from broadsheet.wire.addresses import taken_apart
from broadsheet.wire.comments import disqus, rows, wxr
from broadsheet.wire.comments.said import Format, Page, Said, Skipped
from broadsheet.wire.comments.spool import Spool
from broadsheet.wire.errors import ImportRefused
from broadsheet.wire.story import Comment

if TYPE_CHECKING:
    from broadsheet.talk.api import OutsidePage

FORMATS = {form.name: form for form in (disqus.FORMAT, wxr.FORMAT, rows.JSONL, rows.CSV)}
FIRST_BYTES = 8192
CHUNK = 200


@dataclass(kw_only=True)
class Moved:
    """What came of a file: numbers, and what was left out, in sentences."""

    format: str = ""
    read: int = 0
    new: int = 0
    pages: int = 0
    elsewhere: int = 0
    unmatched: Counter[str] = field(default_factory=Counter)
    skipped: list[str] = field(default_factory=list)
    broken_off: str = ""

    def summary(self) -> str:
        there = self.read - self.new - self.unmatched.total()
        under = f"{self.pages} articles"
        if self.elsewhere:
            under += f" and {self.elsewhere} pages elsewhere"
        words = f"{self.new} new comments under {under}, {there} were there already"
        if self.unmatched:
            words += (
                f"; {self.unmatched.total()} belong to {len(self.unmatched)} pages that are not here"
            )
        return f"{words}."


def import_comments(
    *,
    path: Path,
    format_name: str = "",
    moved_addresses: Sequence[tuple[str, str]] = (),
    dry_run: bool = False,
    unmatched: Path | None = None,
) -> Moved:
    """Put the comments of a file under the articles they belong to. Run again, it changes nothing.

    An article is found by the address the file gives: its own, one that redirects
    to it, or, when only one has it, the last part of the address. What has the
    address of another site that the newsroom listed stays with that page there.

    Args:
        format_name: one of `FORMATS`; "" asks the file.
        moved_addresses: (beginning of an old address, what stands in its place).
        dry_run: only say what would come in.
        unmatched: write what belongs to no article here, as JSON Lines to be tried again.

    Raises:
        ImportRefused: nothing can be read of the file.
    """
    form = _format_of(path, format_name)
    moved = Moved(format=form.name)
    with Spool() as spool:
        addresses = Addresses(moved_addresses)
        _gather(form, path, spool, moved, addresses)
        lost = _file(spool, moved, addresses, dry_run=dry_run)
        if unmatched is not None:
            with unmatched.open("wb") as file:
                file.writelines(rows.JSONL.write(lost))
        else:
            for _page in lost:
                pass
    return moved


def export_comments(*, format_name: str) -> Iterator[bytes]:
    """All comments of all articles and of pages elsewhere in every state, piece by piece.

    Raises:
        ImportRefused: there is no such format.
    """
    return _named(format_name).write(_pages())


def _pages() -> Iterator[Page]:
    from broadsheet.talk import api as talk

    articles = ArticlePage.objects.filter(thread__isnull=False).order_by("pk")
    for article in articles.only("title", "url_path", "slug").iterator(chunk_size=CHUNK):
        comments = tuple(rooms.comment_of(copy) for copy in talk.comments_of(article=article))
        if comments:
            url = urljoin(settings.PAPER.url, article.url or "")
            yield Page(key=str(article.pk), url=url, title=article.title, comments=comments)
    for page in talk.pages_elsewhere():
        comments = tuple(rooms.comment_of(copy) for copy in page.comments)
        yield Page(key=page.key, url=page.url, title=page.title, comments=comments)


def _format_of(path: Path, name: str) -> Format:
    if name:
        return _named(name)
    with path.open("rb") as file:
        first = file.read(FIRST_BYTES)
    for form in FORMATS.values():
        if form.recognises(first):
            return form
    raise ImportRefused(f"{path.name} is none of {', '.join(FORMATS)}.")


def _named(name: str) -> Format:
    if name not in FORMATS:
        raise ImportRefused(f"“{name}” is no format; there are {', '.join(FORMATS)}.")
    return FORMATS[name]


class Addresses:
    """Where the addresses of a file lead here, each asked for once.

    Args:
        moved: (beginning of an old address, what stands in its place).
    """

    def __init__(self, moved: Sequence[tuple[str, str]]) -> None:
        self._moved = moved
        self._found: dict[str, OutsidePage | None] = {}
        self._pages: dict[str, OutsidePage] = {}

    def one_for_all(self, address: str) -> str:
        """A page elsewhere may have many addresses; what is said of it comes together under one."""
        if address not in self._found:
            self._found[address] = page = rooms.page_elsewhere(self._renamed(address))
            if page:
                self._pages[page.url] = page
        found = self._found[address]
        return found.url if found else address

    def place_at(self, address: str) -> OutsidePage | ArticlePage | None:
        """What stands at an address of `one_for_all`, if it is here."""
        page = self._pages.get(address)
        return page or _article_at(self._renamed(address))

    def _renamed(self, address: str) -> str:
        for old, new in self._moved:
            if address.startswith(old):
                return new + address.removeprefix(old)
        return address


def _gather(
    form: Format, path: Path, spool: Spool, moved: Moved, addresses: Addresses
) -> None:  # fmt: skip
    try:
        for one in form.read(path):
            if isinstance(one, Skipped):
                moved.skipped.append(f"{one.where}: {one.why}")
            else:
                moved.read += 1
                spool.add(replace(one, page=addresses.one_for_all(one.page)))
    except ImportRefused as error:
        if not moved.read:
            raise
        moved.broken_off = str(error)


def _file(spool: Spool, moved: Moved, addresses: Addresses, *, dry_run: bool) -> Iterator[Page]:
    """File page by page; what belongs nowhere is given back."""
    for address, title, comments in spool.pages():
        place = addresses.place_at(address)
        if isinstance(place, ArticlePage):
            new = _file_under(place, tuple(comments), dry_run=dry_run)
            moved.pages += bool(new)
        elif place:
            new = _file_elsewhere(place, title, tuple(comments), dry_run=dry_run)
            moved.elsewhere += bool(new)
        else:
            moved.unmatched[address] += len(comments)
            yield Page(key="", url=address, title=title, comments=tuple(comments))
            continue
        moved.new += new


def _file_under(article: ArticlePage, comments: tuple[Comment, ...], *, dry_run: bool) -> int:
    if dry_run:
        return rooms.count_new(place=article, comments=comments)
    return rooms.file_comments(article=article, comments=comments)


def _file_elsewhere(
    page: OutsidePage, title: str, comments: tuple[Comment, ...], *, dry_run: bool
) -> int:
    if dry_run:
        return rooms.count_new(place=page, comments=comments)
    return rooms.file_page_comments(page=page, title=title, comments=comments)


def _article_at(address: str) -> ArticlePage | None:
    try:
        path = unquote(taken_apart(address).path)
    except ValueError:  # http://[ …
        return None
    slug = path.rstrip("/").rpartition("/")[2].removesuffix(".html").removesuffix(".php")
    articles = list(ArticlePage.objects.filter(slug=slug)[:CHUNK]) if slug else []
    for article in articles:
        if unquote(taken_apart(article.url or "").path).rstrip("/") == path.rstrip("/"):
            return article
    old = Redirect.normalise_path(path)
    redirect = Redirect.objects.filter(old_path=old, redirect_page__isnull=False).first()
    if redirect is not None:
        return ArticlePage.objects.filter(pk=redirect.redirect_page_id).first()
    return articles[0] if len(articles) == 1 else None


__all__ = ["FORMATS", "Moved", "Said", "export_comments", "import_comments"]
