"""Verbs of the newsroom: each changes one thing, in one transaction."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from broadsheet.edition.api import gone, stale
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news import queries, readings, search, shown
from broadsheet.news.models import ArticlePage, ArticleTally, Correction, PaperSettings
from broadsheet.news.signals import article_changed, article_published, article_withdrawn

logger = logging.getLogger(__name__)

KILLED = "news.kill"  # in an article's history
SETTLING = timedelta(minutes=5)  # a change this soon after publishing is not "updated"


class NotPublic(Exception):
    """What is asked for can only be done with an article that readers can see."""


class EmptyCorrection(Exception):
    """A correction without words."""


def publish(*, article: ArticlePage, by: User | None = None) -> ArticlePage:
    """Make the newest revision of `article` public (or schedule it by its `go_live_at`).

    Sends `article_published` or `article_changed`. Returns the article as it is now.
    """
    with transaction.atomic():
        revision = article.latest_revision or article.save_revision(user=by)
        revision.publish(user=by)
    article.refresh_from_db()
    return article


def withdraw(*, article: ArticlePage, by: User | None = None) -> None:
    """Take a public article away at once, from every page that shows it."""
    with transaction.atomic():
        article.unpublish(user=by)


def kill(*, article: ArticlePage, because: str, by: User | None = None) -> bool:
    """Take back an article because its sender has: a public one is withdrawn at once, one
    that waits for its time waits no more. Its words stay in the newsroom, its history says why.

    Idempotent. Returns whether readers could see it.
    """
    with transaction.atomic():
        article = ArticlePage.objects.select_for_update().get(pk=article.pk)
        was_public = article.live
        if was_public:
            article.unpublish(user=by)
        waits = article.revisions.filter(approved_go_live_at__isnull=False)
        if waits.update(approved_go_live_at=None) or was_public:
            log(article, KILLED, user=by, data={"because": because})
    return was_public


def correct(*, article: ArticlePage, text: str, by: User | None = None) -> ArticlePage:
    """Add a correction to a public article; readers see it at once, with its time.

    What is being written on the article stays a draft, and gets the correction too.

    Raises:
        NotPublic: nobody has read the article, so there is nothing to correct.
        EmptyCorrection: it says nothing.
    """
    if not text.strip():
        raise EmptyCorrection("Say what was wrong and what is right.")
    with transaction.atomic():
        article = ArticlePage.objects.select_for_update().get(pk=article.pk)
        if not article.live:
            raise NotPublic(f"“{article.title}” is not public: change it instead of correcting it.")
        draft = article.get_latest_revision_as_object() if article.has_unpublished_changes else None
        public = article.live_revision.as_object() if article.live_revision else article
        _add_correction(public, text).publish(user=by)
        if draft:
            _add_correction(draft, text)
    article.refresh_from_db()
    return article


def publish_due(*, moment: datetime) -> list[int]:
    """Publish every version whose time has come; the numbers of their pages.

    One that cannot be published is logged and tried again the next time.
    """
    due = Revision.objects.filter(approved_go_live_at__lte=moment).order_by("approved_go_live_at")
    return [int(revision.object_id) for revision in due if _publish_due(revision)]


def _publish_due(revision: Revision) -> bool:
    try:
        with transaction.atomic():
            revision.publish(log_action="wagtail.publish.scheduled")
    except (ValidationError, DatabaseError):
        logger.exception("“%s” was due but cannot be published", revision.object_str)
        return False
    return True


def withdraw_due(*, moment: datetime) -> list[int]:
    """Withdraw every page whose time is over; their numbers."""
    over = list(Page.objects.filter(live=True, expire_at__lte=moment).specific())
    for page in over:
        with transaction.atomic():
            page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return [page.pk for page in over]


def announce(*, text: str, article: ArticlePage | None = None) -> None:
    """Put a breaking line on top of every page; an empty text takes it away."""
    with transaction.atomic():
        paper = PaperSettings.load()
        paper.breaking_text, paper.breaking_article = text, article
        paper.save()
        stale("paper")


def note_publication(*, article: ArticlePage) -> None:
    """After Wagtail made an article public: fill its times, index it, tell the house."""
    with transaction.atomic():
        entry = search.entry_of(article)
        first = entry is None
        if entry and search.words_of(article) != (entry.title, entry.text):
            _mark_updated(article)
        search.index_article(article=article)
        _note_lists(article)
        readings.note_readings(article=article, first=first)
        stale(f"article:{article.pk}")
        (article_published if first else article_changed).send(ArticlePage, article=article)


def note_withdrawal(*, article: ArticlePage) -> None:
    """After Wagtail took an article away: out of the index, the pages, the house."""
    with transaction.atomic():
        search.remove_article(article=article)
        readings.drop_readings(article=article)
        gone(f"article:{article.pk}")
        stale(*_leave_lists(article))
        article_withdrawn.send(ArticlePage, article=article)


def set_comment_count(*, article_id: int, comments: int) -> None:
    """Record how many comments readers can see; the pages that show it go stale."""
    with transaction.atomic():
        ArticleTally.objects.update_or_create(article_id=article_id, defaults={"comments": comments})
        stale(f"article:{article_id}", "discussed")


def _note_lists(article: ArticlePage) -> None:
    """Where an article stands now; the lists that it came into or left go stale."""
    tally, _ = ArticleTally.objects.select_for_update().get_or_create(article=article)
    place = f"at {article.published_at}" if article.published_at else ""
    lists = [*shown.lists_of(article), place]
    if tally.lists != lists:
        neighbours = [f"article:{other.pk}" for other in queries.just_after(article=article)]
        stale(*tally.lists, *lists, *neighbours)
        ArticleTally.objects.filter(pk=article.pk).update(lists=lists)


def _leave_lists(article: ArticlePage) -> list[str]:
    """The lists an article stood in until now; from now on it stands in none."""
    tally = ArticleTally.objects.select_for_update().filter(pk=article.pk).first()
    if tally is None:
        return []
    ArticleTally.objects.filter(pk=article.pk).update(lists=[])
    return list(tally.lists)


def _add_correction(version: ArticlePage, text: str) -> Revision:
    version.corrections.add(Correction(text=text, when=now()))
    version.updated_at = now()
    return version.save_revision()


def _mark_updated(article: ArticlePage) -> None:
    if article.published_at and now() - article.published_at > SETTLING:
        article.updated_at = now()
        ArticlePage.objects.filter(pk=article.pk).update(updated_at=article.updated_at)
