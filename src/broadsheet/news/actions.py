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
from broadsheet.news import languages, queries, readings, search, series, shown
from broadsheet.news.correcting import TAG as CORRECTIONS
from broadsheet.news.correcting import put_right
from broadsheet.news.links import address_tag
from broadsheet.news.models import ArticlePage, ArticleTally, Correction, PaperSettings
from broadsheet.news.signals import article_changed, article_published, article_withdrawn

logger = logging.getLogger(__name__)

HELD, RELEASED = "news.hold", "news.release"  # in an article's history
ANNOUNCED = "news.announced"  # in the paper's
SETTLING = timedelta(minutes=5)  # a change this soon after publishing is not "updated"


class NotPublic(Exception):
    """What is asked for can only be done with an article that readers can see."""


class EmptyCorrection(Exception):
    """A correction without words."""


class WordsNotThere(Exception):
    """What is to be replaced does not stand in the article."""


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


def correct(
    *, article: ArticlePage, text: str, before: str = "", after: str = "", by: User | None = None
) -> ArticlePage:
    """Add a correction to a public article; readers see it at once, with its time.

    What is being written on the article stays a draft, and gets the correction too.

    Args:
        before: the words that were wrong; they are replaced wherever they stand. "" replaces nothing.
        after: the words that are right.

    Raises:
        NotPublic: nobody has read the article, so there is nothing to correct.
        EmptyCorrection: it says nothing.
        WordsNotThere: `before` does not stand in what readers see.
    """
    if not text.strip():
        raise EmptyCorrection("Say what was wrong and what is right.")
    note = {"text": text, "before": before, "after": after}
    with transaction.atomic():
        article = ArticlePage.objects.select_for_update().get(pk=article.pk)
        if not article.live:
            raise NotPublic(f"“{article.title}” is not public: change it instead of correcting it.")
        draft = article.get_latest_revision_as_object() if article.has_unpublished_changes else None
        public = article.live_revision.as_object() if article.live_revision else article
        if before and not put_right(public, before=before, after=after):
            raise WordsNotThere("The article does not say that: copy the words as they stand in it.")
        _add_correction(public, note, by).publish(user=by)
        if draft:
            if before:
                put_right(draft, before=before, after=after)
            _add_correction(draft, note, by)
    article.refresh_from_db()
    return article


def hold(*, article: ArticlePage, because: str, by: User | None = None) -> None:
    """Keep an article from being published while lawyers look at it; a schedule waits. Idempotent.

    Whether publishing it by hand is blocked or only warned of is the newsroom's
    setting. What readers see already stays.
    """
    _set_hold(article, True, because, by)


def release(*, article: ArticlePage, because: str, by: User | None = None) -> None:
    """End a legal hold; what was due meanwhile comes out. Idempotent."""
    _set_hold(article, False, because, by)


def _set_hold(article: ArticlePage, held: bool, because: str, by: User | None) -> None:
    with transaction.atomic():
        article = ArticlePage.objects.select_for_update().get(pk=article.pk)
        if article.legal_hold != held:
            article.legal_hold = held
            article.save(update_fields=["legal_hold"], clean=False)
            log(article, HELD if held else RELEASED, user=by, data={"because": because})


def publish_due(*, moment: datetime, after: datetime | None = None) -> list[int]:
    """Publish every version whose time has come; the numbers of their pages.

    One that cannot be published is logged, and tried again the next time that
    `after` leaves it in.

    Args:
        after: only what became due since then; None takes all.
    """
    due = Revision.objects.filter(approved_go_live_at__lte=moment).order_by("approved_go_live_at")
    if after:
        due = due.filter(approved_go_live_at__gt=after)
    return [int(revision.object_id) for revision in due if _publish_due(revision, moment)]


def _publish_due(revision: Revision, moment: datetime) -> bool:
    try:
        with transaction.atomic():
            mine = Revision.objects.select_for_update(of=("self",)).filter(pk=revision.pk)
            if not mine.filter(approved_go_live_at__lte=moment).exists():
                return False  # another machine was quicker, or an editor changed the time
            if ArticlePage.objects.filter(pk=int(revision.object_id), legal_hold=True).exists():
                return False
            revision.publish(log_action="wagtail.publish.scheduled")
    except (ValidationError, DatabaseError):
        logger.exception("“%s” was due but cannot be published", revision.object_str)
        return False
    return True


def withdraw_due(*, moment: datetime, after: datetime | None = None) -> list[int]:
    """Withdraw every page whose time is over; their numbers. Of failures and `after` as above."""
    over = Page.objects.filter(live=True, expire_at__lte=moment)
    if after:
        over = over.filter(expire_at__gt=after)
    return [pk for pk in over.values_list("pk", flat=True) if _withdraw_due(pk, moment)]


def _withdraw_due(pk: int, moment: datetime) -> bool:
    try:
        with transaction.atomic():
            due = Page.objects.select_for_update().filter(live=True, expire_at__lte=moment)
            page = due.filter(pk=pk).first()
            if page is None:
                return False
            page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    except (ValidationError, DatabaseError):
        logger.exception("Page %s was to be withdrawn but cannot be", pk)
        return False
    return True


def announce(*, text: str, article: ArticlePage | None = None, by: User | None = None) -> None:
    """Put a breaking line on top of every page; an empty text takes it away."""
    with transaction.atomic():
        paper = PaperSettings.load()
        paper.breaking_text, paper.breaking_article = text, article
        paper.save()
        log(paper, ANNOUNCED, user=by, data={"words": text})
        stale("paper")


def note_publication(*, article: ArticlePage) -> None:
    """After Wagtail made an article public: fill its times, index it, tell the house."""
    with transaction.atomic(), languages.reading(languages.own()):
        entry = search.entry_of(article)
        first = entry is None
        if entry and search.words_of(article) != (entry.title, entry.text):
            _mark_updated(article)
        search.index_article(article=article)
        _note_lists(article)
        readings.note_readings(article=article, first=first)
        if Correction.objects.filter(page=article).exists():
            stale(CORRECTIONS)
        stale(
            f"article:{article.pk}", *([address_tag(article.pk)] if first else []), *_elsewhere(article)
        )
        if first:
            stale(*series.tags_around(article.pk))
        (article_published if first else article_changed).send(ArticlePage, article=article)


def note_withdrawal(*, article: ArticlePage) -> None:
    """After Wagtail took an article away: out of the index, the pages, the house."""
    with transaction.atomic(), languages.reading(languages.own()):
        search.remove_article(article=article)
        readings.drop_readings(article=article)
        gone(f"article:{article.pk}", address_tag(article.pk))
        stale(*_leave_lists(article), *_elsewhere(article), *series.tags_around(article.pk))
        article_withdrawn.send(ArticlePage, article=article)


def set_comment_count(*, article_id: int, comments: int) -> None:
    """Record how many comments readers can see; the pages that show it go stale."""
    with transaction.atomic():
        ArticleTally.objects.update_or_create(article_id=article_id, defaults={"comments": comments})
        stale(f"article:{article_id}", "discussed")


def _note_lists(article: ArticlePage) -> None:
    """Where an article stands now; the lists that it came into or left go stale."""
    tally, _ = ArticleTally.objects.select_for_update().get_or_create(article=article)
    lists = shown.standing_of(article)
    if tally.lists != lists:
        neighbours = [f"article:{other.pk}" for other in queries.just_after(article=article)]
        stale(*tally.lists, *lists, *neighbours)
        ArticleTally.objects.filter(pk=article.pk).update(lists=lists)


def _elsewhere(article: ArticlePage) -> list[str]:
    """What its translations show of it: that it is there, and where."""
    return [languages.tag(article.translation_key)] if languages.several() else []


def _leave_lists(article: ArticlePage) -> list[str]:
    """The lists an article stood in until now; from now on it stands in none."""
    tally = ArticleTally.objects.select_for_update().filter(pk=article.pk).first()
    if tally is None:
        return []
    ArticleTally.objects.filter(pk=article.pk).update(lists=[])
    return list(tally.lists)


def _add_correction(version: ArticlePage, note: dict[str, str], by: User | None) -> Revision:
    version.corrections.add(Correction(when=now(), **note))
    version.updated_at = now()
    revision: Revision = version.save_revision(user=by)
    return revision


def _mark_updated(article: ArticlePage) -> None:
    if article.published_at and now() - article.published_at > SETTLING:
        article.updated_at = now()
        ArticlePage.objects.filter(pk=article.pk).update(updated_at=article.updated_at)
