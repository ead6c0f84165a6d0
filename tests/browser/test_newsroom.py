"""An editor's day in the newsroom."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from typing import Any

from tests.browser.conftest import Demo, signed_in


def wait_until_served(demo: Demo, path: str, text: str) -> None:
    deadline = time.monotonic() + 40
    while text not in demo.get(path)[2]:
        assert time.monotonic() < deadline, f"{text!r} did not come to {path}"
        time.sleep(0.1)


def section_key(page: Any, name: str) -> str:
    """The number of a section, from the list of articles' own filter."""
    page.goto("/newsroom/articles/")
    return str(page.locator("select[name=section] option", has_text=name).get_attribute("value"))


def write(page: Any, headline: str) -> str:
    """Write an article and keep it as a draft; the address of its editor."""
    page.goto(f"/newsroom/pages/add/news/articlepage/{section_key(page, 'City')}/")
    page.locator("#id_title").fill(headline)
    page.locator("#id_standfirst").fill("Written in a test of the newsroom.")
    page.get_by_role("button", name="Save draft").first.click()
    page.wait_for_url("**/edit/")
    return str(page.url)


def publish(page: Any, editor: str) -> None:
    page.goto(editor)
    page.locator("button[name=action-publish]").first.evaluate("button => button.click()")
    page.wait_for_load_state()


def test_write_preview_publish_correct_and_withdraw(reader: Callable[..., Any], demo: Demo) -> None:
    headline = f"Lamp on Tern Point relit {secrets.token_hex(3)}"
    desk, stranger = reader(), reader(script=False)
    with signed_in(desk):
        editor = write(desk, headline)
        stranger.goto("/city/")
        assert stranger.get_by_text(headline).count() == 0
        key = editor.rstrip("/").split("/")[-2]
        desk.goto(f"/newsroom/pages/{key}/view_draft/")
        assert desk.get_by_role("heading", name=headline).is_visible()
        publish(desk, editor)
        for path in ("/", "/city/", "/feeds/paper.rss"):
            wait_until_served(demo, path, headline)
        desk.goto(f"/newsroom/articles/{key}/correct/")
        desk.locator("textarea[name=text]").fill("The lamp is electric, not gas.")
        with desk.expect_navigation():
            desk.get_by_role("button", name="Publish the correction").click()
        desk.goto(f"/newsroom/pages/{key}/unpublish/")
        address = next(path for path in links_in(demo, "/city/") if "lamp-on-tern-point" in path)
        wait_until_served(demo, address, "The lamp is electric, not gas.")
        with desk.expect_navigation():
            desk.locator("main form button[type=submit], main form input[type=submit]").last.click()
    assert demo.get(address)[0] == 410
    assert all(headline not in demo.get(path)[2] for path in ("/", "/city/", "/feeds/paper.rss"))


def links_in(demo: Demo, path: str) -> list[str]:
    return re.findall(r'href="(/[^"]*)"', demo.get(path)[2])


def test_a_rejected_comment_has_a_reason_and_can_be_brought_back(reader: Callable[..., Any]) -> None:
    desk = reader()
    with signed_in(desk):
        desk.goto("/newsroom/moderation/")
        first = desk.locator("li.mod-post").first
        key = first.get_attribute("data-post")
        first.locator("input[type=checkbox]").check()
        desk.locator("#bulk-reason").select_option("off-topic")
        with desk.expect_navigation():
            desk.locator(".mod-bulk button[value=reject]").click()
        assert desk.locator(f"li.mod-post[data-post='{key}']").count() == 0
        desk.locator(".mod-undo summary").click()
        with desk.expect_navigation():
            desk.locator(".mod-undo button").first.click()
        desk.goto("/newsroom/moderation/")
        assert desk.locator(f"li.mod-post[data-post='{key}']").count() == 1


def test_every_screen_of_the_newsroom_opens(reader: Callable[..., Any]) -> None:
    desk = reader()
    with signed_in(desk):
        for path in (
            "", "articles/", "moderation/", "stories/", "snippets/outreach/issue/", "images/",
            "snippets/news/author/", "reports/workflow/", "settings/news/papersettings/1/",
        ):  # fmt: skip
            answer = desk.goto(f"/newsroom/{path}")
            assert answer.status == 200, path
