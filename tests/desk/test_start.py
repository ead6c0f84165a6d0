"""The newsroom's start screen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from wagtail.models import Workflow

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news import waiting

START = "/newsroom/"


def test_it_shows_what_waits_what_comes_and_what_came(desk_of: Any, file_article: Any) -> None:
    editor = desk_of("Editor")
    reviewed = file_article("Please read me", draft=True)
    Workflow.objects.get().start(reviewed, None)
    file_article("Comes tomorrow", go_live_at=now() + timedelta(days=1))
    file_article("Came just now")
    mine = file_article("My own draft", draft=True)
    mine.owner = User.objects.get(email="editor@example.org")
    mine.save()
    file_article("Draft of another", draft=True)
    page = editor.get(START).content.decode()
    for words in (
        "Please read me",
        "Comes tomorrow",
        "Came just now",
        "My own draft",
        "Waiting for review",
    ):
        assert words in page
    assert "Draft of another" not in page
    assert "w-summary__list" not in page


def test_a_moderator_sees_no_articles_there(desk_of: Any, file_article: Any) -> None:
    moderator = desk_of("Moderator")
    file_article("Came just now")
    page = moderator.get(START).content.decode()
    assert "Came just now" not in page
    assert "Just published" not in page


def test_a_room_adds_its_number(desk_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_providers", [])
    waiting.register(
        lambda user: (
            waiting.Waiting(number=37, label="comments held", url="/newsroom/held/")
            if user.has_perm("wagtailadmin.access_admin")
            else None
        )
    )
    page = desk_of("Moderator").get(START).content.decode()
    assert "<b>37</b> comments held" in page
    assert 'href="/newsroom/held/"' in page


def test_it_costs_the_same_whatever_waits(
    desk_of: Any, file_article: Any, django_assert_max_num_queries: Any
) -> None:
    editor = desk_of("Editor")
    file_article("First")
    editor.get(START)
    with django_assert_max_num_queries(60) as few:
        editor.get(START)
    for place in range(5):
        file_article(f"Story {place}")
    with django_assert_max_num_queries(len(few)):
        editor.get(START)
