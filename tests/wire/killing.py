"""Kill imports, run them again, and compare the papers that come of it."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
KILLS = 4


def start(home: Path, file: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.wire.killed", str(home), str(file), str(home / "done.zip")]
    environment = {"PYTHONPATH": f"{ROOT}/src:{ROOT}"}
    running = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert running.stdout
    assert running.stdout.readline() == "ready\n"
    return running


def finish(home: Path, file: Path) -> tuple[bytes, float]:
    began = time.monotonic()
    running = start(home, file)
    assert running.wait(timeout=300) == 0
    return (home / "done.zip").read_bytes(), time.monotonic() - began


def killed_and_run_again(empty: Path, file: Path, tmp_path: Path) -> None:
    undisturbed = shutil.copytree(empty, tmp_path / "undisturbed")
    wanted, seconds = finish(undisturbed, file)
    disturbed = shutil.copytree(empty, tmp_path / "disturbed")
    moments = random.Random(7)
    for _ in range(KILLS):
        running = start(disturbed, file)
        time.sleep(moments.uniform(0, seconds / KILLS))
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert finish(disturbed, file)[0] == wanted
    assert rows(disturbed) == rows(undisturbed)
    assert media(disturbed) == media(undisturbed)


def rows(home: Path) -> dict[str, int]:
    """How many rows each table of content has."""
    database = sqlite3.connect(home / "paper.sqlite3")
    tables = ["wagtailcore_page", "wagtailcore_revision", "wagtailredirects_redirect",
              "wire_imported", "news_searchentry", "news_picture", "news_author", "talk_post",
              "topics_topic"]  # fmt: skip
    count = "SELECT count(*) FROM "
    return {name: database.execute(count + name).fetchone()[0] for name in tables}


def media(home: Path) -> list[str]:
    return sorted(str(one.relative_to(home)) for one in (home / "media").rglob("*") if one.is_file())
