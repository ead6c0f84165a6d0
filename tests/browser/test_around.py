"""What stands around the stories: the newsletter's ways out, the account, the telephone."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from tests.browser.conftest import Demo, signed_in
from tests.browser.test_reader import ARTICLE, sign_up
from tests.browser.test_talking import THOUGHT, WAITING


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_who_leaves_the_newsletter_is_out_and_may_come_back(
    reader: Callable[..., Any], demo: Demo, script: bool
) -> None:
    address = f"leaves-{secrets.token_hex(3)}@example.org"
    page = reader(script=script)
    page.goto("/newsletter/")
    page.wait_for_timeout(THOUGHT)
    page.get_by_label("E-mail address").fill(address)
    page.get_by_role("button", name="Sign up").click()
    page.get_by_role("heading", name="Look at your mail").wait_for()
    page.goto(demo.link_in_letter(to=address, containing="/newsletter/confirm/"))
    page.get_by_role("button", name="Yes, send it to me").click()
    page.get_by_role("heading", name="You get the newsletter").wait_for()
    send_an_issue(reader())
    demo.letters(to=address, at_least=2)
    page.goto(demo.link_in_letter(to=address, containing="/newsletter/leave/"))
    page.get_by_role("button", name="Send me no more").click()
    page.get_by_role("heading", name="You no longer get the newsletter").wait_for()
    page.get_by_role("button", name="That was a mistake, send it again").click()
    page.get_by_role("button", name="Send me no more").wait_for()


def test_an_editor_sends_a_test_letter_to_themselves(reader: Callable[..., Any], demo: Demo) -> None:
    desk = reader()
    with signed_in(desk):
        subject = write_an_issue(desk)
        with desk.expect_navigation():
            desk.get_by_role("button", name="Send a test to", exact=False).click()
    letters = demo.letters(to="editor@lindhaven.example")
    assert any(subject in (letter["Subject"] or "") for letter in letters)


def write_an_issue(desk: Any) -> str:
    """Write an issue of the newsletter; its subject."""
    subject = f"This week {secrets.token_hex(3)}"
    desk.goto("/newsroom/snippets/outreach/issue/add/")
    desk.locator("#id_subject").fill(subject)
    desk.locator("#id_intro").fill("The barrier held, and the trams run all night.")
    with desk.expect_navigation():
        desk.locator("footer button[type=submit], form button[type=submit]").last.click()
    return subject


def send_an_issue(desk: Any) -> None:
    with signed_in(desk):
        write_an_issue(desk)
        desk.get_by_role("link", name="Send …").click()
        with desk.expect_navigation():
            desk.get_by_role("button", name="Send it to", exact=False).click()


def test_a_reader_has_a_name_and_finds_their_own_comments(
    reader: Callable[..., Any], demo: Demo
) -> None:
    page = reader()
    name, text = f"Aru {secrets.token_hex(2)}", f"Ours was wet, too. {secrets.token_hex(4)}"
    sign_up(page, demo, f"own-{secrets.token_hex(3)}@example.org")
    page.goto("/account/")
    page.locator("input[name=name], input[name=public_name]").first.fill(name)
    with page.expect_navigation():
        page.get_by_role("button", name="Change the name").click()
    page.goto(ARTICLE)
    form = page.locator("#add-comment")
    form.locator("textarea").fill(text)
    page.wait_for_timeout(THOUGHT)
    form.locator("button[type=submit]").click()
    page.get_by_text(WAITING).first.wait_for()
    page.goto("/account/")
    assert page.get_by_text(name).count() >= 1
    assert page.get_by_text(text).count() == 1


def test_the_paper_can_be_put_on_a_telephone(reader: Callable[..., Any], demo: Demo) -> None:
    page = reader()
    page.goto("/")
    link = page.locator("link[rel=manifest]").get_attribute("href")
    manifest = json.loads(demo.get(link)[2])
    assert manifest["name"] == "The Lindhaven Courier"
    assert manifest["display"] in {"standalone", "minimal-ui"}  # what browsers install
    sizes = {icon["sizes"] for icon in manifest["icons"]}
    assert {"192x192", "512x512"} <= sizes
    for icon in manifest["icons"]:
        answer = page.request.get(icon["src"])
        assert answer.status == 200, icon
        assert answer.headers["content-type"] == icon["type"]


def test_the_mail_program_gets_headline_and_address(reader: Callable[..., Any], demo: Demo) -> None:
    page = reader()
    page.goto(ARTICLE)
    title = page.get_by_role("heading", level=1).inner_text()
    address = page.locator(".share__links a[href^='mailto:']").first.get_attribute("href")
    words = parse_qs(urlsplit(address).query, strict_parsing=True)
    assert words["subject"] == [title]
    assert unquote(words["body"][0]) == f"{demo.url}{ARTICLE}"


def test_the_browsers_own_text_size_counts(reader: Callable[..., Any]) -> None:
    page = reader()
    page.goto(ARTICLE)
    size = "parseFloat(getComputedStyle(document.querySelector('.prose p')).fontSize)"
    normal = page.evaluate(size)
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 24, "fixed": 20}})
    page.reload()
    assert page.evaluate(size) == pytest.approx(normal * 1.5, rel=0.02)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
