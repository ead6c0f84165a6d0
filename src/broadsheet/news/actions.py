"""Verbs of the newsroom: each changes one thing, in one transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction

from broadsheet.edition.api import stale
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news import search
from broadsheet.news.models import ArticlePage, ArticleTally, Correction, PaperSettings
from broadsheet.news.signals import article_changed, article_published, article_withdrawn

SETTLING = timedelta(minutes=5)  # a change this soon after publishing is not "updated"


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


def correct(*, article: ArticlePage, text: str, by: User | None = None) -> Correction:
    """Add a correction, shown on the article with its time; publishes it."""
    with transaction.atomic():
        newest = article.get_latest_revision_as_object()
        correction = Correction(text=text, when=now())
        newest.corrections.add(correction)
        newest.save_revision(user=by).publish(user=by)
    return correction


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
        if entry and search.text_of(article) != entry.text:
            _mark_updated(article)
        search.index_article(article=article)
        ArticleTally.objects.get_or_create(article=article)
        stale(*tags_of(article))
        (article_published if first else article_changed).send(ArticlePage, article=article)


def note_withdrawal(*, article: ArticlePage) -> None:
    """After Wagtail took an article away: out of the index, the pages, the house."""
    with transaction.atomic():
        search.remove_article(article=article)
        stale(*tags_of(article))
        article_withdrawn.send(ArticlePage, article=article)


def set_comment_count(*, article_id: int, comments: int) -> None:
    """Record how many comments readers can see; the pages that show it go stale."""
    with transaction.atomic():
        ArticleTally.objects.update_or_create(article_id=article_id, defaults={"comments": comments})
        article = ArticlePage.objects.get(pk=article_id)
        stale(*tags_of(article))


def tags_of(article: ArticlePage) -> list[str]:
    """Every edition tag of the pages on which an article stands."""
    authors: list[Any] = list(article.bylines.values_list("author_id", flat=True))
    topics: list[Any] = list(article.article_topics.values_list("topic_id", flat=True))
    return [
        f"article:{article.pk}",
        "latest",
        "front",
        *([f"section:{article.section_id}"] if article.section_id else []),
        *[f"author:{pk}" for pk in authors],
        *[f"topic:{pk}" for pk in topics],
    ]


def _mark_updated(article: ArticlePage) -> None:
    if article.published_at and now() - article.published_at > SETTLING:
        article.updated_at = now()
        ArticlePage.objects.filter(pk=article.pk).update(updated_at=article.updated_at)
