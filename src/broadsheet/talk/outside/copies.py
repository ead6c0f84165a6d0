"""Comments of pages elsewhere as they come from another system, or leave this one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.db import transaction

from broadsheet.foundation.text import clean_line
from broadsheet.talk import copies
from broadsheet.talk.actions.posting import page_thread
from broadsheet.talk.copies import CHUNK, CommentCopy
from broadsheet.talk.drafts import MAX_TITLE
from broadsheet.talk.models import OutsideSite, Post, Thread
from broadsheet.talk.outside.addresses import NotAnAddress, read
from broadsheet.talk.outside.finding import NotListed, OutsidePage, page_at


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCopy:
    """A page elsewhere with everything that was said of it."""

    key: str
    url: str
    title: str
    comments: tuple[CommentCopy, ...]


def page_elsewhere(*, address: str) -> OutsidePage | None:
    """The page at an address of a listed site; None for any other address."""
    try:
        return page_at(address)
    except (NotAnAddress, NotListed):
        return None


def import_page_comments(
    *, page: OutsidePage, title: str, comments: Sequence[CommentCopy], key: str = ""
) -> int:
    """Put comments under a page elsewhere; how many were new. As `copies.import_comments`.

    Args:
        key: the name of its thread wherever it goes, when that is known.
    """
    if not comments:
        return 0
    with transaction.atomic():
        thread = page_thread(site=page.site, page=page.path)
        title = clean_line(title)[:MAX_TITLE]
        if not thread.posts.exists():
            thread.title = title or thread.title
            thread.origin_key = key or thread.origin_key
            thread.save(update_fields=["title", "origin_key"])
        return copies.file(thread, comments)


def import_page(*, page: PageCopy) -> bool:
    """Put a page elsewhere with its comments where it was; whether its site had to be listed.

    Such a site is not in use until the newsroom says so. Idempotent by the
    page's address and the keys of its comments.

    Raises:
        NotAnAddress: it is of no page on the web.
    """
    address = read(page.url)
    kept = {name for name, _value in parse_qsl(address.query, keep_blank_values=True)}
    with transaction.atomic():
        site, is_new = OutsideSite.objects.get_or_create(
            host=address.host, defaults={"scheme": address.scheme, "is_active": False}
        )
        place = OutsidePage(site=site, path=address.page(parameters=kept))
        import_page_comments(page=place, title=page.title, comments=page.comments, key=page.key)
    return is_new


def known_page_keys(*, page: OutsidePage) -> set[str]:
    """The keys of the comments that are under a page already."""
    posts = Post.objects.filter(thread__site=page.site, thread__page=page.path)
    return set(posts.values_list("origin_key", flat=True))


def pages_elsewhere() -> Iterator[PageCopy]:
    """Every page elsewhere of which something was said, oldest first."""
    threads = Thread.objects.filter(site__isnull=False).select_related("site").order_by("pk")
    for thread in threads.iterator(chunk_size=CHUNK):
        comments = tuple(copies.copies_of(Post.objects.filter(thread=thread)))
        if comments:
            yield PageCopy(
                key=thread.origin_key, url=thread.page_url, title=thread.title, comments=comments
            )
