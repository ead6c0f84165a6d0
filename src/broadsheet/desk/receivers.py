"""Whatever changes where an article stands is written into the newsroom's index."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import (
    Comment,
    CommentReply,
    Revision,
    WorkflowState,
    get_default_page_content_type,
)

from broadsheet.desk import checking, entries, links, mentions
from broadsheet.news.models import ArticlePage


def article_saved(*, instance: ArticlePage, **_: Any) -> None:
    entries.enter(article_id=instance.pk)


def articles_filed(*, articles: list[ArticlePage], **_: Any) -> None:
    entries.enter_new(articles=articles)


def version_or_review_saved(*, instance: Revision | WorkflowState, **_: Any) -> None:
    """A revision was written or scheduled, or a review began or ended."""
    if instance.base_content_type_id == get_default_page_content_type().pk:
        entries.enter(article_id=int(instance.object_id))


def version_saved(*, instance: Revision, **_: Any) -> None:
    """What a version of an article leads to on other sites is tested meanwhile."""
    if instance.content_type_id == ContentType.objects.get_for_model(ArticlePage).pk:
        links.want_tested(checking.texts_in(json.loads(instance.content.get("body") or "[]")))


def comment_saved(*, instance: Comment, **_: Any) -> None:
    mentions.note(comment=instance)


def reply_saved(*, instance: CommentReply, **_: Any) -> None:
    mentions.note(comment=instance.comment, reply=instance)


def page_unpublished(*, instance: Any, **_: Any) -> None:
    """Wagtail takes a withdrawn page's schedule away after it has saved the page."""
    entries.enter(article_id=instance.pk)
