"""Editors with the keyboard: what is read most, links to other sites, one section, other languages."""

from __future__ import annotations

import json
import secrets
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

from tests.browser.conftest import Demo, signed_in
from tests.browser.test_desk import press, tab_to
from tests.browser.test_newsroom import links_in, section_key, wait_until_served, write

PASSWORD = "a long enough password"
READ = "/science/comet-week/"


def tell_database(demo: Demo, statement: str, *values: str) -> None:
    """What only time or other people's sites would bring."""
    with closing(sqlite3.connect(demo.home / "paper.sqlite3", timeout=30)) as database:
        assert database.execute(statement, values).rowcount >= 1
        database.commit()


def publish_here(page: Any) -> None:
    """Publish what the editor shows, by Wagtail's menu of what can be done."""
    page.locator("footer").get_by_role("button", name="More actions").press("Enter")
    with page.expect_navigation():
        page.locator("button[name=action-publish]").first.press("Enter")


def begin_text(page: Any, words: str) -> None:
    """Write into a new block of text, and stay there."""
    page.locator("[data-contentpath=body] button.c-sf-add-button").first.press("Enter")
    page.wait_for_timeout(300)
    page.keyboard.press("Tab")
    page.keyboard.type("Text")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('.public-DraftEditor-content')")
    page.keyboard.type(words)
    page.wait_for_timeout(500)  # the editor writes it into its form a moment later


def save(page: Any) -> None:
    """Keep the draft."""
    with page.expect_navigation():
        page.get_by_role("button", name="Save draft").first.press("Enter")


def test_what_is_read_most_is_listed_reported_and_switched_off(
    reader: Callable[..., Any], demo: Demo
) -> None:
    # As a web process hands over what it counted at the edge.
    told = {"until": int(time.time()), "reads": {READ: 400}}
    (demo.home / "reads").mkdir(exist_ok=True)
    (demo.home / "reads" / f"{time.time_ns()}-1.json").write_text(json.dumps(told))
    desk = reader()
    with signed_in(desk):
        listed = desk.locator("h2:has-text('Most read') + table a")
        deadline = time.monotonic() + 60
        while listed.count() == 0 or "comet" not in listed.first.inner_text():
            assert time.monotonic() < deadline, "what was read is not reported"
            desk.goto("/newsroom/report/")
        tell_database(
            demo, "UPDATE foundation_jobrun SET last_at = NULL WHERE name = ?", "news.most_read"
        )
        wait_until_served(demo, "/", 'id="most-read"')
        assert READ in demo.get("/")[2].split('id="most-read"')[1]
        for shown in (False, True):
            desk.goto("/newsroom/settings/news/papersettings/")
            tab_to(desk, "show_most_read")
            desk.keyboard.press("Space")
            press(desk, "Save")
            deadline = time.monotonic() + 40
            while ('id="most-read"' in demo.get("/")[2]) is not shown:
                assert time.monotonic() < deadline, "the front page does not follow the setting"
                time.sleep(0.2)


def test_a_link_to_another_site_is_asked_after_and_only_what_is_gone_blocks(
    reader: Callable[..., Any], demo: Demo
) -> None:
    headline = f"What others write {secrets.token_hex(3)}"
    address = f"https://192.0.2.7/{secrets.token_hex(3)}"  # of nobody (RFC 5737): it is not even asked
    desk = reader()
    with signed_in(desk):
        editor = write(desk, headline)
        begin_text(desk, "As others wrote")
        for _letter in "wrote":
            desk.keyboard.press("Shift+ArrowLeft")
        desk.keyboard.press("Control+k")
        desk.locator(".modal-body").get_by_role("link", name="External link").press("Enter")
        field = desk.locator(".modal-body [name='external-link-chooser-url']")
        deadline = time.monotonic() + 20
        while field.input_value() != address:  # as it opens, the window moves the focus about
            assert time.monotonic() < deadline, "the address cannot be typed"
            field.press("Control+a")
            field.press_sequentially(address)
        field.press("Enter")
        desk.locator(".modal-body").wait_for(state="hidden")
        in_form = "[...document.querySelectorAll('[name^=body-]')].some(one => one.value.includes(it))"
        desk.wait_for_function(f"it => {in_form}", arg=address)
        save(desk)
        # Not after the sizes of all the pictures of a new paper.
        first = "UPDATE django_tasks_database_dbtaskresult SET priority = 90 WHERE task_path = ?"
        tell_database(demo, first, "broadsheet.desk.tasks.ask_site")
        deadline = time.monotonic() + 120
        while desk.get_by_text(f"{address} could not be tested").count() == 0:
            assert time.monotonic() < deadline, "nobody asked the other site"
            desk.goto(editor)
        said = "UPDATE desk_outsidelink SET state = 'broken', told = '404' WHERE address = ?"
        tell_database(demo, said, address)
        weigh(desk, "outside_link", "blocks publishing")
        desk.goto(editor)
        assert desk.get_by_text(f"{address} is gone: its site answers 404.").is_visible()
        publish_here(desk)
        assert desk.get_by_text("It is saved, and not published.").is_visible()
        weigh(desk, "outside_link", "warns")
        desk.goto(editor)
        publish_here(desk)
        wait_until_served(demo, "/city/", headline)


def weigh(page: Any, finding: str, words: str) -> None:
    """Say what a finding before publishing does."""
    page.goto("/newsroom/settings/desk/desksettings/")
    tab_to(page, finding)
    page.keyboard.type(words)
    press(page, "Save")


def test_the_editor_of_one_section_is_made_in_the_newsroom_and_publishes_nowhere_else(
    reader: Callable[..., Any], demo: Demo
) -> None:
    mark = secrets.token_hex(3)
    who, headline = (f"city-{mark}@lindhaven.example", PASSWORD), f"Our own street {mark}"
    chief, desk = reader(), reader()
    with signed_in(chief):
        world = section_key(chief, "World")
        other = chief.goto(f"/newsroom/articles/?section={world}&state=public")
        assert other.status == 200
        theirs = chief.locator("table.listing .title a").first.get_attribute("href")
        chief.goto("/newsroom/groups/new/")
        tab_to(chief, "name")
        chief.keyboard.type(f"City {mark}")
        chief.get_by_role("row", name="Can access Wagtail admin").get_by_role("checkbox").press("Space")
        chief.locator("#id_page_permissions-ADD").press("Enter")
        chief.get_by_role("button", name="Choose a page").first.press("Enter")
        chooser = chief.locator(".modal-content")
        chief.wait_for_function("document.activeElement.matches('.modal')")  # it has come in
        chooser.locator("[name=q]").press_sequentially("City")
        chooser.locator("a.choose-page[data-title=City]").press("Enter")
        chooser.wait_for(state="hidden")
        for right in ("add", "change", "publish"):
            chief.locator(f"[name=page_permissions-0-permissions][value={right}_page]").press("Space")
        press(chief, "Create")
        chief.goto("/newsroom/users/new/")
        for name, words in (("email", who[0]), ("first_name", "Ada"), ("last_name", "Berg"),
                            ("password1", PASSWORD), ("password2", PASSWORD)):  # fmt: skip
            tab_to(chief, name)
            chief.keyboard.type(words)
        tab_to(chief, "Roles")
        chief.keyboard.press("Enter")
        chief.get_by_role("checkbox", name=f"City {mark}").press("Space")
        press(chief, "Create")
    with signed_in(desk, who):
        assert desk.get_by_role("link", name="Breaking news").count() == 0
        desk.goto("/newsroom/articles/new/")
        assert "/add/news/articlepage/" in desk.url  # there is one section to write in
        tab_to(desk, "title")
        desk.keyboard.type(headline)
        save(desk)
        publish_here(desk)
        wait_until_served(demo, "/city/", headline)
        desk.goto(f"/newsroom/pages/add/news/articlepage/{world}/")
        assert "/pages/add/" not in desk.url
        desk.goto(theirs)
        assert "/edit/" not in desk.url
        desk.goto(f"/newsroom/articles/?section={world}&state=public")
        desk.locator("table.listing .title a").first.press("Enter")
        desk.wait_for_url("**/record/")  # looked at, and no more


def test_an_article_is_translated_side_by_side_and_read_in_both_editions(
    reader: Callable[..., Any], demo: Demo
) -> None:
    mark = secrets.token_hex(3)
    headline, arabic = f"The bell of the quay {mark}", f"جرس الرصيف {mark}"
    desk, stranger = reader(), reader(script=False)
    with signed_in(desk):
        editor = write(desk, headline)
        publish_here(desk)
        wait_until_served(demo, "/city/", headline)
        desk.goto(f"/newsroom/localize/submit/page/{editor.rstrip('/').split('/')[-2]}/")
        tab_to(desk, "locales")
        desk.keyboard.press("Space")
        with desk.expect_navigation():
            desk.locator("input[type=submit]").press("Enter")
        desk.get_by_role("button", name="Translate").first.press("Enter")
        desk.wait_for_function("document.activeElement.matches('textarea')")
        desk.keyboard.type(arabic)
        tab_to(desk, "Save")
        desk.keyboard.press("Enter")
        desk.get_by_role("button", name="Edit").first.wait_for()
        with desk.expect_navigation():
            desk.get_by_role("button", name="Publish in Arabic").press("Enter")
    wait_until_served(demo, "/ar/city/", arabic)
    assert headline not in demo.get("/ar/city/")[2]
    assert arabic not in demo.get("/city/")[2]
    address = next(path for path in links_in(demo, "/city/") if "the-bell-of-the-quay" in path)
    wait_until_served(demo, address, f"/ar{address}")
    stranger.goto(address)
    press(stranger, "العربيّة")
    assert stranger.get_by_role("heading", name=arabic).is_visible()
    assert stranger.locator("html").get_attribute("dir") == "rtl"
    press(stranger, "English")
    assert stranger.get_by_role("heading", name=headline).is_visible()
