"""Whatever changes where an article stands is written into the newsroom's index."""

from __future__ import annotations

from typing import Any

from wagtail.models import Revision, WorkflowState, get_default_page_content_type

from broadsheet.desk import entries
from broadsheet.news.models import ArticlePage


def article_saved(*, instance: ArticlePage, **_: Any) -> None:
    entries.enter(article_id=instance.pk)


def articles_filed(*, articles: list[ArticlePage], **_: Any) -> None:
    entries.enter_new(articles=articles)


def version_or_review_saved(*, instance: Revision | WorkflowState, **_: Any) -> None:
    """A revision was written or scheduled, or a review began or ended."""
    if instance.base_content_type_id == get_default_page_content_type().pk:
        entries.enter(article_id=int(instance.object_id))


def page_unpublished(*, instance: Any, **_: Any) -> None:
    """Wagtail takes a withdrawn page's schedule away after it has saved the page."""
    entries.enter(article_id=instance.pk)
