"""Homes of papers that are made once in a test run, and copied."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CONFIG = 'name = "The Test Post"\nurl = "http://testserver"\n'
MIGRATE = ["django", "migrate", "-v", "0", "--settings", "broadsheet.site.settings"]


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder that `make` fills, whichever of the processes that test comes first."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder, made = shared / name, shared / f"{name}.made"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            folder.mkdir()
            make(folder)
            made.touch()
    return folder


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A paper on SQLite with its tables and nothing in it, to be copied."""
    return once(tmp_path_factory, "empty-home", _migrate)


def _migrate(home: Path) -> None:
    (home / "broadsheet.toml").write_text(CONFIG)
    (home / "secret.key").write_text("for tests only " * 5)
    environment = {"BROADSHEET_HOME": str(home), "PYTHONPATH": f"{ROOT}/src"}
    subprocess.run([sys.executable, "-m", *MIGRATE], env=environment, check=True, cwd=ROOT)
