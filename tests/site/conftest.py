"""Papers in folders of their own, made and run by the real command."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.homes import once

SOURCE = Path(__file__).resolve().parents[2] / "src"
EDITOR = "editor@example.org"


def environment(**more: str) -> dict[str, str]:
    """This process's environment without the tests' own paper."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BROADSHEET_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return kept | {"PYTHONPATH": str(SOURCE)} | more


def broadsheet(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command and give back what it printed."""
    return subprocess.run(
        [sys.executable, "-m", "broadsheet", *words],
        env=environment(**more), capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip


@pytest.fixture(scope="session")
def first_paper(pytestconfig: pytest.Config) -> Path:
    """A paper made by `broadsheet init`, to be copied."""
    return once(pytestconfig, "first-paper", _init)


def _init(home: Path) -> None:
    done = broadsheet("init", str(home), "--name", "The First Post", "--editor", EDITOR, "--yes")
    assert done.returncode == 0, done.stderr
    (home / "init.txt").write_text(done.stdout)


@pytest.fixture
def home(first_paper: Path, tmp_path: Path) -> Path:
    """A paper of the test's own."""
    return Path(shutil.copytree(first_paper, tmp_path / "paper"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Serving:
    """A paper being served; `get(path)` reads it."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process = process
        self.port = port

    def get(self, path: str = "/") -> tuple[int, Any, str]:
        request = Request(f"http://127.0.0.1:{self.port}{path}")
        try:
            with urlopen(request, timeout=20) as answer:
                words = answer.read().decode(errors="replace")  # a file may be no text
                return answer.status, answer.headers, words
        except HTTPError as error:
            return error.code, error.headers, error.read().decode()

    def wait(self, *, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert self.process.poll() is None, "the paper stopped by itself"
            try:
                self.get()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the paper did not answer in time")


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Callable[..., Serving]]:
    """Serve a home: `serving(home)`; stopped when the test ends."""
    running: list[subprocess.Popen[str]] = []

    def start(home: Path, *, command: str = "serve", port: int = 0, **more: str) -> Serving:
        port = port or free_port()
        words = [command, "--home", str(home), "--port", str(port), "--workers", "1"]
        log = (tmp_path / f"{command}.log").open("w")
        process = subprocess.Popen(
            [sys.executable, "-m", "broadsheet", *words],
            env=environment(**more), stdout=log, stderr=log, text=True,
        )  # fmt: skip
        running.append(process)
        paper = Serving(process, port)
        paper.wait()
        return paper

    yield start
    for process in running:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=60)
