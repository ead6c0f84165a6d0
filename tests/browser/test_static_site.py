"""The edition as files opens from the disk in a real browser, without a server."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import DESK, PHONE, Demo
from tests.site.conftest import environment


@pytest.fixture(scope="module")
def site(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "paper"
    command = [sys.executable, "-m", "broadsheet", "export", str(folder), "--format", "site"]
    subprocess.run([*command, "--home", str(demo.home)], env=environment(), check=True, timeout=500)
    return folder


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_paper_can_be_read_from_the_disk(chromium: Any, site: Path, size: Any) -> None:
    context = chromium.new_context(viewport=size, offline=True)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("requestfailed", lambda request: wrong.append(request.url))
    page.goto((site / "index.html").as_uri())
    assert shown(page) == []
    first = page.locator("main h2 a, main h3 a").first
    headline = first.inner_text()
    first.click()
    assert page.url.startswith("file://")
    assert page.locator("h1").inner_text().strip() == headline.strip()
    assert shown(page) == []
    page.go_back()
    page.locator("nav a[href$='index.html']").nth(1).click()
    assert page.url.startswith("file://")
    assert wrong == []
    context.close()


def shown(page: Any) -> list[str]:
    """Pictures that are broken, and faces of letters that did not come."""
    page.evaluate("document.querySelectorAll('img').forEach(one => one.loading = 'eager')")
    page.wait_for_load_state("networkidle")
    broken: list[str] = page.evaluate(
        """async () => {
            await document.fonts.ready;
            const pictures = [...document.images].filter(one => !one.complete || !one.naturalWidth);
            // Those named after a system's face stand in for it where it is missing.
            const local = / (Georgia|Times|Arial)"?$/;
            const faces = [...document.fonts].filter(
                one => one.status === 'error' && !local.test(one.family));
            return [...pictures.map(one => one.src), ...faces.map(one => one.family)];
        }"""
    )
    assert page.evaluate("[...document.fonts].some(one => one.status === 'loaded')")
    assert page.evaluate("document.images.length > 0")
    return broken
