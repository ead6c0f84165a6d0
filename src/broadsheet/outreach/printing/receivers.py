"""An article was withdrawn: what was printed of it goes."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction

from broadsheet.news.models import ArticlePage
from broadsheet.outreach.printing import kept
from broadsheet.outreach.printing.newspaper import actions


def article_withdrawn(*, article: ArticlePage, **_: Any) -> None:
    transaction.on_commit(partial(kept.forget, article.pk))
    actions.without(article=article)
