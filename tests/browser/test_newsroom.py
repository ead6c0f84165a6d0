"""An editor's day in the newsroom."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.browser.conftest import Demo, signed_in

REPORTER = ("reporter@lindhaven.example", "printing press")


def wait_until_served(demo: Demo, path: str, text: str, *, seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
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
    with page.expect_navigation():
        page.locator("button[name=action-publish]").first.evaluate("button => button.click()")


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


def test_what_is_scheduled_comes_out_at_its_minute(reader: Callable[..., Any], demo: Demo) -> None:
    headline = f"Ferry sails at six {secrets.token_hex(3)}"
    moment = datetime.now(ZoneInfo("Europe/Copenhagen")) + timedelta(seconds=70)  # the demo's zone
    desk = reader()
    with signed_in(desk):
        editor = write(desk, headline)
        desk.get_by_role("button", name=re.compile("status", re.IGNORECASE)).first.click()
        desk.get_by_role("button", name="Set schedule").click()
        desk.locator("#id_go_live_at").fill(f"{moment:%Y-%m-%d %H:%M}")
        desk.locator("#id_go_live_at").press("Tab")
        save = desk.get_by_role("button", name="Save schedule")
        with desk.expect_navigation():
            save.evaluate("button => button.click()")  # the calendar stands over it
        publish(desk, editor)
        assert demo.get("/city/")[2].count(headline) == 0
        wait_until_served(demo, "/city/", headline, seconds=100)
        assert datetime.now(UTC) >= moment.replace(second=0, microsecond=0)


def test_the_front_page_is_arranged_by_drag_and_drop_and_seen_before(
    reader: Callable[..., Any], demo: Demo
) -> None:
    desk = reader(viewport={"width": 1440, "height": 1400})
    with signed_in(desk):
        desk.goto("/newsroom/pages/3/edit/")
        picks = desk.locator("[data-inline-panel-child]:visible")
        before = picks.locator(".chooser__title").all_inner_texts()
        assert len(before) >= 3
        handles = picks.get_by_role("button", name="Drag")
        handles.nth(1).scroll_into_view_if_needed()
        drag(desk, handles.nth(1), handles.nth(0))
        after = picks.locator(".chooser__title").all_inner_texts()
        assert after[:2] == [before[1], before[0]]
        desk.get_by_role("button", name=re.compile("preview", re.IGNORECASE)).first.click()
        shown = desk.frame_locator("#w-preview-iframe").locator(".front__rest .card__title")
        shown.first.wait_for()
        titles = wait_for_first(desk, shown, before[1])
        assert titles.index(before[1]) < titles.index(before[0])
        assert demo.get("/")[2].index(before[0]) < demo.get("/")[2].index(before[1])  # not yet
        with desk.expect_navigation():
            desk.locator("button[name=action-publish]").first.evaluate("button => button.click()")
    deadline = time.monotonic() + 40
    while (page := demo.get("/")[2]).index(f">{before[1]}<") > page.index(f">{before[0]}<"):
        assert time.monotonic() < deadline, "the front page did not change"
        time.sleep(0.2)


def test_a_reporter_submits_and_an_editor_approves(reader: Callable[..., Any], demo: Demo) -> None:
    headline = f"Gulls at the fish market {secrets.token_hex(3)}"
    reporter, desk = reader(), reader()
    with signed_in(reporter, REPORTER):
        editor = write(reporter, headline)
        assert reporter.locator("button[name=action-publish]").count() == 0
        reporter.goto(editor)
        with reporter.expect_navigation():
            reporter.locator("button[name=action-submit]").first.evaluate("button => button.click()")
    with signed_in(desk):
        desk.goto("/newsroom/")
        assert desk.get_by_text(headline).count() >= 1  # it waits on the start screen
        desk.goto(editor)
        with desk.expect_navigation():
            desk.locator("[data-workflow-action-name=approve]").first.evaluate(
                "button => button.click()"
            )
    wait_until_served(demo, "/city/", headline)


def drag(desk: Any, what: Any, where: Any) -> None:
    """Take a thing by the mouse and let go of it above another."""
    start, end = what.bounding_box(), where.bounding_box()
    desk.mouse.move(start["x"] + 5, start["y"] + 5)
    desk.mouse.down()
    for part in range(1, 11):
        desk.mouse.move(end["x"] + 5, start["y"] + (end["y"] - 40 - start["y"]) * part / 10)
        desk.wait_for_timeout(20)
    desk.mouse.up()
    desk.wait_for_timeout(300)


def wait_for_first(desk: Any, shown: Any, title: str) -> list[str]:
    """The titles in the preview once `title` is their first; it follows a moment later."""
    for _ in range(60):
        titles = [text.strip() for text in shown.all_inner_texts()]
        if titles and titles[0] == title:
            return titles
        desk.wait_for_timeout(250)
    raise AssertionError(f"{title!r} is not first in the preview: {titles}")


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


def test_a_passkey_opens_the_newsroom_and_without_script_a_code_is_asked(
    reader: Callable[..., Any], demo: Demo
) -> None:
    who = ("moderator@lindhaven.example", "printing press")
    desk = reader()
    protocol = desk.context.new_cdp_session(desk)
    protocol.send("WebAuthn.enable")
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True}})  # fmt: skip
    with signed_in(desk, who):
        desk.goto("/account/2fa/webauthn/add/")
        show_password_again(desk, who)
        desk.get_by_label("Name", exact=False).fill("The desk's own")
        desk.get_by_role("button", name="Add it").press("Enter")
        desk.wait_for_url("**/recovery-codes/")
        recovery = desk.locator(".account-codes code").first.inner_text()
    desk.context.clear_cookies()
    sign_in(desk, who)
    desk.wait_for_url("**/account/second-step/**")
    desk.get_by_role("button", name="Use a passkey").press("Enter")
    desk.wait_for_url("**/newsroom/")
    without_script = reader(script=False)
    sign_in(without_script, who)
    assert without_script.get_by_role("button", name="Use a passkey").count() == 0
    without_script.get_by_label("Code", exact=False).fill(recovery)
    without_script.get_by_role("button", name="Go on").click()
    assert without_script.url.endswith("/newsroom/")
    desk.goto("/account/2fa/webauthn/")
    desk.get_by_role("link", name="Take it away").press("Enter")
    show_password_again(desk, who)
    desk.get_by_role("button", name="Take it away").press("Enter")
    desk.get_by_text("There is none.").wait_for()
    desk.context.clear_cookies()
    sign_in(desk, who)
    assert desk.url.endswith("/newsroom/")


def show_password_again(page: Any, who: tuple[str, str]) -> None:
    page.locator("input[type=password]").fill(who[1])
    page.locator("main form button[type=submit]").first.press("Enter")


def sign_in(page: Any, who: tuple[str, str]) -> None:
    page.goto("/newsroom/login/")
    page.get_by_label("E-mail", exact=False).first.fill(who[0])
    page.locator("input[type=password]").fill(who[1])
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()
