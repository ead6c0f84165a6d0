"""Homes of papers that are made once for the same code, and copied."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CONFIG = 'name = "The Test Post"\nurl = "http://testserver"\n'
MIGRATE = ["django", "migrate", "-v", "0", "--settings", "broadsheet.site.settings"]
OF_EACH_RUN = {  # and not of what is made
    "BROADSHEET_HOME", "BROADSHEET_DATABASE", "BROADSHEET_BROWSER", "BROADSHEET_TEST_PORT",
}  # fmt: skip
DAY = 24 * 60 * 60


def once(config: pytest.Config, name: str, make: Callable[[Path], None]) -> Path:
    """The folder that `make` fills, whichever of the processes that test comes first.

    All migrations together take half a minute, so it is kept in pytest's cache for the runs
    after this one too, under a name that stands for all of the paper's code, the tests'
    settings and every package that is installed. Where any of it changes it is made anew.
    """
    kept = config.cache.mkdir(f"made-{_this_code()}")  # type: ignore[union-attr]
    folder, made = kept / name, kept / f"{name}.made"
    with (kept / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)  # of a run that was broken off
            folder.mkdir()
            make(folder)
            made.touch()
            _clear_away(kept.parent)
    return folder


@cache
def _this_code() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted([*(ROOT / "src").rglob("*"), ROOT / "tests/settings.py", Path(__file__)]):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    packages = {f"{one.name} {one.version}" for one in distributions()}
    named = {f"{name}={value}" for name, value in os.environ.items()
             if name.startswith("BROADSHEET_") and name not in OF_EACH_RUN}  # fmt: skip
    digest.update("\0".join(sorted(packages) + sorted(named)).encode())
    return digest.hexdigest()[:20]


def _clear_away(folder: Path) -> None:
    """What was made of other code, and not in the last day."""
    for old in folder.glob("made-*"):
        if time.time() - old.stat().st_mtime > DAY:
            shutil.rmtree(old, ignore_errors=True)


@pytest.fixture(scope="session")
def empty_home(pytestconfig: pytest.Config) -> Path:
    """A paper on SQLite with its tables and nothing in it, to be copied."""
    return once(pytestconfig, "empty-home", _migrate)


def _migrate(home: Path) -> None:
    (home / "broadsheet.toml").write_text(CONFIG)
    (home / "secret.key").write_text("for tests only " * 5)
    environment = {"BROADSHEET_HOME": str(home), "PYTHONPATH": f"{ROOT}/src"}
    subprocess.run([sys.executable, "-m", *MIGRATE], env=environment, check=True, cwd=ROOT)
