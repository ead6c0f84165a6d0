"""What this room puts on the article page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from broadsheet.news.models import ArticlePage
from broadsheet.stories import licence
from broadsheet.stories.models import Contribution


def sent_in(article: ArticlePage, request: HttpRequest) -> dict[str, Any]:
    """On what terms a reader's words and pictures stand in the paper."""
    if not article.contributed_by or article.pk is None:
        return {}
    version = Contribution.objects.filter(article=article).values_list("licence", flat=True).first()
    return {"contribution_licence": licence.note_of(version or "")}
