"""All that is done in the newsroom is written down, and who audits it reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html
from wagtail.log_actions import log

from broadsheet.desk import changes
from broadsheet.desk.models import Plan
from broadsheet.foundation.clock import now, today
from broadsheet.foundation.models import User
from broadsheet.news.models import ArticlePage, LiveEntry, PaperSettings

SCREEN = "desk_changes"


def rows(client: Client, address: str = "") -> list[list[str]]:
    """Who, of what, what was done."""
    page = html.fromstring(client.get(address or reverse(SCREEN)).content)
    found = page.xpath("//table[@class='listing']/tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row[1:]] for row in found]


def test_an_auditor_reads_what_was_done_outside_articles_too(
    desk_of: Callable[[str], Client], article: ArticlePage
) -> None:
    desk = desk_of("Editor")
    desk.post(reverse("desk_breaking"), {"text": "The dam holds", "article": article.pk})
    desk.post(reverse("desk_new_plan"), {"title": "Council meets", "day": str(today())})
    plan = Plan.objects.get()
    desk.post(reverse("desk_plan_state", args=[plan.pk]), {"state": "done"})
    desk.post(reverse("desk_live", args=[article.pk]), {"text": "It rises."})
    entry = LiveEntry.objects.get()
    desk.post(reverse("desk_live_change", args=[entry.pk]), {"text": "It falls."})
    desk.post(reverse("desk_live_remove", args=[entry.pk]), {})
    settings = reverse("wagtailsettings:edit", args=["news", "papersettings"])
    publisher = desk_of("Publisher")
    screen = html.fromstring(publisher.get(settings, follow=True).content)
    form = screen.xpath("//form[@method='POST']")[-1]
    form.fields["house_rule"] = "Be kind."
    publisher.post(form.get("action"), {name: value or "" for name, value in form.form_values()})
    assert PaperSettings.load().house_rule == "Be kind."
    auditor = desk_of("Auditor")
    told = [" | ".join(row) for row in rows(auditor)]
    editor = "editor@example.org"
    for words in (
        f"{editor} | Council meets plan | Created",
        f"{editor} | Council meets plan | Plan moved on: done",
        f"{editor} | River rises article | Live entry written: It rises.",
        f"{editor} | River rises article | Live entry changed; it said: It rises.",
        f"{editor} | River rises article | Live entry taken away: It falls.",
    ):
        assert words in told
    for who, what in ((editor, "Breaking line: The dam holds"), ("publisher@example.org", "Edited")):
        assert any(line.startswith(f"{who} | ") and line.endswith(f" | {what}") for line in told)
    own = User.objects.get(email="publisher@example.org")
    mine = rows(auditor, f"{reverse(SCREEN)}?who={own.pk}")
    assert {row[0] for row in mine} == {own.email}


@pytest.mark.parametrize(
    ("role", "may"), [("Reporter", 403), ("Editor", 403), ("Publisher", 200), ("Auditor", 200)]
)
def test_the_log_is_for_who_audits_and_who_runs_the_paper(
    desk_of: Callable[[str], Client], role: str, may: int
) -> None:
    answer = desk_of(role).get(reverse(SCREEN), {"before": "yesterday", "who": "nobody"})
    assert answer.status_code in {may, 302 if may == 403 else may}


def test_no_line_falls_between_two_screens(
    desk_of: Callable[[str], Client], article: ArticlePage, editor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "PER_SCREEN", 4)
    plan = Plan.objects.create(title="Council", day=today())
    start = now()
    for number in range(7):
        moment = start + timedelta(seconds=number // 2)  # some in one moment
        log(article, "wagtail.edit", user=editor, timestamp=moment)
        log(plan, "wagtail.edit", user=editor, timestamp=moment)
    auditor = desk_of("Auditor")
    address, read = f"{reverse(SCREEN)}?who={editor.pk}", []
    while address:
        with CaptureQueriesContext(connection) as asked:
            answer = auditor.get(address)
        assert len(asked) < 20
        page = html.fromstring(answer.content)
        screen = page.xpath("//table[@class='listing']/tbody/tr//time/@datetime")
        assert 0 < len(screen) <= 4
        read += screen
        more = page.xpath("//a[@rel='next']/@href")
        address = f"{reverse(SCREEN)}{more[0]}" if more else ""
    assert len(read) == 14
    assert read == sorted(read, reverse=True)
