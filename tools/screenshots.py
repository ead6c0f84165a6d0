"""Take the pictures of the documentation from a running demonstration paper.

    make demo                       # in another terminal
    python tools/screenshots.py     # needs Debian's chromium

Each page is scrolled through first, so that no picture is still on its way.
"""

from __future__ import annotations

import io
import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

OUT = Path(__file__).parent.parent / "docs/pictures"
EDITOR = ("editor@lindhaven.example", "printing press")
PAGES = {
    "front": "/",
    "article": "/business/rents-by-district/",
    "forum": "/forum/",
}
NEWSROOM = {
    "articles": "articles/", "moderation": "moderation/", "stories": "stories/", "start": "",
    "planning": "planning/", "calendar": "calendar/", "report": "report/",
}  # fmt: skip
PLANS = (("Council budget debate", 0), ("Ferry timetable changes", 1), ("School sports day", 4))
HEIGHT = {390: 1900, 1440: 2000}  # of what is kept of a long page
QUALITY = 74


def main(base: str) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for width in HEIGHT:
            for scheme in ("light", "dark"):
                page = _page(browser, base, width, scheme)
                for name, path in PAGES.items():
                    page.goto(path, wait_until="networkidle")
                    _keep(page, f"{name}-{width}-{scheme}", HEIGHT[width])
        _newsroom(_page(browser, base, 1440, "light"))
        browser.close()


def _newsroom(page: Any) -> None:
    page.goto("/newsroom/login/")
    page.locator("input[name=username]").fill(EDITOR[0])
    page.locator("input[type=password]").fill(EDITOR[1])
    page.locator("form button[type=submit]").click()
    page.wait_for_url("**/newsroom/")
    for title, days in PLANS:
        page.goto(f"/newsroom/planning/new/?day={datetime.now(UTC).date() + timedelta(days=days)}")
        page.locator("[name=title]").fill(title)
        page.locator("[name=section]").select_option(index=1)
        page.locator("form.desk-note button[type=submit]").click()
        page.wait_for_url("**/planning/")
    for name, path in NEWSROOM.items():
        page.goto(f"/newsroom/{path}", wait_until="networkidle")
        _keep(page, f"{name}-1440-light", 1100)


def _page(browser: Any, base: str, width: int, scheme: str) -> Any:
    context = browser.new_context(
        base_url=base, viewport={"width": width, "height": 900}, color_scheme=scheme, locale="en-GB"
    )
    return context.new_page()


def _keep(page: Any, name: str, height: int) -> None:
    whole = page.evaluate("document.documentElement.scrollHeight")
    for place in range(0, min(whole, height + 900), 450):
        page.evaluate(f"window.scrollTo(0, {place})")
        page.wait_for_timeout(250)
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_load_state("networkidle")
    shot = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    shot.crop((0, 0, shot.width, min(height, shot.height))).save(
        OUT / f"{name}.webp", "WEBP", quality=QUALITY, method=6
    )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000")
