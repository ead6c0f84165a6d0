"""Every kind of page: for everybody, light, and standing still."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESK, PHONE, Demo, signed_in
from tests.browser.test_reader import sign_up
from tests.browser.test_talking import write

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {
    "front": "/",
    "section": "/city/",
    "article": "/city/flood-barrier/",
    "article with everything": "/business/rents-by-district/",
    "old article": "/world/astana-visit/",
    "article with italics": "/culture/type-foundry/",
    "chinese article": "/world/border-river/",
    "arabic article": "/world/date-harvest/",
    "kazakh article": "/city/apple-orchard/",
    "author": "/by/mara-lindqvist/",
    "topic": "/topic/{topic}/",
    "archive": "/archive/",
    "archive month": "/archive/2010/11/",
    "archive day": "/archive/2010/11/10/",
    "search": "/search/",
    "search results": "/search/?q=river",
    "search nothing": "/search/?q=xyzzy",
    "standing page": "/about/",
    "print": "/print/{article}/",
    "e-mail a friend": "/email/{article}/",
    "friend's letter is on its way": "/email/sent/",
    "comment": "/talk/{comment}/",
    "reply": "/talk/{comment}/reply/",
    "report": "/talk/{comment}/report/",
    "timeline": "/topic/{topic}/timeline/",
    "forum": "/forum/",
    "board": "/forum/city/",
    "forum topic": "/forum/topic/{forum_topic}/",
    "article in the forum": "/forum/article/{article}/",
    "article in the forum, most liked": "/forum/article/{article}/liked/",
    "article in the forum, picks": "/forum/article/{article}/picks/",
    "answers": "/forum/answers/{comment}/",
    "forum search": "/forum/search/",
    "forum search results": "/forum/search/?q=the",
    "forum search nothing": "/forum/search/?q=xyzzy",
    "new topic": "/forum/city/new/",
    "openness": "/talk/openness/",
    "your comments": "/talk/mine/",
    "feeds": "/feeds/",
    "newsletter": "/newsletter/",
    "newsletter asked for": "/newsletter/asked/",
    "newsletter's issues": "/newsletter/issues/",
    "newsletter's issue": "/newsletter/1/",
    "mobile": "/mobile/",
    "news on your screen": "/push/",
    "no network": "/offline/",
    "print editions": "/print-edition/",
    "take part": "/stories/",
    "send a story": "/stories/send/",
    "give a tip": "/stories/tip/",
    "story wants a confirmation": "/stories/send/check-mail/",
    "thanks for a story": "/stories/send/thanks/",
    "reading list": "/reading-list/",
    "sign in": "/account/login/",
    "sign in by code": "/account/login/code/",
    "sign up": "/account/signup/",
    "arabic front": "/ar/",
    "article of the arabic edition": "/ar/world/night-ferry/",
    "not found": "/no-such-page/",
}
WITHDRAWN = "/sport/ski-juniors/"  # by a test here
MAIN = {"front", "section", "article", "forum topic", "search results"}
Looks = tuple[tuple[dict[str, int], str], ...]
TWO_LOOKS: Looks = ((PHONE, "light"), (DESK, "dark"))
FOUR_LOOKS: Looks = (*TWO_LOOKS, (PHONE, "dark"), (DESK, "light"))
KILOBYTE = 1024
# Compressed, without pictures. A word in italics is a face more, and this paper's Kazakh
# stories stand among English words: both alphabets, where a Kazakh paper needs one.
MOST_FIRST_VIEW = {
    "article with everything": 60 * KILOBYTE,
    "old article": 60 * KILOBYTE,
    "chinese article": 60 * KILOBYTE,
    "arabic article": 60 * KILOBYTE,
    "article with italics": 66 * KILOBYTE,
    "kazakh article": 90 * KILOBYTE,
}
MOST_SCRIPT = 15 * KILOBYTE


@pytest.fixture(scope="session")
def places(demo: Demo) -> dict[str, str]:
    """What stands for the names in addresses."""
    article, old, board = (
        demo.get(path)[2] for path in (PAGES["article"], PAGES["old article"], "/forum/city/")
    )
    found = {
        "article": re.search(r'"/print/(\d+)/"', article),
        "comment": re.search(r'"/talk/(\d+)/reply/"', article),
        "topic": re.search(r'"/topic/([^/"]+)/"', old),
        "forum_topic": re.search(r'"/forum/topic/([^"]+)/"', board),
    }
    return {name: match[1] for name, match in found.items() if match}


def check(page: Any, looks: Looks = TWO_LOOKS) -> None:
    """Every rule holds for the page as it stands, in each look."""
    for viewport, scheme in looks:
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        results = Axe().run(page, options={"runOnly": WCAG, "resultTypes": ["violations"]})
        assert results.violations_count == 0, f"{viewport} {scheme} {results.generate_report()}"


@pytest.mark.parametrize("name", PAGES)
def test_no_page_keeps_anybody_out(
    reader: Callable[..., Any], places: dict[str, str], name: str
) -> None:
    page = reader()
    answer = page.goto(PAGES[name].format(**places))
    assert answer.status == (404 if name == "not found" else 200)
    check(page, FOUR_LOOKS if name in MAIN else TWO_LOOKS)


@pytest.mark.parametrize("name", ["reply", "new topic", "send a story", "sign up", "newsletter"])
def test_what_was_wrong_in_a_form_is_said_to_everybody(
    reader: Callable[..., Any], places: dict[str, str], name: str
) -> None:
    page = reader()
    page.goto(PAGES[name].format(**places))
    with page.expect_navigation():
        page.locator("main form:has(button[type=submit])").last.evaluate("form => form.submit()")
    assert page.locator("[aria-invalid=true], .errorlist, [role=alert]").count() > 0
    check(page)


def test_ones_own_comments_keep_nobody_out(reader: Callable[..., Any], places: dict[str, str]) -> None:
    page = reader()
    page.goto(PAGES["reply"].format(**places))
    write(page, f"Every reader gets a page of their own, number {secrets.token_hex(3)}.")
    page.get_by_text("for a moderator").first.wait_for()
    page.goto(PAGES["your comments"])
    check(page)
    own = page.locator(".own-links")
    for name in ("Change", "Delete"):
        page.goto(PAGES["your comments"])
        own.first.get_by_role("link", name=name, exact=True).click()
        check(page)
    page.goto(PAGES["your comments"])
    page.get_by_role("link", name="Delete all of it").click()
    check(page)
    page.get_by_role("button", name="Delete all of it").click()
    page.wait_for_url("**/talk/mine/?deleted")
    assert page.get_by_text("Nothing yet.").is_visible()


def test_an_account_keeps_nobody_out(reader: Callable[..., Any], demo: Demo) -> None:
    page = reader()
    address = f"axe-{secrets.token_hex(3)}@example.org"
    sign_up(page, demo, address, look_at=check)
    for path in ("", "email/", "leave/"):
        page.goto(f"/account/{path}")
        check(page)
    for path in ("/reading-list/", PAGES["article"]):
        page.goto(path)
        check(page)


def test_where_an_article_was_keeps_nobody_out(reader: Callable[..., Any], demo: Demo) -> None:
    key = re.search(r'"/print/(\d+)/"', demo.get(WITHDRAWN)[2])
    assert key
    page = reader()
    with signed_in(page):
        page.goto(f"/newsroom/pages/{key[1]}/unpublish/")
        with page.expect_navigation():
            page.locator("main form button[type=submit], main form input[type=submit]").last.click()
    assert page.goto(WITHDRAWN).status == 410
    check(page)


@pytest.mark.parametrize(
    "name",
    ["front", "article", "section", "send a story", "forum", "sign in", "arabic front",
     "archive month", "forum search results", "search results"],
)  # fmt: skip
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


@pytest.mark.parametrize("name", MOST_FIRST_VIEW)
def test_the_first_view_of_an_article_is_light(reader: Callable[..., Any], name: str) -> None:
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
    page.goto(PAGES[name], wait_until="networkidle")
    by_kind: dict[str, int] = {}
    for request, size in sizes.items():
        kind = kinds.get(request, "Other")
        by_kind[kind] = by_kind.get(kind, 0) + size
    by_kind.pop("Image", None)
    assert by_kind["Document"] > 5 * KILOBYTE
    assert by_kind["Stylesheet"] > 5 * KILOBYTE
    assert by_kind["Script"] <= MOST_SCRIPT, by_kind
    assert sum(by_kind.values()) <= MOST_FIRST_VIEW[name], by_kind


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
