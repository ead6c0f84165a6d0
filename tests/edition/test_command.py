"""`broadsheet edition`, run as an operator runs it."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.site.conftest import broadsheet


def test_all_pages_are_baked_verified_counted_and_dropped(first_paper: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(first_paper, tmp_path / "paper"))
    at = ("--home", str(home))
    with closing(sqlite3.connect(home / "paper.sqlite3")) as database, database:
        gone = ("paper", "gone", "2026-01-01 12:00:00", False)
        database.execute(
            "INSERT INTO edition_staletag (tag, kind, at, purged) VALUES (?, ?, ?, ?)", gone
        )
    baked = broadsheet("edition", "bake", "--processes", "2", *at)
    assert baked.returncode == 0, baked.stderr
    number = int(baked.stdout.split()[0])
    assert number > 15
    shown = broadsheet("edition", "status", *at).stdout
    assert re.search(r"generation +(\d+) of \1\n", shown)  # nothing older left to apply
    assert re.search(rf"plates +{number}\n", shown)
    assert re.search(r"to be made anew +0\n", shown)
    verified = broadsheet("edition", "verify", "--sample", "1000", *at)
    assert verified.returncode == 0, verified.stdout
    assert f"{number} plates compared, 0 differ" in verified.stdout
    assert f"{number} plates thrown away" in broadsheet("edition", "drop", *at).stdout
    assert re.search(r"plates +0\n", broadsheet("edition", "status", *at).stdout)
