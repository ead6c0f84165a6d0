"""The bar over and under an article, by hand, by keyboard, and without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

ARTICLES = {"left to right": "/city/flood-barrier/", "right to left": "/world/date-harvest/"}
SMALL = {"width": 320, "height": 640}
TOP_AND_END = (0, 1)


def open_share(page: Any, place: int) -> Any:
    share = page.locator(".share").nth(place)
    share.locator("summary").focus()
    page.keyboard.press("Enter")
    return share


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("article", ARTICLES)
def test_the_list_of_ways_to_share_stays_on_a_small_phone(
    reader: Callable[..., Any], article: str, script: bool
) -> None:
    page = reader(script=script, viewport=SMALL)
    page.goto(ARTICLES[article])
    for place in TOP_AND_END:
        box = open_share(page, place).locator(".share__links").bounding_box()
        assert box, "the list did not open"
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= SMALL["width"]
        page.keyboard.press("Enter")


def test_escape_closes_the_list_and_goes_back_to_its_button(reader: Callable[..., Any]) -> None:
    page = reader()
    page.goto(ARTICLES["left to right"])
    for place in TOP_AND_END:
        share = open_share(page, place)
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        assert not share.locator(".share__links").is_visible()
        assert share.locator("summary").evaluate("one => one === document.activeElement")


def test_a_browser_that_can_share_is_asked_to(reader: Callable[..., Any]) -> None:
    page = reader()
    page.add_init_script(
        "window.got = []; navigator.share = async (what) => { window.got.push(what); };"
    )
    page.goto(ARTICLES["left to right"])
    page.locator(".share summary").first.click()
    [shared] = page.evaluate("window.got")
    assert shared["url"].endswith(ARTICLES["left to right"])
    assert not page.locator(".share__links").first.is_visible()


def test_print_prints_and_in_a_window_of_its_own_shows_the_sheet(reader: Callable[..., Any]) -> None:
    page = reader()
    page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; };")
    page.goto(ARTICLES["left to right"])
    page.locator("[data-print]").first.click()
    assert page.evaluate("window.printed") == 1
    with page.context.expect_page() as opened:
        page.locator("[data-print]").first.click(modifiers=["Control"])
    opened.value.wait_for_load_state()
    assert "/print/" in opened.value.url


def test_what_is_bookmarked_is_taken_off_the_list_with_a_click(reader: Callable[..., Any]) -> None:
    page = reader()
    page.goto(ARTICLES["left to right"])
    page.locator("[data-bookmark]").first.click()
    page.goto("/reading-list/")
    page.get_by_role("button", name="Remove Barrier holds").click(timeout=5_000)
    page.get_by_text("Nothing here yet.").wait_for()
    assert page.url.endswith("/reading-list/")
