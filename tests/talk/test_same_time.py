"""Two requests in the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from broadsheet.news.filing import Copy, file_and_publish
from broadsheet.news.layout import lay_out_paper, open_section
from broadsheet.news.models import ArticlePage, PaperSettings
from broadsheet.news.models.paper import CommentMode
from broadsheet.talk.models import Post, PostState, Thread
from tests.talk.conftest import filled

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="needs PostgreSQL (make test-all starts one); SQLite's writers wait in line anyway",
    ),
]
TOGETHER = 3  # no more than a newcomer may send on the first day


def at_once(act: Callable[[int], Any]) -> None:
    barrier = threading.Barrier(TOGETHER)

    def run(number: int) -> None:
        barrier.wait()
        try:
            act(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(TOGETHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.fixture
def article(transactional_db: None, django_db_serialized_rollback: None) -> ArticlePage:
    lay_out_paper(name="The Test Post", url="http://testserver")
    section = open_section(name="World")
    PaperSettings.objects.update(comment_mode=CommentMode.OPEN)
    return file_and_publish(copy=Copy(headline="River rises", section=section))


def test_no_comment_is_lost_or_miscounted(article: ArticlePage) -> None:
    at_once(
        lambda number: Client().post(f"/talk/article/{article.pk}/", filled(text=f"Number {number}."))
    )
    assert Post.objects.filter(state=PostState.PUBLISHED).count() == TOGETHER
    assert Thread.objects.get().posts_shown == TOGETHER
    assert ArticlePage.objects.select_related("tally").get().comment_count == TOGETHER


def test_a_button_pressed_many_times_makes_one_post(article: ArticlePage) -> None:
    first = Client()
    first.post(f"/talk/article/{article.pk}/", filled(text="Before."))  # brings the writer's key
    cookies = {name: morsel.value for name, morsel in first.cookies.items()}

    def press(address: str, **more: str) -> None:
        client = Client()
        for name, value in cookies.items():
            client.cookies[name] = value
        assert client.post(address, filled(text="Only once.", **more)).status_code == 302

    at_once(lambda number: press(f"/talk/article/{article.pk}/"))
    assert Post.objects.filter(text="Only once.").count() == 1
    at_once(lambda number: press("/forum/world/new/", title="Once"))
    assert Thread.objects.filter(title="Once").count() == 1
