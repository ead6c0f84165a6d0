"""The sending process dies at random moments: nobody is missed, nobody gets two.

`make kill-newsletter` does it fifty times; here it is done three times.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from broadsheet.outreach.newsletter import turn
from tests.outreach.conftest import Sink
from tests.outreach.test_newsletter_killed import environment

KILLS = int(os.environ.get("BROADSHEET_KILLS", "3"))
READERS = 60 + 60 * KILLS
ROOT = Path(__file__).parents[2]


class Moment(Sink):
    """Takes letters, and kills who sends them once it has taken so many and a moment has passed."""

    victim: subprocess.Popen[str] | None = None
    spared = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        self.spared -= 1
        if self.victim and self.spared < 0:
            os.kill(self.victim.pid, signal.SIGKILL)
            self.victim = None
        return answer


@pytest.fixture
def home(empty_home: Path, tmp_path: Path) -> Iterator[Path]:
    """A paper with an issue on its way to many."""
    made = Path(shutil.copytree(empty_home, tmp_path / "home"))
    command = [sys.executable, "-m", "tests.outreach.killed", "prepare"]
    subprocess.run(command, env=surroundings(made, 9), check=True, cwd=ROOT)
    yield made
    shutil.rmtree(made)


def surroundings(home: Path, port: int) -> dict[str, str]:
    return environment(home, port) | {"TEST_READERS": str(READERS)}


def test_killed_again_and_again_it_reaches_everybody_once(
    home: Path, serve_mail: Any, settings: Any
) -> None:
    chance = random.Random(KILLS)
    sink = serve_mail(Moment())
    around = surroundings(home, settings.EMAIL_PORT)

    def run(act: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.outreach.killed", act]
        return subprocess.Popen(command, env=around, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    killed = 0
    for number in range(KILLS):
        sink.spared = chance.randint(0, 90)
        process = run("send")
        if number % 3 == 2:  # some die before, between or after letters, not while one is taken
            while not sink.letters and process.poll() is None:
                time.sleep(0.01)
            time.sleep(chance.random() * 0.5)
            process.kill()
        else:
            sink.victim = process
        process.communicate(timeout=120)
        killed += process.returncode == -signal.SIGKILL
        sink.victim = None
    assert killed >= 1
    assert run("send").wait(timeout=300) == 0
    told, _ = run("tell").communicate(timeout=120)
    issue, *lines = told.splitlines()
    states = dict(reversed(line.split(" ", 1)) for line in lines)
    got = Counter(letter["To"] for letter in sink.letters)
    assert issue == "sent"
    assert len(states) == READERS
    assert max(got.values()) == 1, "nobody gets two"
    unclear = {reader for reader, state in states.items() if state == "unclear"}
    assert {reader for reader, state in states.items() if state == "sent"} == got.keys() - unclear
    assert states.keys() == got.keys() | unclear, "nobody is missed without being named"
    assert len(unclear) <= killed * turn.LINES, "only what was in the air is unclear"
