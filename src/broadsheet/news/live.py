"""Live coverage: entries come, change and go, and at last it is an article like any other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from broadsheet.edition.api import depends_on, gone, stale
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.foundation.text import clean_line, clean_text
from broadsheet.news import search
from broadsheet.news.models import ArticlePage, ArticleTally, LiveEntry

FRESH = 40  # entries in the part of the page that is asked for again and again
LONGEST = 20_000  # letters
LOGGED = 500  # letters of an entry in the article's history
ENTRY_WRITTEN, ENTRY_CHANGED, ENTRY_REMOVED = (
    "news.entry_written", "news.entry_changed", "news.entry_removed"
)  # fmt: skip


class EmptyEntry(Exception):
    """An entry without words."""


class NotLive(Exception):
    """The coverage is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """An article's entries as its page shows them.

    While it is live the newest come first, `fresh` of them again and again; once
    it is closed it reads from the beginning, all in `older`.
    """

    article: ArticlePage
    is_live: bool
    keys: list[LiveEntry]
    pinned: list[LiveEntry]
    fresh: list[LiveEntry]
    older: list[LiveEntry]


def tag(pk: Any) -> str:
    """What the page, the part that is polled and the feed of article `pk`'s coverage depend on."""
    return f"coverage:{pk}"


def add_entry(
    *,
    article: ArticlePage,
    text: str,
    headline: str = "",
    is_key: bool = False,
    is_pinned: bool = False,
    by: User | None = None,
) -> LiveEntry:
    """Write an entry; on a public article readers have it within moments.

    The first one opens the coverage.

    Raises:
        EmptyEntry: there are no words.
        NotLive: the coverage was closed.
    """
    words = _words(text)
    with transaction.atomic():
        article = ArticlePage.objects.select_for_update().get(pk=article.pk)
        if not article.live_coverage:
            if article.live_entries.exists():
                raise NotLive("This coverage is closed: open it again first.")
            _set_live(article, True, by)
        entry = LiveEntry.objects.create(
            article=article,
            headline=clean_line(headline)[:200],
            text=words,
            is_key=is_key,
            is_pinned=is_pinned,
            written_by=by,
        )
        _log(ENTRY_WRITTEN, entry, by)
        _note(article, updated=True)
    return entry


def change_entry(
    *,
    entry: LiveEntry,
    text: str,
    headline: str,
    is_key: bool,
    is_pinned: bool,
    by: User | None = None,
) -> LiveEntry:
    """Bring an entry to what it is to say; other words are marked as changed.

    Raises:
        EmptyEntry: there are no words.
    """
    words, head = _words(text), clean_line(headline)[:200]
    with transaction.atomic():
        entry = LiveEntry.objects.select_for_update().get(pk=entry.pk)
        if (words, head) != (entry.text, entry.headline):
            entry.changed_at = now()
        if (words, head) != (entry.text, entry.headline):
            _log(ENTRY_CHANGED, entry, by)
        entry.text, entry.headline, entry.is_key, entry.is_pinned = words, head, is_key, is_pinned
        entry.save()
        _note(entry.article, updated=bool(entry.changed_at))
    return entry


def remove_entry(*, entry: LiveEntry, by: User | None = None) -> None:
    """Take an entry away, at once."""
    with transaction.atomic():
        article = entry.article
        _log(ENTRY_REMOVED, entry, by)
        entry.delete()
        _note(article, updated=True)
        gone(tag(article.pk))


def close(*, article: ArticlePage, by: User | None = None) -> None:
    """End the coverage: the page is an article that tells what happened in its order. Idempotent."""
    _switch(article, False, by)


def open_again(*, article: ArticlePage, by: User | None = None) -> None:
    """Go on with a coverage that was closed. Idempotent."""
    _switch(article, True, by)


def coverage_of(article: ArticlePage) -> Coverage | None:
    """What the page shows of an article's coverage; None when there is none."""
    depends_on(tag(article.pk))
    tally = getattr(article, "tally", None)
    if tally is None or not tally.entries:
        return None
    entries = list(article.live_entries.all())
    live = article.live_coverage
    return Coverage(
        article=article,
        is_live=live,
        keys=[entry for entry in entries if entry.is_key],
        pinned=[entry for entry in entries if entry.is_pinned] if live else [],
        fresh=entries[:FRESH] if live else [],
        older=entries[FRESH:] if live else entries[::-1],
    )


def _log(action: str, entry: LiveEntry, by: User | None) -> None:
    """Into the article's history, with what the entry says, or said until now."""
    words = f"{entry.headline}: {entry.text}" if entry.headline else entry.text
    log(entry.article, action, user=by, data={"words": words[:LOGGED]})


def _words(text: str) -> str:
    words = clean_text(text)[:LONGEST]
    if not words:
        raise EmptyEntry("Write what happens.")
    return words


def _switch(article: ArticlePage, live: bool, by: User | None) -> None:
    with transaction.atomic():
        article = ArticlePage.objects.select_for_update().get(pk=article.pk)
        if article.live_coverage != live:
            _set_live(article, live, by)
            _note(article, updated=False)


def _set_live(article: ArticlePage, live: bool, by: User | None) -> None:
    """In what readers see and in what is being written: neither brings the other state back."""
    draft = article.get_latest_revision_as_object()
    if article.live and article.live_revision and article.has_unpublished_changes:
        public = article.live_revision.as_object()
        public.live_coverage = live
        public.save_revision(user=by).publish(user=by)
    draft.live_coverage = live
    revision = draft.save_revision(user=by)
    if article.live and not article.has_unpublished_changes:
        revision.publish(user=by)
    ArticlePage.objects.filter(pk=article.pk).update(live_coverage=live)
    article.refresh_from_db()


def _note(article: ArticlePage, *, updated: bool) -> None:
    """What follows from a change of the entries."""
    entries = {"entries": article.live_entries.count()}
    ArticleTally.objects.update_or_create(article_id=article.pk, defaults=entries)
    if article.live:
        if updated:
            ArticlePage.objects.filter(pk=article.pk).update(updated_at=now())
        search.index_article(article=article)
        stale(tag(article.pk))
