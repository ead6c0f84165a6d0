"""What this room puts on the article page, the account page and the newsroom's start screen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.foundation import browsers
from broadsheet.foundation.accounts import AccountPart
from broadsheet.foundation.models import User
from broadsheet.news.models import ArticlePage
from broadsheet.news.waiting import Waiting
from broadsheet.talk import conversations, mine, orders, queries, shown, writers
from broadsheet.talk.conversations import Reader
from broadsheet.talk.forms import CommentForm
from broadsheet.talk.models import Thread
from broadsheet.talk.moderation import queue
from broadsheet.talk.modes import article_mode
from broadsheet.talk.orders import Order

OWN_IN_ACCOUNT = 5


def under_article(article: ArticlePage, request: HttpRequest) -> dict[str, Any]:
    """The comments, the thread and the form of an article's page."""
    if article.pk is None:  # the preview of an article that was never saved
        return {}
    thread = shown.of_article(article=article, mode=article_mode(article=article))
    own = () if getattr(request, "is_preview", False) else writers.own_keys(request)
    under = conversations.under_article(
        article_id=article.pk, is_open=thread.is_open, reader=Reader(own=own)
    )
    return {
        "thread": thread,
        "comments": under.conversations,
        "more_comments": under.has_more,
        "orders": orders.links(thread=Thread(article=article), current=Order.NEWEST),
        "comment_form": CommentForm(user=writers.account(request)) if thread.is_open else None,
    }


def own_comments(user: User) -> AccountPart | None:
    """A reader's own comments with their states."""
    keys = (browsers.key_of(user),)
    posts = list(queries.own_posts(keys=keys)[:OWN_IN_ACCOUNT])
    if not posts:
        return None
    return AccountPart(
        title=_("Your comments"),
        template="talk/account_part.html",
        context={"rows": mine.rows(posts, keys=keys)},
    )


def waiting_comments(user: User) -> Waiting | None:
    """How many comments wait, for those who moderate."""
    if not user.has_perm("talk.moderate"):
        return None
    return Waiting(
        number=queue.count_waiting(), label=_("comments waiting"), url=reverse("talk_moderation")
    )
