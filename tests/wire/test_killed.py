"""An import that is killed at any moment and run again ends as if nothing had happened."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.wire.conftest import comment, item, picture

ROOT = Path(__file__).parents[2]
KILLS = 4


@pytest.fixture(scope="module")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A paper with its tables and nothing in it."""
    home = tmp_path_factory.mktemp("killed") / "home"
    home.mkdir()
    (home / "broadsheet.toml").write_text('name = "The Test Post"\nurl = "http://testserver"\n')
    (home / "secret.key").write_text("for tests only " * 5)
    environment = {"BROADSHEET_HOME": str(home), "PYTHONPATH": f"{ROOT}/src"}
    command = [sys.executable, "-m", "django", "migrate", "--settings", "broadsheet.site.settings"]
    subprocess.run([*command, "-v", "0"], env=environment, check=True, cwd=ROOT)
    return home


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


def test_a_killed_wordpress_import_ends_the_same(empty_home: Path, wxr: Any, tmp_path: Path) -> None:
    tag = '<category domain="post_tag" nicename="t{0}">T{0}</category>'
    items = [
        item(n, more=comment(n) + comment(n + 100, parent=n) + tag.format(n % 7)) for n in range(1, 31)
    ]
    killed_and_run_again(empty_home, wxr("".join(items)), tmp_path)


def test_a_killed_edition_ends_the_same(empty_home: Path, whole_edition: Path, tmp_path: Path) -> None:
    published = "published = 2024-03-04T09:00:00Z\n"
    for n in range(15):
        (whole_edition / f"pictures/p{n}.png").write_bytes(picture(f"#0000{n:02x}"))
        (whole_edition / f"stories/s{n}.md").write_text(
            f'+++\nheadline = "Story {n}"\nsection = "city"\n{published}+++\n'
            f"![A picture](pictures/p{n}.png)\n\nSee [the next](story:s{(n + 1) % 15}).\n"
        )
    for name in ("forum.toml", "newsletter.toml", "contributions.toml"):
        _date(whole_edition / name)
    _date(whole_edition / "stories/flood.md")
    killed_and_run_again(empty_home, whole_edition, tmp_path)


def _date(file: Path) -> None:
    """Times instead of ages: two papers loaded at two moments are to be the same."""
    lines = []
    for line in file.read_text().split("\n"):
        if line.startswith("age = "):
            line = ("published" if file.suffix == ".md" else "when") + " = 2024-03-04T09:00:00Z"
        if line.startswith("updated_age = "):
            line = "updated = 2024-03-04T12:00:00Z"
        lines.append(line)
    file.write_text("\n".join(lines))
