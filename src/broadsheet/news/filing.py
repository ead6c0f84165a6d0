"""Copy becomes an article: from the wire, an archive, or a reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from broadsheet.foundation.models import User
from broadsheet.news import actions
from broadsheet.news.models import (
    ArticleByline,
    ArticlePage,
    ArticleTopic,
    Author,
    Correction,
    Picture,
    SectionPage,
    Source,
)
from broadsheet.topics.models import Topic

SLUG_LENGTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """All of an article that can be filed at once.

    `body` is StreamField data: pairs of a block's name and its value, as
    `ArticlePage.body` takes them; its HTML must be clean already.
    """

    headline: str
    section: SectionPage
    body: Sequence[tuple[str, Any]] = ()
    slug: str = ""
    kicker: str = ""
    standfirst: str = ""
    language: str = ""
    dateline_place: str = ""
    dateline_date: date | None = None
    source: Source | None = None
    authors: Sequence[Author] = ()
    topics: Sequence[Topic] = ()
    picture: Picture | None = None
    picture_caption: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    go_live_at: datetime | None = None
    live_coverage: bool = False
    comment_mode: str = ""
    contributed_by: str = ""
    corrections: Sequence[tuple[datetime, str]] = ()


def file_story(*, copy: Copy, by: User | None = None) -> ArticlePage:
    """Put `copy` into the newsroom as a draft article with its first revision."""
    with transaction.atomic():
        article = ArticlePage(title=copy.headline[:255], live=False, owner=by)
        article.slug = free_slug(copy.slug or copy.headline, section=copy.section)
        _fill(article, copy)
        copy.section.add_child(instance=article)
        article.save_revision(user=by)
    return article


def file_and_publish(*, copy: Copy, by: User | None = None) -> ArticlePage:
    """File `copy` and make it public (or scheduled, by its `go_live_at`) in one step."""
    with transaction.atomic():
        return actions.publish(article=file_story(copy=copy, by=by), by=by)


def free_slug(wanted: str, *, section: SectionPage) -> str:
    """A slug like `wanted` that no page in `section` has yet.

    The clash is settled by a number: "flood", "flood-2", "flood-3" …
    """
    stem = slugify(wanted, allow_unicode=True)[:SLUG_LENGTH].strip("-") or "story"
    taken = set(section.get_children().filter(slug__startswith=stem).values_list("slug", flat=True))
    number = 1
    slug = stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def _fill(article: ArticlePage, copy: Copy) -> None:
    for name in (
        "kicker", "standfirst", "dateline_place", "dateline_date", "source", "picture",
        "picture_caption", "published_at", "updated_at", "go_live_at", "live_coverage",
        "comment_mode", "contributed_by",
    ):  # fmt: skip
        setattr(article, name, getattr(copy, name))
    article.language = copy.language or settings.LANGUAGE_CODE
    article.first_published_at = copy.published_at
    article.body = list(copy.body)
    article.bylines = [
        ArticleByline(author=author, sort_order=place) for place, author in enumerate(copy.authors)
    ]
    article.article_topics = [
        ArticleTopic(topic=topic, sort_order=place) for place, topic in enumerate(copy.topics)
    ]
    article.corrections = [Correction(when=when, text=text) for when, text in copy.corrections]
