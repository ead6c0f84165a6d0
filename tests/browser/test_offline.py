"""The paper without a network, in a real browser whose network is switched off."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.site.conftest import environment

WITHDRAW = """
from broadsheet.news.actions import withdraw
from broadsheet.news.models import ArticlePage
withdraw(article=ArticlePage.objects.get(slug={slug!r}))
"""
READY = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"


def until(page: Any, expression: str, *, seconds: float = 30) -> None:
    """Wait until an expression is true (Playwright's own way needs what our policy forbids)."""
    deadline = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, expression
        page.wait_for_timeout(100)


def ready(page: Any, path: str = "/") -> None:
    page.goto(path)
    until(page, "navigator.serviceWorker.controller !== null")
    until(page, "caches.open('pages').then((cache) => cache.match('/')).then((found) => !!found)")


def ask_worker(page: Any, message: dict[str, Any]) -> None:
    """Give the worker something to do, and wait until it has done it."""
    page.evaluate(
        """(message) => new Promise((done) => {
          const line = new MessageChannel();
          line.port1.onmessage = done;
          navigator.serviceWorker.controller.postMessage(message, [line.port2]);
        })""",
        message,
    )


def kept(page: Any) -> list[str]:
    """The paths of the pages that this browser keeps."""
    found: list[str] = page.evaluate(
        """async () => {
          const paths = [];
          for (const name of ["pages", "saved"])
            for (const one of await (await caches.open(name)).keys())
              paths.push(new URL(one.url).pathname);
          return paths;
        }"""
    )
    return found


def withdraw(demo: Any, slug: str) -> None:
    command = [sys.executable, "-c", f"import django; django.setup(){WITHDRAW.format(slug=slug)}"]
    more = {"BROADSHEET_HOME": str(demo.home), "BROADSHEET_URL": demo.url,
            "DJANGO_SETTINGS_MODULE": "broadsheet.site.settings"}  # fmt: skip
    subprocess.run(command, env=environment(**more), check=True)


def test_the_front_page_and_bookmarks_are_read_without_a_network_and_a_killed_story_is_not(
    demo: Any, reader: Callable[..., Any]
) -> None:
    page = reader(worker=True)
    ready(page)
    path = "/culture/small-opera/"
    page.goto(path)
    headline = page.locator("h1").inner_text()
    page.locator("[data-bookmark]").first.click()
    until(page, f"caches.open('saved').then((cache) => cache.match('{path}')).then((found) => !!found)")
    page.context.set_offline(True)
    page.goto("/")
    assert page.locator("h1, h2").count() > 5
    assert page.locator("link[rel=stylesheet]").count()
    page.goto(path)
    assert page.locator("h1").inner_text() == headline
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith(
        '"Broadsheet Display"'
    )
    page.goto("/culture/type-foundry/")
    assert page.locator("h1").inner_text() == "No network"
    assert page.get_by_role("link", name=headline).count() == 1

    page.context.set_offline(False)
    withdraw(demo, "small-opera")
    answer = page.goto(path)
    assert answer.status == 410
    ask_worker(page, {"check": True})
    assert path not in kept(page)
    page.context.set_offline(True)
    page.goto(path)
    assert page.locator("h1").inner_text() == "No network"
    page.goto("/")
    assert headline not in page.locator("main").inner_text()


def test_a_story_killed_while_the_browser_was_away_goes_when_the_network_is_back(
    demo: Any, reader: Callable[..., Any]
) -> None:
    page = reader(worker=True)
    ready(page)
    path = "/culture/lost-film/"
    page.goto(path)
    ask_worker(page, {"save": path, "pictures": []})
    assert path in kept(page)
    page.context.set_offline(True)
    page.goto(path)
    withdraw(demo, "lost-film")
    page.context.set_offline(False)  # the browser says “online”, and nobody opens a page
    until(page, f"caches.open('saved').then((cache) => cache.match('{path}')).then((found) => !found)")


def test_only_a_strangers_page_is_kept(demo: Any, reader: Callable[..., Any]) -> None:
    page = reader(worker=True)
    ready(page)
    assert set(kept(page)) == {"/", "/offline/"}
    page.goto("/account/login/")
    page.goto("/search/?q=river")
    assert set(kept(page)) == {"/", "/offline/"}


def test_a_line_from_the_newsroom_is_shown_by_the_worker(demo: Any, reader: Callable[..., Any]) -> None:
    page = reader(worker=True)
    page.context.grant_permissions(["notifications"])
    ready(page)
    session = page.context.new_cdp_session(page)
    versions: list[Any] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: versions.extend(event["registrations"]),
    )
    session.send("ServiceWorker.enable")
    until(page, READY)
    page.wait_for_timeout(200)
    assert versions
    session.send("ServiceWorker.deliverPushMessage", {
        "origin": demo.url, "registrationId": versions[-1]["registrationId"],
        "data": '{"title": "The Courier", "body": "High water", "url": "/", "tag": "article-1",'
                ' "lang": "en", "dir": "ltr"}',
    })  # fmt: skip
    until(
        page,
        "navigator.serviceWorker.ready.then((one) => one.getNotifications())"
        ".then((found) => found.length === 1 && found[0].body === 'High water')",
    )


def test_back_shows_the_page_as_it_was_left(demo: Any, chromium: Any) -> None:
    browser = chromium.browser_type.launch(
        executable_path=CHROMIUM, args=FLAGS, ignore_default_args=["--disable-back-forward-cache"]
    )
    page = browser.new_page(base_url=demo.url)
    ready(page)
    page.evaluate("window.left = true")
    page.goto("/mobile/")
    page.go_back(wait_until="commit")
    assert page.evaluate("window.left") is True
    browser.close()


def test_words_sent_without_a_network_stay_in_their_form(reader: Callable[..., Any]) -> None:
    page = reader(worker=True)
    ready(page, "/culture/type-foundry/")
    words = page.locator("#add-comment").get_by_label("Your comment")
    page.locator("#add-comment").get_by_label("Name", exact=True).fill("Nora in the tunnel")
    words.fill("The train has just gone under the hill.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Send the comment").click()
    page.get_by_text("The paper did not answer.").wait_for()
    assert words.input_value() == "The train has just gone under the hill."
    page.context.set_offline(False)
    page.wait_for_timeout(3200)  # the form asks for three seconds of thought
    page.get_by_role("button", name="Send the comment").click()
    page.get_by_text("Your comment waits for a moderator").wait_for()
    assert page.get_by_text("The paper did not answer.").count() == 0
