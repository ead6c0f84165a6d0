"""The whole article page, walked by a reader with script and without."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import PHONE, Demo, signed_in

ARTICLE = "/culture/type-foundry/"
WORDS = "The cellar door still sticks, by the way."


def said() -> str:
    return f"{WORDS} {secrets.token_hex(4)}"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_article_and_all_around_it(reader: Callable[..., Any], demo: Demo, script: bool) -> None:
    page = reader(script=script, viewport=PHONE)
    page.goto(ARTICLE)
    assert page.get_by_role("heading", level=1).count() == 1
    for place in ("About this article", "About this article, at its end"):
        bar = page.get_by_role("navigation", name=place, exact=True)
        assert bar.get_by_role("link", name=re.compile("comment")).count() == 1
        assert bar.get_by_role("link", name="Print").count() == 1
        assert bar.get_by_role("link", name="E-mail").count() >= 1
        assert bar.get_by_text("Bookmark").count() >= 1
        assert bar.get_by_text("Share").count() == 1
    for way in ("Mobile", "RSS", "Newsletter", "Send your stories", "Go to forum"):
        link = page.get_by_role("link", name=way).first
        assert demo.get(link.get_attribute("href"))[0] == 200, way


def wait_for_text(page: Any, path: str, text: str) -> None:
    """Read a page again until it has been made anew with `text`."""
    page.goto(path)
    for _ in range(160):
        if page.get_by_text(text).count():
            return
        page.wait_for_timeout(250)
        page.reload()  # asks the paper, where another visit would take the browser's own copy
    raise AssertionError(f"{text!r} did not come to {path}")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_comment_waits_is_seen_by_its_writer_alone_and_then_by_all(
    reader: Callable[..., Any], script: bool
) -> None:
    text = said()
    page = reader(script=script)
    page.goto(ARTICLE)
    page.wait_for_timeout(3200)  # the form asks for three seconds of thought
    form = page.locator("#add-comment")
    form.get_by_label("Name", exact=False).first.fill(f"Reader {secrets.token_hex(2)}")
    form.get_by_label("Your comment").fill(text)
    form.get_by_role("button", name="Send the comment").click()
    # In its place with script, else on a page of thanks.
    page.get_by_text(re.compile("[Ww]ait(s|ing) for a moderator")).first.wait_for()
    page.goto(ARTICLE)
    assert page.get_by_text(text).count() == 1
    assert page.get_by_text("Waiting for a moderator. Only you see it.").count() == 1
    stranger = reader(script=False)
    stranger.goto(ARTICLE)
    assert stranger.get_by_text(text).count() == 0
    moderator = reader()
    with signed_in(moderator):
        moderator.goto("/newsroom/moderation/")
        row = moderator.locator("li.mod-post").filter(has_text=text)
        with moderator.expect_navigation():
            row.get_by_role("button", name="Approve").click()
    wait_for_text(stranger, ARTICLE, text)
    count = stranger.locator(".bar__comments").first.inner_text()
    stranger.get_by_role("link", name="Go to forum").click()
    assert stranger.get_by_text(text).count() == 1
    assert stranger.locator(".comment").count() == int(re.findall(r"\d+", count)[0])


def test_the_size_of_the_letters_is_kept_and_there_before_the_first_paint(
    reader: Callable[..., Any],
) -> None:
    page = reader()
    page.goto(ARTICLE)
    size = "parseFloat(getComputedStyle(document.querySelector('.prose p')).fontSize)"
    normal = page.evaluate(size)
    page.get_by_role("button", name="Larger text").first.click()
    larger = page.evaluate(size)
    assert larger > normal * 1.2
    page.goto("/city/night-trams/")
    assert page.evaluate(size) == larger
    assert page.get_by_role("button", name="Larger text").first.get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="Standard text").first.click()
    assert page.evaluate(size) == normal


def test_a_bookmark_is_kept_in_the_browser_and_moves_to_the_account(
    reader: Callable[..., Any], demo: Demo
) -> None:
    page = reader()
    page.goto(ARTICLE)
    title = page.locator("h1").inner_text()
    page.locator("[data-bookmark]").first.click()
    page.goto("/reading-list/")
    assert page.get_by_role("link", name=title).is_visible()
    address = f"reader-{secrets.token_hex(3)}@example.org"
    sign_up(page, demo, address)
    page.get_by_text(title).first.wait_for()  # the account takes the list over and is shown anew
    page.goto("/reading-list/")
    page.locator("[data-account]").get_by_role("link", name=title).wait_for()
    assert page.evaluate("localStorage.getItem('broadsheet.reading-list')") is None
    page.goto("/account/")
    assert page.get_by_text(title).count() >= 1


def sign_up(
    page: Any, demo: Demo, address: str, look_at: Callable[[Any], None] = lambda page: None
) -> None:
    """Make an account: the address, then the code from the letter; a look at what asks for it."""
    page.goto("/account/signup/")
    page.locator("input[type=email]").fill(address)
    page.locator("main form button[type=submit]").first.click()
    letter = demo.letters(to=address)[-1].get_body(("plain",)).get_content()
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{2,})\s*$", letter, re.MULTILINE)
    assert code, letter
    look_at(page)
    page.locator("main input[name=code]").fill(code[1])
    with page.expect_navigation():  # or the next page would be asked for before the code is taken
        page.locator("main form button[type=submit]").first.click()


def test_two_topics_are_followed_with_a_press_and_chosen_for(
    reader: Callable[..., Any], demo: Demo
) -> None:
    """Nothing lies over the buttons: a headline's link is as large as its card and no larger."""
    both = "/topic/astana/and/china/"
    page = reader(script=False)
    page.goto(both)
    page.locator("form.follow button").click()
    page.wait_for_url(f"**/account/login/?next={both}")
    sign_up(page, demo, f"follows-{secrets.token_hex(3)}@example.org")
    page.goto(both)
    page.locator("form.follow button").click()
    page.wait_for_url(f"**{both}")
    assert page.locator("form.follow button").get_attribute("aria-pressed") == "true"
    page.goto("/following/")
    page.get_by_label("In my newsletter digest").check()
    page.get_by_role("button", name="Keep this choice").click()
    page.get_by_text("Your choice is kept.").wait_for()
    assert page.get_by_label("In my newsletter digest").is_checked()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_newsletter_comes_only_after_a_second_yes(
    reader: Callable[..., Any], demo: Demo, script: bool
) -> None:
    address = f"news-{secrets.token_hex(3)}@example.org"
    page = reader(script=script)
    page.goto("/newsletter/")
    page.wait_for_timeout(3200)
    page.get_by_label("E-mail address").fill(address)
    page.get_by_role("button", name="Sign up").click()
    page.get_by_role("heading", name="Look at your mail").wait_for()
    page.goto(demo.link_in_letter(to=address, containing="/newsletter/confirm/"))
    page.get_by_role("button", name="Yes, send it to me").click()
    assert page.get_by_role("heading", name="You get the newsletter").is_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_article_is_sent_to_a_friend(reader: Callable[..., Any], demo: Demo, script: bool) -> None:
    friend = f"friend-{secrets.token_hex(3)}@example.org"
    page = reader(script=script)
    page.goto(ARTICLE)
    page.get_by_role("link", name="E-mail").first.click()
    page.get_by_label("Your name").fill("Aru")
    page.get_by_label("Your friend’s e-mail address").fill(friend)
    page.wait_for_timeout(3200)
    page.get_by_role("button", name="Send the letter").click()
    page.get_by_role("heading", name="On its way").wait_for()
    [letter] = demo.letters(to=friend)
    assert "at the request of Aru" in letter.get_body(("plain",)).get_content()


def test_a_story_with_a_picture_is_sent_in_without_script(
    reader: Callable[..., Any], demo: Demo, tmp_path: Any
) -> None:
    from PIL import Image

    picture = tmp_path / "quay.jpg"
    Image.new("RGB", (900, 600), (90, 120, 150)).save(picture)
    address = f"writer-{secrets.token_hex(3)}@example.org"
    page = reader(script=False)
    page.goto("/stories/send/")
    page.get_by_label("Headline").fill("Ice on the Old Quay")
    page.get_by_label("Your story").fill("This morning the quay was white.\n\nNobody slipped.")
    page.get_by_label("Your name").fill("Aru Bek")
    page.get_by_label("E-mail address").fill(address)
    page.locator("input[type=file]").set_input_files(str(picture))
    page.locator("main input[type=checkbox]").check()
    page.wait_for_timeout(3200)
    page.locator("main form button[type=submit]").first.click()
    page.goto(demo.link_in_letter(to=address, containing="/stories/"))
    page.get_by_role("button", name="Yes, give it to the newsroom").click()
    desk = reader()
    with signed_in(desk):
        desk.goto("/newsroom/stories/")
        desk.get_by_role("link", name="Ice on the Old Quay").first.click()
        desk.get_by_role("button", name="Make a draft").click()
        desk.wait_for_url("**/edit/")
        assert "Ice on the Old Quay" in desk.locator("textarea, input").first.page.content()


def test_print_leads_to_a_clean_sheet_without_script(reader: Callable[..., Any]) -> None:
    page = reader(script=False)
    page.goto(ARTICLE)
    title = page.locator("h1").inner_text()
    page.get_by_role("link", name="Print").first.click()
    assert page.locator("h1").inner_text() == title
    assert page.locator(".sections, .bar, .talk, .foot").count() == 0
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.prose')).columnCount") == "2"


def test_search_finds_and_filters(reader: Callable[..., Any]) -> None:
    page = reader(script=False)
    page.goto("/search/?q=ferry")
    everywhere = page.locator(".listing > li").count()
    assert everywhere > 1
    page.goto("/search/?q=ferry&section=world")
    assert 0 < page.locator(".listing > li").count() <= everywhere
    assert page.locator(".snippet mark").count() > 0


def test_the_keyboard_goes_all_the_way(reader: Callable[..., Any]) -> None:
    page = reader()
    page.goto(ARTICLE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.share > summary')"):
            break
    assert page.evaluate("document.activeElement.matches('.share > summary')")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(outline) != "none"
    page.keyboard.press("Enter")
    page.locator(".share[open]").first.wait_for()
    page.keyboard.press("Escape")
    assert page.locator(".share[open]").count() == 0
    assert page.evaluate("document.activeElement.matches('.share > summary')")
