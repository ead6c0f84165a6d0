"""An editor with the keyboard: what a text names, who says it, and what a reader sent in."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Any

from tests.browser.conftest import Demo, signed_in
from tests.browser.test_desk import press, tab_to
from tests.browser.test_editors import begin_text, publish_here, save
from tests.browser.test_newsroom import links_in, wait_until_served, write

WRITER, STORY = "henrike.voss@chandler-street.example", "There is a tram in my cousin’s shed"


def test_names_are_accepted_with_one_key_and_readers_find_who_said_what(
    reader: Callable[..., Any], demo: Demo
) -> None:
    mark = secrets.token_hex(3)
    headline, quote = f"A yard looks east {mark}", f"The steel of {mark} is as good as ours"
    text = f"Aldmouth Yard had guests from Kazakhstan and China. “{quote},” said Jia Qinglin on Tuesday."
    desk, stranger = reader(), reader(script=False)
    with signed_in(desk):
        editor = write(desk, headline)
        begin_text(desk, text)
        save(desk)
        desk.goto(editor)
        lines = desk.locator("[data-named-line]")
        names = [one.split("\n")[0] for one in lines.locator("legend").all_inner_texts()]
        lines.first.locator("input:checked").focus()
        for name in names:
            focused = desk.evaluate("document.activeElement.closest('fieldset').innerText")
            assert focused.startswith(name)
            desk.keyboard.press("n" if name.startswith("China") else "y")  # and on to the next one
        assert [name.split()[0] for name in names] == ["Aldmouth", "Kazakhstan", "China", "Jia", "Jia"]
        publish_here(desk)
    wait_until_served(demo, "/city/", headline)
    address = next(path for path in links_in(demo, "/city/") if "a-yard-looks-east" in path)
    stranger.goto(address)
    linked = stranger.locator(".article__body a.name")
    assert linked.all_inner_texts() == ["Aldmouth Yard", "Kazakhstan", "Jia Qinglin"]
    wait_until_served(demo, "/topic/kazakhstan/", headline)
    press(stranger, "Kazakhstan")
    assert stranger.get_by_role("link", name=headline).is_visible()
    company = stranger.get_by_role("navigation", name="Together with")
    with stranger.expect_navigation():  # the page of both
        company.get_by_role("link", name="Aldmouth Yard").press("Enter")
    assert stranger.get_by_text("had guests from Kazakhstan").first.is_visible()
    stranger.goto("/topic/jia-qinglin/said/")
    tab_to(stranger, "q")
    stranger.keyboard.type(f"steel {mark}")
    press(stranger, "Search")
    assert stranger.get_by_text(quote).is_visible()


def test_a_readers_story_is_checked_written_about_and_printed_with_its_credit(
    reader: Callable[..., Any], demo: Demo
) -> None:
    desk, writer = reader(), reader(script=False)
    told = len(demo.letters(to=WRITER, at_least=0))
    with signed_in(desk):
        desk.goto("/newsroom/stories/")
        press(desk, STORY)
        screen = desk.url
        press(desk, "Begin to check it")
        tab_to(desk, "result")
        desk.keyboard.type("in order")
        desk.keyboard.press("Tab")
        desk.keyboard.type("Rang her up.")
        press(desk, "Note it")
        assert desk.locator("[name=note]").first.input_value() == "Rang her up."
        tab_to(desk, "text")
        desk.keyboard.type("Which line did number 17 run on?")
        press(desk, "Send the letter")
        demo.letters(to=WRITER, at_least=told + 1)
        writer.goto(demo.link_in_letter(to=WRITER, containing="/stories/"))
        assert writer.get_by_text("An editor is checking it.").is_visible()
        tab_to(writer, "text")
        writer.keyboard.type("On the Ropewalk line.")
        writer.wait_for_timeout(3200)  # nobody writes quicker
        press(writer, "Send")
        desk.goto(screen)
        assert desk.get_by_text("On the Ropewalk line.").is_visible()
        desk.locator("form[action*=draft] select").focus()
        desk.keyboard.type("City")
        press(desk, "Make a draft")
        desk.wait_for_url("**/edit/")
        publish_here(desk)
        wait_until_served(demo, "/city/", "There is a tram in my cousin")
        deadline = time.monotonic() + 60
        while "has published your story" not in demo.letters(to=WRITER)[-1]["Subject"]:
            assert time.monotonic() < deadline, "the writer is not told"
            time.sleep(0.2)
    address = next(path for path in links_in(demo, "/city/") if "there-is-a-tram" in path)
    page = demo.get(address)[2]
    assert "Sent in by Henrike Voss" in page
    writer.reload()
    assert writer.get_by_role("link", name="Take your story back").count() == 0
    press(writer, "read it there")
    assert writer.url.endswith(address)
