"""IndexNow: search engines are told at once which addresses have something new (indexnow.org).

Off unless the paper's set-up names a service: it says to others what the paper does.
"""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django_tasks import task

from broadsheet.foundation import outside
from broadsheet.foundation.clock import now
from broadsheet.news.models import ArticlePage
from broadsheet.outreach.addresses import absolute

logger = logging.getLogger(__name__)

FRESH = timedelta(days=2)  # an old article that comes in with an archive is no news
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 10, 60, 360))
FOR_GOOD = {HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY}


def key() -> str:
    """The word by which a service sees that the paper itself has spoken; it is no secret."""
    return salted_hmac("broadsheet.indexnow", settings.PAPER.url, algorithm="sha256").hexdigest()[:32]


def article_published(*, article: ArticlePage, **_: Any) -> None:
    if article.published_at and article.published_at > now() - FRESH:
        article_changed(article=article)


def article_changed(*, article: ArticlePage, **_: Any) -> None:
    """Also for one that was taken away: engines ask again, and find that it is gone."""
    if settings.PAPER.indexnow and article.url:
        tell.enqueue([absolute(article.url)])


@task
def tell(urls: list[str], tried: int = 0) -> None:
    """Tell the service which addresses are new, changed or gone."""
    if not settings.PAPER.indexnow:
        return
    said = {
        "host": urlsplit(settings.PAPER.url).netloc,
        "key": key(),
        "keyLocation": absolute(reverse("indexnow_key")),
        "urlList": urls,
    }
    headers = {"Content-Type": "application/json; charset=utf-8"}
    try:
        status = outside.post(
            settings.PAPER.indexnow, body=json.dumps(said).encode(), headers=headers
        ).status
        words = f"it answers {status}"
    except outside.Unreachable as error:
        status, words = 0, str(error)
    if status in outside.SUCCESS:
        return
    if status not in FOR_GOOD and tried < len(WAITS):
        tell.using(run_after=now() + WAITS[tried]).enqueue(urls, tried + 1)
        return
    logger.warning("IndexNow could not be told of %s: %s", ", ".join(urls), words)
