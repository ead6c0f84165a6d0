"""A change that becomes visible after a later one, as PostgreSQL has it."""

from __future__ import annotations

import threading
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
def under_way(article: ArticlePage) -> Iterator[None]:
    """Another connection has changed the headline; it commits when the block ends."""
    changed, commit = threading.Event(), threading.Event()

    def change() -> None:
        try:
            with transaction.atomic():
                article.title = "River falls"
                article.save_revision().publish()
                changed.set()
                assert commit.wait(SECONDS)
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
                work.set_numbers("gaps", {})
                work.set_number("open gaps", 0)
        made = baking.render(f"{HOST}{story.url}")
        assert made
    assert baking.keep_all(shelf, [made]) == 0
