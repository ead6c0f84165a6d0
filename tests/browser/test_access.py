"""Every kind of page: for everybody, light, and standing still."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESK, PHONE, Demo

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {
    "front": "/",
    "section": "/city/",
    "article": "/city/flood-barrier/",
    "article with everything": "/business/rents-by-district/",
    "old article": "/world/astana-visit/",
    "chinese article": "/world/border-river/",
    "arabic article": "/world/date-harvest/",
    "kazakh article": "/city/apple-orchard/",
    "author": "/by/mara-lindqvist/",
    "topic": "/topic/{topic}/",
    "archive": "/archive/",
    "archive day": "/archive/2010/11/10/",
    "search": "/search/",
    "search results": "/search/?q=river",
    "search nothing": "/search/?q=xyzzy",
    "standing page": "/about/",
    "forum": "/forum/",
    "feeds": "/feeds/",
    "newsletter": "/newsletter/",
    "mobile": "/mobile/",
    "send a story": "/stories/send/",
    "reading list": "/reading-list/",
    "sign in": "/account/login/",
    "not found": "/no-such-page/",
}
KILOBYTE = 1024
MOST_FIRST_VIEW = 60 * KILOBYTE  # compressed, without pictures
MOST_SCRIPT = 15 * KILOBYTE


@pytest.fixture(scope="session")
def topic(demo: Demo) -> str:
    page = demo.get("/world/astana-visit/")[2]
    return page.split('href="/topic/')[1].split("/")[0]


@pytest.mark.parametrize("name", PAGES)
def test_no_page_keeps_anybody_out(reader: Callable[..., Any], topic: str, name: str) -> None:
    for viewport, scheme in ((PHONE, "light"), (DESK, "dark")):
        page = reader(viewport=viewport, scheme=scheme)
        page.goto(PAGES[name].format(topic=topic))
        results = Axe().run(page, options={"runOnly": WCAG, "resultTypes": ["violations"]})
        assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("name", ["front", "article", "section", "send a story", "forum", "sign in"])
def test_no_page_is_wider_than_a_small_phone(reader: Callable[..., Any], name: str) -> None:
    page = reader(viewport={"width": 320, "height": 640})
    page.goto(PAGES[name])
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("name", ["front", "article", "chinese article", "arabic article", "forum"])
def test_nothing_moves_while_a_page_loads(
    reader: Callable[..., Any], name: str, viewport: dict[str, int]
) -> None:
    page = reader(viewport=viewport)
    page.add_init_script(
        "window.shifted = 0; new PerformanceObserver(list => { for (const entry of list.getEntries())"
        " if (!entry.hadRecentInput) window.shifted += entry.value; })"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    page.goto(PAGES[name], wait_until="networkidle")
    page.evaluate("window.scrollTo({top: 4000})")
    page.wait_for_timeout(400)
    assert page.evaluate("window.shifted") < 0.01


def test_the_first_view_of_an_article_is_light(reader: Callable[..., Any]) -> None:
    page = reader(viewport=PHONE)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    kinds: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
    session.on(
        "Network.loadingFinished",
        lambda e: sizes.update({e["requestId"]: int(e["encodedDataLength"])}),
    )
    page.goto(PAGES["article with everything"], wait_until="networkidle")
    by_kind: dict[str, int] = {}
    for request, size in sizes.items():
        kind = kinds.get(request, "Other")
        by_kind[kind] = by_kind.get(kind, 0) + size
    by_kind.pop("Image", None)
    assert by_kind["Document"] > 0
    assert by_kind["Script"] <= MOST_SCRIPT, by_kind
    assert sum(by_kind.values()) <= MOST_FIRST_VIEW, by_kind


def test_every_link_on_the_front_page_and_an_article_leads_somewhere(
    reader: Callable[..., Any], demo: Demo
) -> None:
    page = reader()
    links: set[str] = set()
    for start in ("/", PAGES["article"], PAGES["old article"]):
        page.goto(start)
        links |= set(page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)"))
    own = {link.removeprefix(demo.url).partition("#")[0] for link in links if link.startswith(demo.url)}
    dead = {link: demo.get(link or "/")[0] for link in own if demo.get(link or "/")[0] != 200}
    assert not dead
