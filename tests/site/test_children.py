"""The processes beside the web ones: started again when they die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from granian.constants import Interfaces

from broadsheet.edition.bell import EPOCH, Bell
from broadsheet.edition.shelf import Shelf
from broadsheet.site.serving import children
from broadsheet.site.serving.children import Child
from broadsheet.site.serving.web import TARGET, Web
from tests.site.conftest import environment, free_port

MODULE = """
import os, pathlib, sys, time
runs = pathlib.Path(os.environ["BROADSHEET_HOME"]) / "runs"
with runs.open("a") as file:
    file.write("run\\n")
if len(runs.read_text().split()) == 1:
    {end}
time.sleep(60)
"""


def wait_for(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize(("end", "epoch"), [("os.abort()", 1), ("sys.exit(1)", 0)])
def test_a_child_that_dies_is_started_again_and_plates_that_may_have_killed_it_are_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str, epoch: int
) -> None:
    (tmp_path / "dying.py").write_text(MODULE.format(end=end))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(children, "PAUSE_SECONDS", 0.05)
    Shelf(tmp_path / "plates").close()
    child = Child(module="dying", home=tmp_path)
    child.start()
    try:
        runs = tmp_path / "runs"
        wait_for(lambda: runs.exists() and runs.read_text() == "run\nrun\n")
        assert Bell(tmp_path / "plates" / "bell").read(EPOCH) == epoch
    finally:
        child.stop(patience=5)


SIGNALS = """
import random, signal
from broadsheet.site.serving.interrupt import Interrupt
event = Interrupt()
signal.signal(signal.SIGALRM, lambda *_: event.set())
for _ in range(10_000):
    signal.setitimer(signal.ITIMER_REAL, random.uniform(1e-6, 5e-5))
    event.wait()
    event.clear()
"""


def test_a_signal_ends_the_wait_for_it_at_whatever_moment_it_comes() -> None:
    subprocess.run([sys.executable, "-c", SIGNALS], env=environment(), timeout=60, check=True)


def nothing(*_: Any) -> None:
    pass


def test_a_web_process_that_has_ended_is_not_said_to_have_refused() -> None:
    server = Web(TARGET, port=free_port(), interface=Interfaces.WSGI)
    server._init_shared_socket()
    worker = server._spawn_worker(0, nothing, None)
    worker.inner.start()
    assert os.waitpid(worker.inner.pid, 0)[1] == 0  # told to another thread, which has yet to say so
    assert not worker.is_alive()


def deaf_at_first(*_: Any) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(1)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    time.sleep(60)


def test_a_web_process_that_missed_the_signal_while_it_started_is_asked_again() -> None:
    server = Web(TARGET, port=free_port(), interface=Interfaces.WSGI)
    server._init_shared_socket()
    worker = server._spawn_worker(0, deaf_at_first, None)
    worker.start()
    time.sleep(0.3)
    worker.terminate()
    worker.join(30)
    assert not worker.is_alive()
