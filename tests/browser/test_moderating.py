"""A moderator's hands on the keyboard, in a real browser."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from tests.browser.conftest import Demo, signed_in
from tests.site.conftest import environment

THIRTY = 30
SEND = """
import django; django.setup()
from broadsheet.news.models import ArticlePage
from broadsheet.talk.actions import Sent, post_comments
from broadsheet.talk.drafts import Draft, Writer
article = ArticlePage.objects.filter(live=True).order_by("-pk").first()
drafts = [Draft(writer=Writer(key=f"guest:keys{number}", address_hash=str(number)),
                name=f"Hand {number}", text=f"Keyboard comment number {number}.", trapped=True)
          for number in range(30)]
post_comments([Sent(article_id=article.pk, draft=draft) for draft in drafts])
"""
STATES = """
import django, json; django.setup()
from collections import Counter
from broadsheet.talk.models import Decision, Post
mine = Post.objects.filter(writer__startswith="guest:keys")
made = Decision.objects.filter(post__in=mine)
print(json.dumps([Counter(mine.values_list("state", flat=True)),
                  Counter(made.values_list("verb", "reason")).most_common(),
                  mine.filter(is_moved=True).count()]))
"""


def on(demo: Demo, script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60,
        env=environment(
            BROADSHEET_HOME=str(demo.home), DJANGO_SETTINGS_MODULE="broadsheet.site.settings"
        ),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_thirty_comments_are_decided_by_keyboard_alone(demo: Demo, reader: Callable[..., Any]) -> None:
    on(demo, SEND)
    desk = reader()
    with signed_in(desk):
        desk.goto("/newsroom/moderation/?words=Keyboard+comment")
        press = desk.keyboard.press
        for number in range(THIRTY):
            if number == 0:
                press("j")
            desk.wait_for_function("document.activeElement.matches('.mod-post')")
            if number == 3:
                press("?")
                desk.locator("dialog[open]").wait_for()
                desk.wait_for_timeout(300)  # Wagtail's own list of keys would be there by then
                assert not desk.locator("#keyboard-shortcuts-dialog").is_visible()
                press("Escape")
                desk.locator("dialog[open]").wait_for(state="hidden")
                desk.locator(".mod-post").first.wait_for()
            decided = number % 3
            with desk.expect_navigation():
                if decided == 0:
                    press("a")
                elif decided == 1:
                    press("r")
                    press("2")  # abusive
                else:
                    press("o")
        assert "Nothing waits." in desk.locator("main").inner_text()
        states, decisions, moved = json.loads(on(demo, STATES))
        assert states == {"published": 20, "removed": 10}
        assert sorted(decisions) == [
            [["approve", ""], 10], [["move", "off-topic"], 10], [["reject", "abusive"], 10],
        ]  # fmt: skip
        assert moved == 10
        with desk.expect_navigation():
            press("u")
        desk.locator(".mod-post").first.wait_for()
        assert desk.locator(".mod-post").count() == 1
