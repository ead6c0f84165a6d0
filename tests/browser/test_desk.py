"""An editor at the desk with the keyboard alone: plan, cover live, correct, kill."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from tests.browser.conftest import Demo, signed_in
from tests.browser.test_newsroom import REPORTER, links_in, publish, wait_until_served, write

MOST_STOPS = 90  # of the tabulator on one page
FOCUSED = """(one => (!one.matches("select") && one.innerText || one.name || "").trim())(
    document.activeElement)"""


def tab_to(page: Any, words: str) -> None:
    """Go with the tabulator to the control with these words, or this name."""
    for _stop in range(MOST_STOPS):
        if page.evaluate(FOCUSED) == words:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the tabulator does not come to “{words}”")


def press(page: Any, words: str) -> None:
    tab_to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_plan_is_written_and_marked_as_done_with_the_keyboard(
    reader: Callable[..., Any], demo: Demo
) -> None:
    title = f"Harbour board meets {secrets.token_hex(3)}"
    desk = reader()
    with signed_in(desk):
        desk.goto("/newsroom/planning/new/")
        tab_to(desk, "title")
        desk.keyboard.type(title)
        press(desk, "Save")
        assert desk.url.endswith("/newsroom/planning/")
        press(desk, title)
        press(desk, "Mark as done")
        desk.goto("/newsroom/calendar/?by=week")
        assert desk.get_by_text(title).is_visible()


def test_live_entries_reach_an_open_page_and_a_kill_takes_all_away(
    reader: Callable[..., Any], demo: Demo
) -> None:
    headline = f"Storm at Tern Point {secrets.token_hex(3)}"
    desk, open_page = reader(), reader()
    with signed_in(desk):
        editor = write(desk, headline)
        publish(desk, editor)
        key = editor.rstrip("/").split("/")[-2]
        wait_until_served(demo, "/city/", headline)
        address = next(path for path in links_in(demo, "/city/") if "storm-at-tern-point" in path)
        desk.goto(f"/newsroom/articles/{key}/live/")
        for words in ("The wind turns.", "The lamp is out."):
            assert desk.evaluate("document.activeElement.name") == "text"
            desk.keyboard.type(words)
            with desk.expect_navigation():
                desk.keyboard.press("Control+Enter")
            if words == "The wind turns.":
                wait_until_served(demo, address, words)
                open_page.goto(address)
                assert open_page.get_by_text("The lamp is out.").count() == 0
        open_page.get_by_text("The lamp is out.").wait_for()  # without a reload
        desk.goto(f"/newsroom/articles/{key}/kill/")
        tab_to(desk, "because")
        desk.keyboard.type("A test of the desk.")
        press(desk, "Kill it now")
        assert demo.get(address)[0] == 410
        assert all(headline not in demo.get(path)[2] for path in ("/", "/city/", "/feeds/paper.rss"))
        assert desk.get_by_text("as signed").first.is_visible()


def test_a_series_is_made_and_read_with_the_keyboard(reader: Callable[..., Any], demo: Demo) -> None:
    name = f"Harbour diary {secrets.token_hex(3)}"
    planned = f"{name}: the last day"
    desk, stranger = reader(), reader(script=False)
    with signed_in(desk):
        write(desk, planned)
        desk.goto("/newsroom/snippets/news/series/add/")
        tab_to(desk, "name")
        desk.keyboard.type(name)
        choices = desk.locator(".modal-body a[data-chooser-modal-choice]")
        for place in range(3):
            tab_to(desk, "Add Story")
            desk.keyboard.press("Enter")
            desk.locator(f"#id_parts-{place}-article-chooser").wait_for()
            tab_to(desk, "Choose an article")
            desk.keyboard.press("Enter")
            choices.nth(place).wait_for()
            choice = choices.nth(place)
            if place == 2:
                desk.locator(".modal-body select[name=among]").press("N")
                choice = choices.filter(has_text=f"{planned} (not published)")
            choice.press("Enter")
            desk.locator(".modal-body").wait_for(state="hidden", timeout=90_000)
        assert desk.locator("#id_parts-2-article-title").inner_text() == f"{planned} (not published)"
        press(desk, "Save")
    address = f"/series/{name.lower().replace(' ', '-')}/"
    stranger.goto(address)
    first, second = stranger.locator("ol.listing h2 a").all()  # the third is not out yet
    titles = [first.inner_text(), second.inner_text()]
    first.click()
    wait_until_served(demo, path_of(stranger), "Part 1 of 2")
    stranger.reload()
    tab_to(stranger, titles[1])
    press(stranger, titles[1])
    assert stranger.get_by_role("navigation", name=name).get_by_text("Part 2 of 2").is_visible()


def path_of(page: Any) -> str:
    return urlsplit(page.url).path


def test_who_is_named_in_a_comment_gets_a_mail_and_finds_it_on_the_start_screen(
    reader: Callable[..., Any], demo: Demo
) -> None:
    headline = f"Mooring fees rise {secrets.token_hex(3)}"
    editor, reporter = reader(), reader()
    before = len(demo.letters(to=REPORTER[0], at_least=0))
    with signed_in(editor):
        write(editor, headline)
        editor.locator("#id_title").focus()
        editor.keyboard.press("Tab")
        assert editor.evaluate("document.activeElement.ariaLabel") == "Add comment"
        editor.keyboard.press("Enter")
        editor.wait_for_function("document.activeElement.matches('.comment__input')")
        editor.keyboard.type("@reporter who said so?")
        tab_to(editor, "Comment")
        editor.keyboard.press("Enter")
        editor.get_by_role("button", name="Save draft").first.press("Enter")
    (letter,) = demo.letters(to=REPORTER[0], at_least=before + 1, seconds=120)[before:]
    said = letter.get_body(("plain",)).get_content()
    assert "@reporter who said so?" in said
    assert headline in said
    with signed_in(reporter, REPORTER):
        waiting = reporter.get_by_role("listitem").filter(has_text=headline)
        assert waiting.get_by_text("@reporter who said so?").is_visible()
        with reporter.expect_navigation():
            waiting.get_by_role("button", name="Done").press("Enter")
        assert waiting.count() == 0
