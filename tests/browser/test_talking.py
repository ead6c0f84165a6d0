"""Replies, reports and new topics, with script and without."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import signed_in
from tests.browser.test_reader import wait_for_text

BOTH = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
ARTICLE = "/city/flood-barrier/"  # with comments
THOUGHT = 3200  # milliseconds that a form wants between its coming and its going
WAITING = "Waiting for a moderator. Only you see it."


def write(page: Any, text: str, *, title: str = "") -> None:
    form = page.locator("#add-comment, main form").last
    if title:
        form.get_by_label("Title").fill(title)
    form.get_by_label("Name", exact=False).first.fill(f"Reader {secrets.token_hex(2)}")
    form.locator("textarea").fill(text)
    page.wait_for_timeout(THOUGHT)
    form.locator("button[type=submit]").click()


def approve(desk: Any, text: str) -> None:
    with signed_in(desk):
        desk.goto("/newsroom/moderation/")
        with desk.expect_navigation():
            row = desk.locator("li.mod-post").filter(has_text=text)
            row.get_by_role("button", name="Approve").click()


@BOTH
def test_a_reply_stands_under_what_it_answers(reader: Callable[..., Any], script: bool) -> None:
    text = f"So does ours. {secrets.token_hex(4)}"
    page = reader(script=script)
    page.goto(ARTICLE)
    answered = page.locator(".comment").first
    key = answered.get_attribute("id")
    answered.get_by_role("link", name="Reply").click()
    page.locator(".fact-box .comment").wait_for()
    write(page, text)
    page.get_by_text("for a moderator").first.wait_for()
    page.goto(ARTICLE)
    mine = page.locator(".comment").filter(has_text=text)
    assert mine.get_by_text(WAITING).count() == 1
    assert page.locator(f"li:has(#{key})").filter(has_text=text).count() == 1


@BOTH
def test_a_report_reaches_the_moderators(reader: Callable[..., Any], script: bool) -> None:
    note = f"It names my street. {secrets.token_hex(4)}"
    page, desk = reader(script=script), reader()
    page.goto(ARTICLE)
    # A comment of its own each time: the same reader's second report of one counts as the first.
    page.locator(".comment").nth(int(script)).get_by_role("link", name="Report").click()
    page.get_by_label("It is off-topic", exact=False).first.check()
    page.locator("textarea").fill(note)
    page.wait_for_timeout(THOUGHT)
    page.get_by_role("button", name="Report").click()
    page.get_by_role("heading", name="Thank you", exact=False).wait_for()
    with signed_in(desk):
        desk.goto("/newsroom/moderation/")
        assert desk.get_by_text(note).count() == 1


@BOTH
def test_a_topic_is_opened_and_read_by_all_once_approved(
    reader: Callable[..., Any], script: bool
) -> None:
    title = f"Ice on the canal {secrets.token_hex(3)}"
    page = reader(script=script)
    page.goto("/forum/city/")
    page.get_by_role("link", name="New topic").first.click()
    write(page, f"Has anybody measured it? {title}", title=title)
    page.get_by_text("for a moderator").first.wait_for()
    stranger = reader(script=False)
    stranger.goto("/forum/city/")
    assert stranger.get_by_text(title).count() == 0
    approve(reader(), title)
    wait_for_text(stranger, "/forum/city/", title)
    stranger.get_by_role("link", name=title).first.click()
    assert stranger.get_by_role("heading", level=1).inner_text() == title
