"""What stands on a reading list."""

from __future__ import annotations

from broadsheet.foundation.models import User
from broadsheet.news import queries as news
from broadsheet.news.models import ArticlePage
from broadsheet.outreach.models import SavedArticle

SHOWN_IN_ACCOUNT = 5


def saved(*, user: User) -> list[ArticlePage]:
    """The public articles on a reader's list, the last kept first."""
    keys = list(SavedArticle.objects.filter(user=user).values_list("article_id", flat=True))
    found = news.cards().in_bulk(keys)
    return [found[key] for key in keys if key in found]


def is_saved(*, user: User, article: ArticlePage) -> bool:
    return SavedArticle.objects.filter(user=user, article=article).exists()
