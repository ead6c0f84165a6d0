"""The tables of the tests' database: made by the migrations once, then copied."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.homes import once


@pytest.fixture(scope="session")
def ready_tables(
    request: pytest.FixtureRequest, django_db_modify_db_settings: None, django_test_environment: None
) -> Iterator[None]:
    """The tests' database has its tables before Django makes it: no migration is left to run."""
    from django.db import connection

    ready = _in_memory if connection.vendor == "sqlite" else _as_a_template
    with ready(request):
        yield


@contextmanager
def _in_memory(request: pytest.FixtureRequest) -> Iterator[None]:
    """SQLite's database is in memory, and there as long as somebody has it open."""
    from django.db import connection

    with closing(sqlite3.connect(connection.creation._get_test_db_name(), uri=True)) as memory:
        make = partial(_fill, request, memory)
        with closing(sqlite3.connect(once(request.config, "sqlite", make) / "tests.sqlite3")) as kept:
            kept.backup(memory)
        yield


def _fill(request: pytest.FixtureRequest, memory: sqlite3.Connection, folder: Path) -> None:
    """The tests' settings have some more tables than an empty paper."""
    empty = request.getfixturevalue("empty_home") / "paper.sqlite3"
    with closing(sqlite3.connect(empty)) as paper:
        paper.backup(memory)
    with _migrated(request), closing(sqlite3.connect(folder / "tests.sqlite3")) as kept:
        memory.backup(kept)


@contextmanager
def _as_a_template(request: pytest.FixtureRequest) -> Iterator[None]:
    """PostgreSQL copies a database that was filled from a dump."""
    from django.db import connection

    with request.getfixturevalue("django_db_blocker").unblock():
        major = connection.pg_version // 10_000
        connection.close()
    dump = once(request.config, f"postgresql-{major}", partial(_dump, request)) / "tables.sql"
    template = f"{connection.settings_dict['TEST']['NAME'] or 'test'}_template"
    _postgresql("psql", "-q", "-c", f'DROP DATABASE IF EXISTS "{template}"')
    _postgresql("psql", "-q", "-c", f'CREATE DATABASE "{template}"')
    _postgresql("psql", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-f", str(dump), template)
    connection.settings_dict["TEST"]["TEMPLATE"] = template
    yield
    _postgresql("psql", "-q", "-c", f'DROP DATABASE "{template}"')


def _dump(request: pytest.FixtureRequest, folder: Path) -> None:
    from django.db import connection

    with _migrated(request):
        name = connection.settings_dict["NAME"]
        _postgresql("pg_dump", "--no-owner", "-f", str(folder / "tables.sql"), name)


def _postgresql(program: str, *words: str) -> None:
    """Run one of PostgreSQL's own programs on the tests' server; its usual database if none is named."""
    from django.db import connection

    where = connection.settings_dict
    environment = os.environ | {
        "PGHOST": where["HOST"], "PGPORT": where["PORT"], "PGUSER": where["USER"],
        "PGPASSWORD": where["PASSWORD"], "PGDATABASE": where["NAME"],
    }  # fmt: skip
    subprocess.run([program, *words], env=environment, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def _migrated(request: pytest.FixtureRequest) -> Iterator[None]:
    """A database of the tests, made by all migrations that it still needs; it goes afterwards."""
    from django.test.utils import setup_databases, teardown_databases

    with request.getfixturevalue("django_db_blocker").unblock():
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
        try:
            yield
        finally:
            teardown_databases(made, verbosity=0)
