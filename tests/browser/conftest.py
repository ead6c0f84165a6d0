"""The demonstration paper, served by the real command and read in a real browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from tests.site.conftest import Serving, environment, free_port

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
EDITOR = ("editor@lindhaven.example", "printing press")
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Chromium; without it the reason is said."""
    reason = ""
    if os.environ.get("BROADSHEET_BROWSER") != "1":
        reason = "needs a browser: make test-all installs Chromium and runs this"
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if reason:
                item.add_marker(pytest.mark.skip(reason=reason))


@dataclass
class Demo(Serving):
    """The demo being served: its address, its home, the letters it sent."""

    process: subprocess.Popen[str]
    port: int
    home: Path

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def letters(self, *, to: str, at_least: int = 1, seconds: float = 40) -> list[Any]:
        """The letters to an address, oldest first; waits until there are so many."""
        deadline = time.monotonic() + seconds
        while True:
            found = [letter for letter in self._all_letters() if to in (letter["To"] or "")]
            if len(found) >= at_least or time.monotonic() > deadline:
                assert len(found) >= at_least, f"no letter to {to} came in {seconds} s"
                return found
            time.sleep(0.2)

    def link_in_letter(self, *, to: str, containing: str) -> str:
        """The path of the newest link with `containing` in a letter to `to`."""
        text = self.letters(to=to)[-1].get_body(("plain",)).get_content()
        links = re.findall(rf"{re.escape(self.url)}(\S*{re.escape(containing)}\S*)", text)
        assert links, text
        return str(links[-1])

    def _all_letters(self) -> list[Any]:
        letters = []
        for path in sorted((self.home / "mail").glob("*.log"), key=lambda one: one.stat().st_mtime_ns):
            pieces = path.read_bytes().split(b"-" * 79 + b"\n")
            letters += [message_from_bytes(raw, policy=policy.default) for raw in pieces if raw.strip()]
        return letters


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, empty_home: Path) -> Iterator[Demo]:
    """The demo paper on a port of its own; its letters go into files.

    It begins with tables that are there already, which saves half a minute.
    """
    home = tmp_path_factory.mktemp("demo") / "home"
    home.mkdir()
    shutil.copy(empty_home / "paper.sqlite3", home)
    port = free_port()
    log = (home.parent / "demo.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "broadsheet", "demo", "--home", str(home), "--port", str(port),
         "--workers", "1"],
        env=environment(BROADSHEET_EMAIL="file:mail"), stdout=log, stderr=log, text=True,
    )  # fmt: skip
    paper = Demo(process, port, home)
    try:
        paper.wait(seconds=180)
    except AssertionError as error:
        raise AssertionError((home.parent / "demo.log").read_text()) from error
    yield paper
    process.terminate()
    process.wait(timeout=60)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "Chromium is not installed: run make test-all, which installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def reader(chromium: Any, demo: Demo) -> Iterator[Callable[..., Any]]:
    """A page of a new reader: `reader(script=False, width=390, scheme="dark")`.

    A message on the browser's console or a failed request fails the test.
    """
    contexts: list[Any] = []
    complaints: list[str] = []

    def open_page(
        *, script: bool = True, viewport: Any = None, scheme: str = "light", worker: bool = False
    ) -> Any:
        context = chromium.new_context(
            base_url=demo.url, java_script_enabled=script, viewport=viewport or DESK,
            color_scheme=scheme, locale="en-GB", service_workers="allow" if worker else "block",
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.set_default_navigation_timeout(30_000)
        page.on("console", lambda line: _note(complaints, line))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("response", lambda answer: _note_answer(complaints, answer))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints


def _note(complaints: list[str], line: Any) -> None:
    if line.type == "error" and "Failed to load resource" not in line.text:
        complaints.append(line.text)


def _note_answer(complaints: list[str], answer: Any) -> None:
    kind = answer.request.resource_type
    if answer.status == 400 and "/newsroom/" in answer.url:
        return  # the editor keeps drafts by itself, and is told that one is not finished yet
    if answer.status >= 500 or (answer.status >= 400 and kind != "document"):
        complaints.append(f"{answer.status} {answer.url}")


@contextmanager
def signed_in(page: Any, who: tuple[str, str] = EDITOR) -> Iterator[Any]:
    """The demo's editor, or somebody else, at work in the newsroom."""
    page.goto("/newsroom/login/")
    page.get_by_label("E-mail", exact=False).first.fill(who[0])
    page.locator("input[type=password]").fill(who[1])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/newsroom/")
    yield page
