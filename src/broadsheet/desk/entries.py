"""Keep the newsroom's index true, from what Wagtail says about an article."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Revision, WorkflowState, get_default_page_content_type

from broadsheet.desk.models import DeskEntry, Stage
from broadsheet.foundation.clock import now
from broadsheet.foundation.prepared import insert
from broadsheet.news import search
from broadsheet.news.models import ArticlePage

FIELDS = (
    "title", "draft_title", "live", "has_unpublished_changes", "last_published_at", "section_id",
    "owner_id", "published_at", "latest_revision_created_at", "killed",
)  # fmt: skip


def enter(*, article_id: int) -> None:
    """Write down where an article stands now; nothing when it is gone."""
    with transaction.atomic():
        row = ArticlePage.objects.filter(pk=article_id).values(*FIELDS).first()
        if row:
            DeskEntry.objects.update_or_create(article_id=article_id, defaults=_entry(article_id, row))


def enter_new(*, articles: Iterable[ArticlePage]) -> None:
    """Write down where articles stand that came in together: public, with nothing waiting."""
    insert(
        DeskEntry(
            article_id=article.pk,
            title=search.spaced(article.draft_title or article.title),
            stage=Stage.PUBLIC,
            live=True,
            section_id=article.section_id,
            owner_id=article.owner_id,
            dated_at=article.published_at or now(),
            touched_at=article.latest_revision_created_at or now(),
        )
        for article in articles
    )


def _entry(article_id: int, row: dict[str, Any]) -> dict[str, Any]:
    touched = row["latest_revision_created_at"] or row["published_at"] or now()
    due = _due(article_id)
    return {
        "title": search.spaced(row["draft_title"] or row["title"]),
        "stage": _stage(article_id, row, due),
        "live": row["live"],
        "section_id": row["section_id"],
        "owner_id": row["owner_id"],
        "dated_at": due or row["published_at"] or touched,
        "touched_at": touched,
    }


def _stage(article_id: int, row: dict[str, Any], due: datetime | None) -> Stage:
    if row["killed"]:
        return Stage.KILLED
    if _in_review(article_id):
        return Stage.REVIEW
    if due:
        return Stage.SCHEDULED
    if row["live"]:
        return Stage.CHANGED if row["has_unpublished_changes"] else Stage.PUBLIC
    return Stage.WITHDRAWN if row["last_published_at"] else Stage.DRAFT


def _due(article_id: int) -> datetime | None:
    """When a version of the article is to come out, None when none is."""
    approved = Revision.page_revisions.filter(
        object_id=str(article_id), approved_go_live_at__isnull=False
    )
    return approved.values_list("approved_go_live_at", flat=True).first()


def _in_review(article_id: int) -> bool:
    return WorkflowState.objects.filter(
        base_content_type=get_default_page_content_type(),
        object_id=str(article_id),
        status=WorkflowState.STATUS_IN_PROGRESS,
    ).exists()
