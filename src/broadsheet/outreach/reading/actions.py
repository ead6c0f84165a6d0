"""Verbs of the reading list of an account."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

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
    url, when = entry.get("url"), entry.get("when")
    if not isinstance(url, str) or not 1 < len(url) < 500:
        return None
    try:
        path = unquote(urlsplit(url).path)
        path.encode()  # half of a pair (U+D800…) is no letter, and no database takes it
    except ValueError:
        return None
    if "\0" in path:
        return None
    return root + path.lstrip("/"), _moment(when)


def _moment(when: Any) -> datetime:
    """When the browser says it was kept; now where that is nonsense or to come."""
    try:
        found = parse_datetime(when) if isinstance(when, str) else None
    except ValueError:
        found = None
    if found is None or timezone.is_naive(found):
        return now()
    return min(found, now())


def _shorten(user: User) -> None:
    beyond = SavedArticle.objects.filter(user=user).values_list("pk", flat=True)[MOST:]
    SavedArticle.objects.filter(pk__in=list(beyond)).delete()
