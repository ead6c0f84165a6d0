"""Verbs of the reading list of an account."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news import queries
from broadsheet.news.models import ArticlePage
from broadsheet.outreach.models import SavedArticle

MOST = 500  # articles on one list
MOST_BYTES = 200_000  # of a list that comes from a browser
LONGEST_URL = 500
# A browser's clock may say anything; PostgreSQL keeps years that Python cannot read back.
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


class NotAList(Exception):
    """What a browser sent is no reading list of ours."""


def save(*, user: User, article: ArticlePage) -> None:
    """Put an article on a reader's list. Idempotent."""
    with transaction.atomic():
        SavedArticle.objects.get_or_create(user=user, article=article)
        _shorten(user)


def remove(*, user: User, article_id: int) -> None:
    """Take an article off a reader's list. Idempotent."""
    SavedArticle.objects.filter(user=user, article_id=article_id).delete()


def merge(*, user: User, sent: bytes) -> int:
    """Move a browser's list to the account; how many articles were new.

    Entries that are not public articles of this paper are left out: anybody
    may have written into the browser's storage.

    Raises:
        NotAList: it is no JSON list, or too long.
    """
    entries = _entries(sent)
    articles = {
        article.url_path: article
        for article in queries.published().filter(url_path__in=list(entries)).only("pk", "url_path")
    }
    known = set(SavedArticle.objects.filter(user=user).values_list("article_id", flat=True))
    fresh = [
        SavedArticle(user=user, article=article, saved_at=entries[path])
        for path, article in articles.items()
        if article.pk not in known
    ]
    with transaction.atomic():
        SavedArticle.objects.bulk_create(fresh, ignore_conflicts=True)
        _shorten(user)
    return len(fresh)


def export(user: User) -> dict[str, Any]:
    """The list, for its reader to take away."""
    kept = SavedArticle.objects.filter(user=user).select_related("article").defer("article__body")
    return {
        "kept_articles": [
            {"title": one.article.title, "url": one.article.full_url, "kept": one.saved_at}
            for one in kept
        ]
    }


def forget_reader(user: User) -> None:
    """The list goes with the account."""
    SavedArticle.objects.filter(user=user).delete()


def _entries(sent: bytes) -> dict[str, datetime]:
    """Paths in the page tree, each with when it was kept."""
    if len(sent) > MOST_BYTES:
        raise NotAList("The list is too long.")
    try:
        entries = json.loads(sent)
    except (ValueError, RecursionError) as error:
        raise NotAList("This is no list.") from error
    if not isinstance(entries, list):
        raise NotAList("This is no list.")
    front = queries.the_front_page()
    root = front.url_path if front else "/"
    found = (_entry(entry, root) for entry in entries[:MOST] if isinstance(entry, Mapping))
    return dict(pair for pair in found if pair)


def _entry(entry: Mapping[str, Any], root: str) -> tuple[str, datetime] | None:
    path = _path(entry.get("url"))
    return (root + path.lstrip("/"), _moment(entry.get("when"))) if path else None


def _path(url: Any) -> str:
    """The path of a page of this paper, "" for anything else.

    JSON can hold what no database takes: NUL, and halves of a UTF-16 pair.
    """
    if not isinstance(url, str) or not 1 < len(url) < LONGEST_URL:
        return ""
    try:
        parts = urlsplit(url)
        path = unquote(parts.path)
        path.encode()
    except ValueError:
        return ""
    elsewhere = parts.netloc and parts.netloc != urlsplit(settings.PAPER.url).netloc
    return "" if elsewhere or "\0" in path else path


def _moment(when: Any) -> datetime:
    """When the browser says it was kept; now where that is nonsense or to come."""
    try:
        found = parse_datetime(when) if isinstance(when, str) else None
    except ValueError:
        found = None
    if found is None or timezone.is_naive(found) or found < EARLIEST:
        return now()
    return min(found, now())


def _shorten(user: User) -> None:
    beyond = SavedArticle.objects.filter(user=user).values_list("pk", flat=True)[MOST:]
    SavedArticle.objects.filter(pk__in=list(beyond)).delete()
