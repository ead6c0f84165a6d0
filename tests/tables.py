"""The tables of the tests' database: made by the migrations once, then copied."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from tests.homes import once


@pytest.fixture(scope="session")
def ready_tables(
    request: pytest.FixtureRequest, django_db_modify_db_settings: None, django_test_environment: None
) -> Iterator[None]:
    """The tests' database has its tables before Django makes it: no migration is left to run.

    It is in memory, and there as long as somebody has it open.
    """
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    with closing(sqlite3.connect(connection.creation._get_test_db_name(), uri=True)) as memory:
        make = partial(_migrate, request, memory)
        with closing(sqlite3.connect(once(request.config, "tables", make) / "tests.sqlite3")) as kept:
            kept.backup(memory)
        yield


def _migrate(request: pytest.FixtureRequest, memory: sqlite3.Connection, folder: Path) -> None:
    """The tests' settings have some more tables than an empty paper."""
    from django.test.utils import setup_databases, teardown_databases

    empty = request.getfixturevalue("empty_home") / "paper.sqlite3"
    with closing(sqlite3.connect(empty)) as paper:
        paper.backup(memory)
    with request.getfixturevalue("django_db_blocker").unblock():
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
        with closing(sqlite3.connect(folder / "tests.sqlite3")) as kept:
            memory.backup(kept)
        teardown_databases(made, verbosity=0)
