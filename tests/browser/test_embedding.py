"""A page of another site with our script tag: comments shown and written there, in a real browser."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import CHROMIUM, DESK, FLAGS, PHONE, Demo, signed_in
from tests.browser.test_talking import WAITING, approve, write

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
STORY = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style nonce="us">body {{ font: 1.1rem/1.6 sans-serif; margin: 0 auto; padding: 1rem; max-width: 46rem;
background: {paper}; color: {ink} }} .story {{ min-height: {length}px }}</style>
<h1>{title}</h1><p>Comments: <span id="number" data-broadsheet-count="{page}"></span></p>
<div class="story"><p>It opened at six.</p></div>
<div id="broadsheet-comments" data-page="{page}" data-title="{title}">
<a href="{demo}/talk/on/?page={quoted}&amp;title={quoted_title}">Comments on {title}</a></div>
<script src="{demo}/talk/embed.js" async></script>"""


@dataclass
class Elsewhere:
    """A server of another site; a story is at any path, dark ones at /dark/…, long ones at /long/…"""

    url: str
    demo: str

    def story(self, path: str) -> str:
        page = f"{self.url}{path}"
        title = f"The bridge <b>of</b> {path}".replace("<", "&lt;")
        dark = "/dark/" in path
        return STORY.format(
            title=title, page=page, quoted=quote(page, safe=""), demo=self.demo,
            quoted_title=quote(f"The bridge <b>of</b> {path}"),
            paper="#111" if dark else "#fff", ink="#eee" if dark else "#111",
            length=4000 if "/long/" in path else 100,
        )  # fmt: skip


@pytest.fixture(scope="module")
def open_site(demo: Demo) -> Iterator[Callable[[], Elsewhere]]:
    """Servers on ports of their own, under a name that is another site to browsers than the demo's."""
    servers = []

    def start() -> Elsewhere:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = site.story(self.path.partition("?")[0]).encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                # What docs/embedding.md says such a site's policy needs.
                self.send_header(
                    "Content-Security-Policy",
                    f"default-src 'none'; style-src 'nonce-us'; script-src {demo.url}; "
                    f"frame-src {demo.url}; connect-src {demo.url}",
                )
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        site = Elsewhere(f"http://127.0.0.1:{server.server_address[1]}", demo.url)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return site

    yield start
    for server in servers:
        server.shutdown()


@pytest.fixture
def site(open_site: Callable[[], Elsewhere], reader: Callable[..., Any]) -> Elsewhere:
    """A site that the newsroom has listed."""
    elsewhere = open_site()
    with signed_in(reader()) as desk:
        desk.goto("/newsroom/talk_outside/new/")
        desk.get_by_label("Site", exact=False).first.fill(elsewhere.url)
        with desk.expect_navigation():
            desk.get_by_role("button", name="Save").or_(
                desk.get_by_role("button", name="Create")
            ).first.click()
        desk.get_by_text(elsewhere.url.removeprefix("http://")).first.wait_for()
    return elsewhere


def comments(page: Any) -> Any:
    frame = page.frame_locator("#broadsheet-comments iframe")
    frame.locator("#add-comment").wait_for()
    return frame


@dataclass
class Framed:
    """The frame, as `write` fills in a page."""

    page: Any

    def locator(self, selector: str) -> Any:
        return self.page.frame_locator("iframe").locator(selector)

    def wait_for_timeout(self, milliseconds: int) -> None:
        self.page.wait_for_timeout(milliseconds)


def until(page: Any, holds: str, *, seconds: float = 20) -> None:
    """Wait until an expression holds; Playwright's own way needs `eval`, which the page forbids."""
    deadline = time.monotonic() + seconds
    while not page.evaluate(holds):
        assert time.monotonic() < deadline, holds
        time.sleep(0.1)


def is_whole(page: Any) -> bool:
    """Whether nothing in the frame is cut off, and nothing on the page is too wide."""
    inside = next(frame for frame in page.frames if "/talk/frame/" in frame.url)
    fits = inside.evaluate("document.documentElement.scrollHeight <= innerHeight + 1")
    narrow = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return bool(fits and narrow)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_comment_is_written_read_and_answered_there(
    site: Elsewhere, reader: Callable[..., Any], viewport: Any
) -> None:
    text = f"We waited an hour. {secrets.token_hex(4)}"
    story = f"{site.url}/story/{secrets.token_hex(3)}"
    page, other, desk = reader(viewport=viewport), reader(viewport=viewport), reader()
    page.goto(story)
    frame = comments(page)
    frame.get_by_text("No comments.").wait_for()
    write(Framed(page), text)
    frame.get_by_text("for a moderator").first.wait_for()
    until(page, "document.querySelector('iframe').clientHeight > 300")
    page.reload()
    mine = comments(page).locator(".comment").filter(has_text=text)
    mine.get_by_text(
        WAITING
    ).wait_for()  # its writer is known again without a cookie of the whole browser
    other.goto(story)
    assert comments(other).get_by_text(text).count() == 0

    with signed_in(desk):
        desk.goto("/newsroom/moderation/")
        row = desk.locator("li.mod-post").filter(has_text=text)
        assert row.locator(f'a[href="{story}"]').count() == 1
    approve(reader(), text)
    other = reader(viewport=viewport)  # the number may be kept for a minute
    other.goto(story)
    shown = comments(other).locator(".comment").filter(has_text=text)
    shown.wait_for()
    other.locator("#number").filter(has_text="1").wait_for()
    until(other, "document.querySelector('iframe').clientHeight > 300")
    other.wait_for_timeout(300)
    assert is_whole(other)
    shown.get_by_role("link", name="Reply").click()
    comments(other).locator(".fact-box .comment").wait_for()
    answer = f"So did we. {secrets.token_hex(4)}"
    write(Framed(other), answer)
    other.frame_locator("iframe").get_by_text("for a moderator").first.wait_for()
    other.reload()
    comments(other).locator(".comments .comments .comment").filter(has_text=answer).wait_for()


def test_without_script_the_link_leads_to_the_same_comments(
    site: Elsewhere, reader: Callable[..., Any], demo: Demo
) -> None:
    page = reader(script=False)
    page.goto(f"{site.url}/plain/{secrets.token_hex(3)}")
    page.get_by_role("link", name="Comments on").click()
    page.wait_for_url(f"{demo.url}/talk/on/**")
    text = f"Read without script. {secrets.token_hex(4)}"
    write(page, text)
    page.get_by_role("heading", name="Thank you", exact=False).wait_for()
    page.get_by_role("link", name="Back to the comments").click()
    page.get_by_role("heading", name="The bridge <b>of</b>").wait_for()
    page.locator(".comment").filter(has_text=text).get_by_text(WAITING).wait_for()


def test_the_frame_waits_until_it_is_near(site: Elsewhere, reader: Callable[..., Any]) -> None:
    page = reader(viewport=PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site.url}/long/{secrets.token_hex(3)}")
    page.locator("#broadsheet-comments iframe").wait_for(state="attached")
    page.wait_for_timeout(1500)
    assert not [url for url in asked if "/talk/frame/" in url]
    page.locator("#broadsheet-comments").scroll_into_view_if_needed()
    comments(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_as_dark_as_the_page_around_it(
    site: Elsewhere, reader: Callable[..., Any], scheme: str
) -> None:
    """Whatever the reader's system prefers."""
    lightness = "getComputedStyle(document.querySelector('h2')).color.match(/\\d+/g)[0] > 127"
    for path, is_dark in (("/dark/story", True), ("/story", False)):
        page = reader(scheme=scheme)
        page.goto(f"{site.url}{path}")
        comments(page)
        inside = next(frame for frame in page.frames if "/talk/frame/" in frame.url)
        assert inside.evaluate(lightness) is is_dark
    page.evaluate("document.body.style.color = 'rgb(240, 240, 240)'")
    until(inside, lightness)


def test_a_link_to_a_comment_leads_to_it_on_the_page(
    site: Elsewhere, reader: Callable[..., Any]
) -> None:
    story = f"{site.url}/long/{secrets.token_hex(3)}"
    text = f"At the bottom. {secrets.token_hex(4)}"
    page = reader()
    page.goto(story)
    page.locator("#broadsheet-comments").scroll_into_view_if_needed()
    comments(page)
    write(Framed(page), text)
    page.frame_locator("iframe").get_by_text("for a moderator").first.wait_for()
    approve(reader(), text)
    page.goto(f"{story}?again")
    page.locator("#broadsheet-comments").scroll_into_view_if_needed()
    link = comments(page).locator(".comment").filter(has_text=text).locator(".comment__head a")
    address = link.get_attribute("href")
    assert address.startswith(f"{story}#comment-")
    other = reader()
    other.goto(address)
    comments(other).locator(".comment").filter(has_text=text).wait_for()
    until(other, "window.scrollY > 2000")


def test_a_site_that_is_not_listed_gets_a_link_to_the_reason(
    open_site: Callable[[], Elsewhere], chromium: Any, demo: Demo
) -> None:
    stranger = open_site()
    context = chromium.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{stranger.url}/story")
    link = page.locator("#broadsheet-comments a")
    link.wait_for(timeout=30_000)
    assert page.frame_locator("iframe").locator("#add-comment").count() == 0
    link.click()
    page.wait_for_url(f"{demo.url}/talk/on/**")
    page.get_by_text("There are no comments of this paper on pages of that site.").wait_for()
    context.close()


def test_a_reader_is_known_again_where_cookies_of_other_sites_are_blocked(
    site: Elsewhere, chromium: Any
) -> None:
    strict = chromium.browser_type.launch(
        executable_path=CHROMIUM, args=[*FLAGS, "--test-third-party-cookie-phaseout"]
    )
    page = strict.new_page(locale="en-GB")
    text = f"Blocked or not. {secrets.token_hex(4)}"
    page.goto(f"{site.url}/strict/{secrets.token_hex(3)}")
    comments(page)
    write(Framed(page), text)
    page.frame_locator("iframe").get_by_text("for a moderator").first.wait_for()
    page.reload()
    comments(page).locator(".comment").filter(has_text=text).get_by_text(WAITING).wait_for()
    strict.close()


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (DESK, "dark")])
def test_the_frame_is_for_everybody(
    site: Elsewhere, reader: Callable[..., Any], viewport: Any, scheme: str
) -> None:
    page = reader(viewport=viewport, scheme=scheme)
    page.goto(f"{site.url}/story")
    comments(page)
    frame = next(frame for frame in page.frames if "/talk/frame/" in frame.url)
    page.goto(frame.url)  # alone: what checks it looks into no frame of another origin
    found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    assert not [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
