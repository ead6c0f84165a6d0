"""An article came: its followers are told. One went: nobody is told any more."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction

from broadsheet.news.models import ArticlePage
from broadsheet.outreach.models import PushReader
from broadsheet.outreach.push import actions, tasks


def article_published(*, article: ArticlePage, **_: Any) -> None:
    if actions.is_news(article):  # an archive that comes in is told to nobody, and asks for nothing
        transaction.on_commit(partial(_ask_for_followers, article.pk))


def article_withdrawn(*, article: ArticlePage, **_: Any) -> None:
    actions.drop_all_of(article=article)


def _ask_for_followers(pk: int) -> None:
    if PushReader.objects.exists():
        tasks.tell_followers.enqueue(pk)
