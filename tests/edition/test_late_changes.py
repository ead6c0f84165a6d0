"""A change that becomes visible after a later one, as PostgreSQL has it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from broadsheet.edition import baking, follow
from broadsheet.edition.baking import bake_waiting
from broadsheet.edition.shelf import Shelf
from broadsheet.edition.tags import stale
from broadsheet.news.filing import Copy, file_and_publish
from broadsheet.news.layout import lay_out_paper, open_section
from broadsheet.news.models import ArticlePage
from tests.press import HOST

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="needs PostgreSQL (make test-all starts one); SQLite's writers wait in line anyway",
    ),
]
SECONDS = 20


@pytest.fixture
def story(
    transactional_db: None, django_db_serialized_rollback: None, shelf: Shelf, settings: Any
) -> ArticlePage:
    settings.EDITION_FOLDER = shelf.folder
    lay_out_paper(name="The Test Post", url=f"http://{HOST}")
    article = file_and_publish(copy=Copy(headline="River rises", section=open_section(name="World")))
    follow.catch_up(shelf)
    return article


@contextmanager
def under_way(article: ArticlePage, *, more: int = 0, through: bool = True) -> Iterator[None]:
    """Another connection has changed the headline, and `more` besides.

    It commits when the block ends, or gives up.
    """
    changed, commit = threading.Event(), threading.Event()

    def change() -> None:
        try:
            with transaction.atomic():
                article.title = "River falls"
                article.save_revision().publish()
                stale(*(f"number {number}" for number in range(more)))
                changed.set()
                assert commit.wait(SECONDS)
                transaction.set_rollback(not through)
        finally:
            connection.close()

    editor = threading.Thread(target=change)
    editor.start()
    assert changed.wait(SECONDS)
    try:
        yield
    finally:
        commit.set()
        editor.join(SECONDS)


def text(shelf: Shelf, article: ArticlePage) -> str:
    found = shelf.find(f"{HOST}{article.url}", 0)
    return found.body.decode() if found else ""


def test_a_page_made_between_two_changes_is_made_anew_for_the_late_one(
    shelf: Shelf, story: ArticlePage
) -> None:
    with under_way(story):
        stale("something else")  # a later number, visible first
        assert baking.bake_addresses(shelf, [f"{HOST}{story.url}"]) == 1
        assert "River rises" in text(shelf, story)
    assert [address for address, _since in shelf.waiting(10)] == [f"{HOST}{story.url}"]
    while bake_waiting(shelf):
        pass
    assert "River falls" in text(shelf, story)


@pytest.mark.parametrize("noticed", [True, False], ids=["noticed", "not yet noticed"])
def test_a_page_rendered_before_the_late_change_is_not_kept_after_it(
    shelf: Shelf, story: ArticlePage, noticed: bool
) -> None:
    before = shelf.number("applied")
    with under_way(story):
        stale("something else")
        assert shelf.number("open gaps")
        if not noticed:  # nobody has followed that change
            with shelf.writing() as work:
                work.set_number("applied", before)
                work.set_gaps([])
                work.set_number("open gaps", 0)
        made = baking.render(f"{HOST}{story.url}")
        assert made
    assert baking.keep_all(shelf, [made]) == 0


def test_a_large_change_that_takes_hours_is_followed_whole(shelf: Shelf, story: ArticlePage) -> None:
    with under_way(story, more=700):
        stale("something else")
        baking.bake_addresses(shelf, [f"{HOST}{story.url}"])
        long_ago(shelf)
        follow.catch_up(shelf)
        assert sum(gap.last - gap.first + 1 for gap in shelf.gaps()) > 700
        made = baking.render(f"{HOST}{story.url}")
        assert made
    assert baking.keep_all(shelf, [made]) == 0  # it did not know the new headline
    while bake_waiting(shelf):
        pass
    assert "River falls" in text(shelf, story)


def test_what_was_given_up_is_not_waited_for(shelf: Shelf, story: ArticlePage) -> None:
    with under_way(story, more=3, through=False):
        stale("something else")
        long_ago(shelf)
        follow.catch_up(shelf)
        assert shelf.gaps()
    # A test that runs beside this one has a transaction under way, too: a few seconds.
    deadline = time.monotonic() + 2 * SECONDS
    while shelf.gaps() and time.monotonic() < deadline:
        follow.catch_up(shelf)
        time.sleep(0.1)
    assert shelf.gaps() == []


def long_ago(shelf: Shelf) -> None:
    """What is missing has been missed for a day."""
    with shelf.writing() as work:
        work.set_gaps([gap._replace(noticed=gap.noticed - 86_400) for gap in shelf.gaps()])
