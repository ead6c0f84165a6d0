"""A sending process killed in the middle, and two of them at once: nobody gets two copies."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.outreach.conftest import Sink
from tests.outreach.killed import READERS

ROOT = Path(__file__).parents[2]
EVERYBODY = {f"reader{number}@example.org" for number in range(READERS)}
Run = Callable[..., "subprocess.Popen[str]"]


class Deadly(Sink):
    """Takes so many letters; takes one more, and kills who sent it before it can hear so."""

    victim: subprocess.Popen[str] | None = None
    spared = 7

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        if self.victim and len(self.letters) > self.spared:
            os.kill(self.victim.pid, signal.SIGKILL)
            self.victim.wait()
            self.victim = None
        return answer


def environment(home: Path, port: int) -> dict[str, str]:
    return {
        "BROADSHEET_HOME": str(home), "PYTHONPATH": f"{ROOT}/src:{ROOT}",
        "BROADSHEET_EMAIL": f"smtp://127.0.0.1:{port}",
    }  # fmt: skip


@pytest.fixture(scope="session")
def prepared(empty_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A paper with an issue on its way, of which nothing has gone out."""
    home = Path(shutil.copytree(empty_home, tmp_path_factory.mktemp("letters") / "home"))
    command = [sys.executable, "-m", "tests.outreach.killed", "prepare"]
    subprocess.run(command, env=environment(home, 9), check=True, cwd=ROOT)
    return home


@pytest.fixture
def process(prepared: Path, tmp_path: Path, settings: Any) -> Iterator[Run]:
    """Start `tests.outreach.killed` with what it shall do."""
    home = shutil.copytree(prepared, tmp_path / "home")
    running: list[subprocess.Popen[str]] = []

    def run(act: str) -> subprocess.Popen[str]:
        running.append(
            subprocess.Popen(
                [sys.executable, "-m", "tests.outreach.killed", act],
                env=environment(home, settings.EMAIL_PORT), cwd=ROOT, stdout=subprocess.PIPE, text=True,
            )
        )  # fmt: skip
        return running[-1]

    yield run
    for one in running:
        one.kill()
        one.communicate()


def told(process: Run) -> tuple[str, dict[str, str]]:
    """The issue's state, and each reader's."""
    issue, *lines = process("tell").communicate(timeout=60)[0].splitlines()
    return issue, dict(reversed(line.split(" ", 1)) for line in lines)


def copies(sink: Sink) -> Counter[str]:
    return Counter(letter["To"] for letter in sink.letters)


def test_killed_in_the_middle_it_goes_on_and_names_the_one_copy_nobody_knows_of(
    serve_mail: Any, process: Run
) -> None:
    sink = serve_mail(Deadly())
    sink.victim = process("send")
    assert sink.victim.wait(timeout=60) == -signal.SIGKILL
    held = sink.letters[-1]["To"]
    issue, states = told(process)
    assert Counter(states.values()) == {"sent": 7, "sending": 1, "waiting": READERS - 8}
    assert states[held] == "sending"
    assert process("send").wait(timeout=60) == 0
    assert process("later").wait(timeout=60) == 0
    assert process("send").wait(timeout=60) == 0
    issue, states = told(process)
    assert issue == "sent"
    assert states.pop(held) == "unclear"
    assert set(states.values()) == {"sent"}
    assert copies(sink) == dict.fromkeys(EVERYBODY, 1)


def test_two_at_once_share_the_work(serve_mail: Any, process: Run) -> None:
    sink = serve_mail(Sink())
    both = [process("send"), process("send")]
    assert [one.wait(timeout=120) for one in both] == [0, 0]
    assert copies(sink) == dict.fromkeys(EVERYBODY, 1)
    assert told(process)[0] == "sent"
