"""The command `broadsheet`, run as an operator runs it."""

from __future__ import annotations

import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet import __version__
from tests.site.conftest import EDITOR, Serving, broadsheet, environment

COMMANDS = [
    "init",
    "serve",
    "demo",
    "import",
    "export",
    "user",
    "check",
    "version",
    "prepare",
    "bounces",
    "newsletter check",
    "newsletter key",
    "kill",
    "kills",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    shown = broadsheet(*command.split(), "--help")
    assert shown.returncode == 0
    assert re.search(rf"Example:\n\s+broadsheet {command}\b", shown.stdout)


def test_the_version_is_the_packages() -> None:
    assert broadsheet("version").stdout.strip() == __version__


def test_a_new_paper_is_safe_by_default(home: Path) -> None:
    text = (home / "broadsheet.toml").read_text()
    assert "debug" not in text
    key = home / "secret.key"
    assert len(key.read_text().strip()) >= 50
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert f"Newsroom sign-in: {EDITOR}" in (home / "init.txt").read_text()


def test_two_papers_never_share_a_secret(first_paper: Path, tmp_path: Path) -> None:
    from broadsheet.site.papers import write_paper

    write_paper(home=tmp_path / "other", name="B", language="en", timezone="UTC", url="http://b")
    assert (tmp_path / "other/secret.key").read_text() != (first_paper / "secret.key").read_text()


def test_a_paper_is_never_made_over_another(home: Path) -> None:
    before = (home / "secret.key").read_text()
    refused = broadsheet("init", str(home), "--yes")
    assert refused.returncode != 0
    assert "There is a paper" in refused.stderr
    assert (home / "secret.key").read_text() == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--timezone", "Mars/Olympus"), "is not a time zone"),
        (("--language", "xx"), "is not a language"),
        (("--url", "example.org"), "must begin with https://"),
        (("--editor", "no-address"), "is not an e-mail address"),
    ],
)
def test_a_wrong_answer_leaves_no_half_a_paper(
    tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    done = broadsheet("init", str(tmp_path / "mypaper"), "--yes", *words)
    assert done.returncode != 0
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "mypaper").exists()


def test_a_paper_that_could_not_be_finished_can_be_begun_again(tmp_path: Path) -> None:
    nowhere = {"BROADSHEET_DATABASE": "postgres://nobody:x@127.0.0.1:9/nowhere"}
    for _attempt in range(2):
        done = broadsheet("init", str(tmp_path / "mypaper"), "--yes", **nowhere)
        assert done.returncode == 1
        assert "init can be run again" in done.stderr
        assert "The database does not answer" in done.stderr
        assert "Traceback" not in done.stderr


def test_after_a_wrong_answer_the_question_comes_again(tmp_path: Path) -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "broadsheet", "init", str(tmp_path / "mypaper")],
        env=environment(), input="The Post\nxx\nen\nMars\nUTC\nno-address\n",
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    said = [line for line in asked.stdout.splitlines() if "is not" in line]
    assert [line.partition("is not")[2][:8] for line in said] == [" a langu", " a time ", " an e-ma"]
    assert not (tmp_path / "mypaper").exists()


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ("nowhere/all.zip", "nowhere/all.zip.part: No such file or directory."),
        ("all.zip", "The database is not up to date"),
    ],
)
def test_what_an_export_cannot_write_or_read_is_a_sentence(
    tmp_path: Path, file: str, sentence: str
) -> None:
    from broadsheet.site.papers import write_paper

    write_paper(home=tmp_path, name="B", language="en", timezone="UTC", url="http://b")
    done = broadsheet("export", str(tmp_path / file), "--home", str(tmp_path))
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_without_a_paper_ends_in_a_sentence(tmp_path: Path) -> None:
    done = broadsheet("serve", "--home", str(tmp_path))
    assert done.returncode == 2
    assert "broadsheet init" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('timezone = "Mars/Olympus"', "is not a time zone"),
        ("name = The Post", "cannot be read"),
        ('nmae = "The Post"', "settings nobody knows: nmae"),
        ('url = "example.org"', "must begin with https://"),
        ('theme = "nowhere"', "does not exist"),
        ('language = "xx"', "is not a language"),
    ],
)
def test_a_wrong_set_up_is_named(home: Path, line: str, sentence: str) -> None:
    (home / "broadsheet.toml").write_text(line + "\n")
    done = broadsheet("check", "--home", str(home))
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_check_says_what_is_wrong_in_words(home: Path) -> None:
    fine = broadsheet("check", "--home", str(home))
    assert fine.returncode == 0, fine.stdout
    assert "The database (sqlite) answers and is up to date." in fine.stdout
    (home / "secret.key").chmod(0o644)
    bad = broadsheet("check", "--home", str(home), BROADSHEET_EMAIL="smtp://127.0.0.1:9")
    assert bad.returncode == 1
    assert "chmod 600" in bad.stdout
    assert "The mail server of email cannot be reached" in bad.stdout


def test_people_are_let_in_listed_and_locked_out(home: Path) -> None:
    at = ("--home", str(home))
    assert "is Reporter now" in broadsheet("user", "add", "r@example.org", *at).stdout
    assert "as well" in broadsheet("user", "add", "R@Example.org", "--role", "Editor", *at).stdout
    assert "r@example.org\tEditor, Reporter" in broadsheet("user", "list", *at).stdout
    assert "new password" in broadsheet("user", "password", "r@example.org", *at).stdout
    broadsheet("user", "lock", "r@example.org", *at)
    assert "r@example.org\tEditor, Reporter\tlocked out" in broadsheet("user", "list", *at).stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("add", "no-address"), "is not an e-mail address"),
        (("add", "a@example.org", "--role", "King"), "There is no role"),
        (("add", "a@example.org", "--name", "é" * 61), "at most 60 letters"),
        (("password", "nobody@example.org"), "Nobody here has the address"),
    ],
)
def test_a_wrong_word_about_people_is_a_sentence(
    home: Path, words: tuple[str, ...], sentence: str
) -> None:
    done = broadsheet("user", *words, "--home", str(home))
    assert done.returncode == 1
    assert sentence in done.stderr


def test_a_new_paper_is_served_with_its_headers_and_stops_on_one_signal(
    home: Path, serving: Callable[..., Serving]
) -> None:
    paper = serving(home)
    status, headers, page = paper.get("/")
    assert status == 200
    assert "The First Post" in page
    assert "script-src" not in headers["Content-Security-Policy"]  # 'self' by default-src
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert paper.get("/no-such-page/")[0] == 404
    assert "DEBUG" not in paper.get("/no-such-page/")[2]
    paper.process.send_signal(signal.SIGINT)
    assert paper.process.wait(timeout=30) == 0


def test_serving_does_the_work_that_comes_round(home: Path, serving: Callable[..., Serving]) -> None:
    serving(home)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with sqlite3.connect(home / "paper.sqlite3") as database:
            ran = database.execute("SELECT count(*) FROM foundation_jobrun").fetchone()[0]
        if ran:
            return
        time.sleep(0.3)
    raise AssertionError("no job ran")


def test_a_taken_port_is_a_sentence(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = broadsheet("serve", "--home", str(home), "--port", str(other.getsockname()[1]))
    assert done.returncode == 1
    assert "Choose another with --port" in done.stderr
