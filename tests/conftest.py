"""A laid-out paper for every test that asks for one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import beginnings
from tests.homes import empty_home
from tests.press import press, shelf
from tests.tables import ready_tables
from tests.tongues import kazakh, kazakh_world, tongues, translate

# fixtures for every room
__all__ = [
    "empty_home", "kazakh", "kazakh_world", "press", "ready_tables", "shelf", "tongues", "translate",
]  # fmt: skip

FIXTURES = os.environ.get("BROADSHEET_FIXTURES", "")
ON_POSTGRESQL = os.environ.get("BROADSHEET_DATABASE", "").startswith("postgres")
DATABASES = {"db", "transactional_db", "database"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what touches the database is tested again."""
    if not ON_POSTGRESQL:
        return
    touching = [item for item in items if _touches_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in touching])
    items[:] = touching


def _touches_the_database(item: pytest.Item) -> bool:
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("postgres")
    return bool(marked) or not DATABASES.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    beginnings.new_test()


@pytest.fixture(scope="session")
def django_db_setup(ready_tables: None, django_db_setup: None) -> None:
    """The tables come from `ready_tables`."""


@pytest.fixture(autouse=True)
def unschooled_learner(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test knows what another one's moderators taught; who wants to, calls `learner.refresh()`."""
    from broadsheet.talk.pipeline import learner

    monkeypatch.setattr(learner, "_models", {})
    monkeypatch.setattr(learner, "_totals", [])
    monkeypatch.setattr(learner, "_loaded_at", 1.0)
    monkeypatch.setattr(learner, "REFRESH_SECONDS", float("inf"))


@pytest.fixture(autouse=True)
def nothing_kept_between_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process goes by for some seconds, a test must not have from another one."""
    from broadsheet.talk import names
    from broadsheet.talk.pipeline import lists

    monkeypatch.setattr(names, "STAFF_SECONDS", 0.0)
    monkeypatch.setattr(lists, "CHECK_SECONDS", 0.0)


@pytest.fixture
def fixtures() -> Path:
    """The folder of test data by others; the test is skipped without it."""
    if not FIXTURES:
        pytest.skip("needs test data by others: set BROADSHEET_FIXTURES to its folder")
    return Path(FIXTURES).resolve()


@pytest.fixture
def paper(db: None) -> Any:
    """A paper with a front page and the sections World and City."""
    return beginnings.begin("paper", _lay_out)


def _lay_out() -> Any:
    from broadsheet.news.layout import lay_out_paper, open_section

    front = lay_out_paper(name="The Test Post", url="http://testserver")
    open_section(name="World")
    open_section(name="City")
    return front


@pytest.fixture
def section(paper: Any) -> Any:
    from broadsheet.news.models import SectionPage

    return SectionPage.objects.get(slug="world")


@pytest.fixture
def file_article(section: Any) -> Callable[..., Any]:
    """Make an article: published unless `draft=True`; other words go to `Copy`."""
    from broadsheet.news.filing import Copy, file_and_publish, file_story

    def make(headline: str = "River rises", *, draft: bool = False, **fields: Any) -> Any:
        fields.setdefault("section", section)
        fields.setdefault("body", [("text", "<p>The river rose by a metre on Tuesday.</p>")])
        copy = Copy(headline=headline, **fields)
        return file_story(copy=copy) if draft else file_and_publish(copy=copy)

    return make


@pytest.fixture
def article(file_article: Callable[..., Any]) -> Any:
    return beginnings.begin("article", file_article)


@pytest.fixture
def editor(paper: Any) -> Any:
    """Somebody who may do everything in the newsroom."""
    from broadsheet.foundation.models import User

    return beginnings.begin(
        "editor",
        lambda: User.objects.create_superuser("editor@example.org", "a long enough password"),
    )
