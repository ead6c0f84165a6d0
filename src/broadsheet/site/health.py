"""What an operator should know about a paper's set-up."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from broadsheet.site.config import SECRET_NAME, Config
from broadsheet.site.preparing import is_prepared

LEAST_FREE_MB = 500
BACKGROUND_SILENCE = timedelta(minutes=5)


class Level(StrEnum):
    GOOD = "good"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    level: Level
    text: str


def good(text: str) -> Finding:
    return Finding(level=Level.GOOD, text=text)


def warning(text: str) -> Finding:
    return Finding(level=Level.WARNING, text=text)


def error(text: str) -> Finding:
    return Finding(level=Level.ERROR, text=text)


def findings(config: Config) -> Iterator[Finding]:
    """Everything looked at, in the order in which it matters. Needs Django set up."""
    for look in LOOKS:
        yield from look(config)


def _secret(config: Config) -> Iterator[Finding]:
    path = config.home / SECRET_NAME
    if path.is_file() and path.stat().st_mode & 0o077:
        yield error(f"Others on this machine can read {path}. Mend it with: chmod 600 {path}")
    else:
        yield good("The secret key is there and nobody else can read it.")


def _folders(config: Config) -> Iterator[Finding]:
    for name in ("", "media", "quarantine"):
        folder = config.home / name
        if not os.access(folder, os.W_OK):
            yield error(f"{folder} cannot be written to, or is missing.")
    free = shutil.disk_usage(config.home).free // 1_000_000
    if free < LEAST_FREE_MB:
        yield error(f"Only {free} MB are free on the disk of {config.home}.")
    else:
        yield good(f"{free // 1000} GB are free for pictures and the database.")


def _database(config: Config) -> Iterator[Finding]:
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as problem:
        yield error(f"The database cannot be used: {problem}")
        return
    if waiting:
        yield error(f"The database is {len(waiting)} steps behind. Run: broadsheet prepare")
    else:
        yield good(f"The database ({connection.vendor}) answers and is up to date.")


def _prepared(config: Config) -> Iterator[Finding]:
    if is_prepared(config):
        yield good("The theme's files are collected for this version.")
    else:
        yield warning("Something changed since the paper was prepared; serve does it on start.")


def _address(config: Config) -> Iterator[Finding]:
    if config.url.startswith("https://"):
        yield good(f"Readers reach the paper at {config.url}.")
    elif config.demo:
        yield good(f"The demo is at {config.url}.")
    else:
        yield warning(f"url is {config.url}: without https:// sign-ins can be read on the way.")
    if config.debug:
        yield error("debug is on: errors show the paper's inside to everybody.")


def _email(config: Config) -> Iterator[Finding]:
    if config.email.startswith("console:"):
        yield warning("Letters are printed, not sent: readers get no codes. Set email.")
        return
    from django.core.mail import get_connection

    try:
        connection = get_connection()
        connection.open()
        connection.close()
    except OSError as problem:
        yield error(f"The mail server of email cannot be reached: {problem}")
    else:
        yield good("The mail server answers.")


def _background(config: Config) -> Iterator[Finding]:
    from broadsheet.foundation.clock import now
    from broadsheet.foundation.models import JobRun

    last = JobRun.objects.order_by("-last_at").values_list("last_at", flat=True).first()
    if last is None or now() - last > BACKGROUND_SILENCE:
        yield warning("No background work was done lately: is broadsheet serve running?")
    else:
        yield good("The background worker is at work.")


def _failed_tasks(config: Config) -> Iterator[Finding]:
    from django_tasks_db.models import DBTaskResult

    failed = DBTaskResult.objects.failed().count()
    if failed:
        last = DBTaskResult.objects.failed().latest("finished_at")
        yield warning(f"{failed} background tasks failed, the last was {last.task_path}.")


def _framework(config: Config) -> Iterator[Finding]:
    from django.core import checks

    for problem in checks.run_checks():
        level = error if problem.level >= checks.ERROR else warning
        yield level(f"{problem.msg} {problem.hint or ''}".strip())


def _print(config: Config) -> Iterator[Finding]:
    from broadsheet.outreach.printing.faces import missing_for

    if face := missing_for(config.language):
        yield warning(f"PDFs in the paper's language need a face such as {face} (docs/printing.md).")
    else:
        yield good("There is a face for PDFs in the paper's language.")


LOOKS: tuple[Callable[[Config], Iterator[Finding]], ...] = (
    _secret, _folders, _database, _prepared, _address, _email, _background, _failed_tasks, _framework,
    _print,
)  # fmt: skip
