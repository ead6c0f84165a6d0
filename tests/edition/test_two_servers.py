"""Two servers on one database, each with plates of its own, agree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.site.conftest import Serving, broadsheet, environment

SECONDS = 10  # for the slowest machine; the benchmark says how long it takes
SAY = """
import django; django.setup()
from datetime import UTC, datetime
from broadsheet.news import actions
from broadsheet.news.layout import open_section
from broadsheet.news.filing import Copy, file_and_publish
from broadsheet.news.models import ArticlePage
from broadsheet.talk.api import CommentCopy, import_comments
"""
PUBLISH = """
text = [('text', '<p>It rose.</p>')]
copy = Copy(headline='River rises', section=open_section(name='World'), body=text)
article = file_and_publish(copy=copy)
print(article.url)
"""
COMMENT = """
said = CommentCopy(key='1', name='Aru', text='My cellar is wet.', when=datetime.now(UTC))
import_comments(article=ArticlePage.objects.get(), comments=[said])
"""
WITHDRAW = "actions.withdraw(article=ArticlePage.objects.get())"


@pytest.fixture
def database() -> Iterator[str]:
    """An empty PostgreSQL database where the tests run on one, "" where they run on SQLite."""
    server = os.environ.get("BROADSHEET_DATABASE", "")
    if not server:
        yield ""
        return
    import psycopg

    with psycopg.connect(server, autocommit=True) as link:
        link.execute("DROP DATABASE IF EXISTS two_servers WITH (FORCE)")
        link.execute("CREATE DATABASE two_servers")
    yield server.rsplit("/", 1)[0] + "/two_servers"


@pytest.fixture
def homes(home: Path, tmp_path: Path, database: str) -> tuple[Path, Path]:
    """The homes of one paper on two servers."""
    if database:
        with (home / "broadsheet.toml").open("a") as file:
            file.write(f'\ndatabase = "{database}"\n')
        (home / "prepared").unlink(missing_ok=True)
        assert broadsheet("prepare", "--home", str(home)).returncode == 0
    other = Path(shutil.copytree(home, tmp_path / "other", ignore=shutil.ignore_patterns("plates")))
    if not database:
        for file in home.glob("*.sqlite3*"):
            (other / file.name).unlink()
        [main] = home.glob("*.sqlite3")
        (other / main.name).symlink_to(main)
    return home, other


def on(home: Path, script: str) -> str:
    """Do something on the server of `home`; what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", SAY + script], capture_output=True, text=True, check=False, timeout=60,
        env=environment(BROADSHEET_HOME=str(home), DJANGO_SETTINGS_MODULE="broadsheet.site.settings"),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def until_shown(server: Serving, path: str, text: str) -> None:
    deadline = time.monotonic() + SECONDS
    while text not in server.get(path)[2]:
        assert time.monotonic() < deadline, f"{text!r} is not on {path}"
        time.sleep(0.02)


def test_what_happens_on_one_server_is_seen_on_both(
    homes: tuple[Path, Path], serving: Callable[..., Serving]
) -> None:
    first, second = homes
    here, there = serving(first), serving(second)
    for server in (here, there):
        assert server.get("/")[0] == 200
    url = on(first, PUBLISH)
    for server in (here, there):
        until_shown(server, "/", "River rises")
        assert server.get(url)[0] == 200
    on(second, COMMENT)
    for server in (here, there):
        until_shown(server, url, "My cellar is wet.")
    on(second, WITHDRAW)
    for server in (here, there):  # at once: the withdrawal has waited for both
        assert server.get(url)[0] == 410
        assert "River rises" not in server.get("/")[2]
