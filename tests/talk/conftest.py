"""Readers who write, in real browsers' terms: forms with stamps, cookies, addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from broadsheet.foundation import stamps
from broadsheet.foundation.models import User
from broadsheet.news.models import ArticlePage, PaperSettings
from broadsheet.news.models.paper import CommentMode
from broadsheet.talk.models import Post
from tests.outreach.conftest import serve_mail, sink

__all__ = ["serve_mail", "sink"]  # fixtures

AGAIN = "comment again"  # of a form shown a second time
WORDS = "The bridge was closed at six in the morning."


def filled(**more: str) -> dict[str, str]:
    """A form as a reader sends it; the stamp is one that may be sent at once."""
    form = {"name": "Aliya", "email": "", "text": WORDS, "stamp": stamps.stamp(purpose=AGAIN)}
    return form | more


@pytest.fixture
def mode(paper: Any) -> Callable[[CommentMode], None]:
    """Set how the paper takes comments."""

    def set_mode(value: CommentMode) -> None:
        settings = PaperSettings.load()
        settings.comment_mode = value
        settings.save()

    return set_mode


@pytest.fixture
def open_paper(mode: Callable[[CommentMode], None]) -> None:
    """Comments are shown at once."""
    mode(CommentMode.OPEN)


@pytest.fixture
def moderator(editor: User) -> User:
    return editor


@pytest.fixture
def say(article: ArticlePage) -> Callable[..., Post]:
    """A comment sent through the public form; the post that came of it."""

    def send(text: str = WORDS, *, client: Client | None = None, to: str = "", **more: str) -> Post:
        before = set(Post.objects.values_list("pk", flat=True))
        address = to or f"/talk/article/{article.pk}/"
        answer = (client or Client()).post(address, filled(text=text, **more))
        assert answer.status_code == 302, answer.content.decode()
        return Post.objects.exclude(pk__in=before).get()

    return send
