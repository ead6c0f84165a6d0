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
    "planning": "planning/", "calendar": "calendar/", "report": "report/", "breaking": "breaking/",
    "changes": "changes/",
}  # fmt: skip
PLANS = (("Council budget debate", 0), ("Ferry timetable changes", 1), ("School sports day", 4))
NAMING = (
    "Aldmouth Yard had guests from Kazakhstan and China. “The steel is as good as ours,” said Jia "
    "Qinglin on Tuesday. Brida Falk of the Island Council came as well."
)
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
    _named(page)
    live, translated = _key(page, "Barrier"), _key(page, "Comet")
    page.goto(f"/newsroom/articles/{live}/live/", wait_until="networkidle")
    _keep(page, "live-1440-light", 1100)
    page.goto(f"/newsroom/localize/submit/page/{translated}/")
    if page.locator("#id_locales_0").count():  # else it is translated already
        page.locator("#id_locales_0").check()
    page.locator("main input[type=submit]").click()
    page.wait_for_url("**/edit/")
    page.get_by_role("button", name="Translate").first.click()
    page.get_by_role("textbox").last.fill("سماء الليل")
    _save(page.screenshot(), "translate-1440-light", 900)


def _named(page: Any) -> None:
    """A draft whose names wait to be accepted."""
    page.goto("/newsroom/articles/new/")
    page.locator("main a[href*='/add/news/articlepage/']").first.click()
    page.locator("#id_title").fill("Guests from the east at the yard")
    page.locator("#id_standfirst").fill(NAMING)
    page.get_by_role("button", name="Save draft").first.click()
    page.wait_for_url("**/edit/")
    page.locator("[data-named-line] kbd").last.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    _save(page.screenshot(), "named-1440-light", 900)


def _key(page: Any, words: str) -> str:
    """The number of the newest article with these words in its headline."""
    page.goto(f"/newsroom/articles/?words={words}")
    href = page.locator("table.listing .title a").first.get_attribute("href")
    return str(href).rstrip("/").split("/")[-2]


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
    page.evaluate("for (const one of document.images) one.decoding = 'sync'")
    _save(page.screenshot(full_page=True), name, height)


def _save(taken: bytes, name: str, height: int) -> None:
    shot = Image.open(io.BytesIO(taken))
    shot.crop((0, 0, shot.width, min(height, shot.height))).save(
        OUT / f"{name}.webp", "WEBP", quality=QUALITY, method=6
    )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000")
