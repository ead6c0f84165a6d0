"""What is planned, scheduled and published, on a board and in a calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.desk import reports
from broadsheet.desk.models import Plan, PlanState
from broadsheet.foundation.clock import now, today
from broadsheet.foundation.models import User
from broadsheet.news import actions, live, reads
from broadsheet.news.models import ArticlePage
from broadsheet.outreach.models import Subscriber

HOUR = timedelta(hours=1)


@pytest.fixture
def client(desk_of: Callable[[str], Client]) -> Client:
    return desk_of("Editor")


def plan(client: Client, title: str, **more: Any) -> Plan:
    answer = client.post(reverse("desk_new_plan"), {"title": title, "day": today(), **more})
    assert answer.status_code == 302, answer.content.decode()
    return Plan.objects.get(title=title)


def page(client: Client, name: str, **query: Any) -> str:
    answer = client.get(reverse(name), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_plan_goes_from_the_board_to_its_article(client: Client, section: Any) -> None:
    editor = User.objects.get(groups__name="Editor")
    made = plan(client, "Budget debate", section=section.pk, people=[editor.pk], note="From ten")
    assert "Budget debate" in page(client, "desk_planning", mine="on", section=section.pk)
    assert "Budget debate" in page(client, "wagtailadmin_home")
    answer = client.post(reverse("desk_plan_article", args=[made.pk]))
    made.refresh_from_db()
    assert made.article
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[made.article.pk])
    assert (made.article.title, made.article.owner) == ("Budget debate", editor)
    client.post(reverse("desk_plan_article", args=[made.pk]))
    assert ArticlePage.objects.count() == 1
    client.post(reverse("desk_plan_state", args=[made.pk]), {"state": "dropped"})
    assert "Budget debate" not in page(client, "desk_planning")
    client.post(reverse("desk_plan_state", args=[made.pk]), {"state": "nonsense"})
    made.refresh_from_db()
    assert made.state == PlanState.DROPPED


@pytest.mark.parametrize("since", ["0001-01-01", "9999-12-31", "tomorrow"])
def test_a_day_that_nobody_plans_for_is_today(client: Client, since: str) -> None:
    plan(client, "Budget debate")
    assert "Budget debate" in page(client, "desk_planning", since=since)
    page(client, "desk_calendar", since=since)


def test_a_number_that_no_database_holds_is_no_address(client: Client) -> None:
    assert client.get(f"/newsroom/articles/{'9' * 23}/record/").status_code == 404


@pytest.mark.parametrize("number", ["9" * 19, "9" * 40, "-1", "x", "1.5"])
def test_a_number_that_nothing_has_is_no_choice(client: Client, number: str) -> None:
    plan(client, "Budget debate")
    assert "Budget debate" in page(client, "desk_planning", section=number)
    page(client, "desk_calendar", section=number)
    assert (
        "one of the available choices"
        in client.post(
            reverse("desk_breaking"), {"text": "A dam breaks", "article": number}
        ).content.decode()
    )


def test_a_plan_without_a_section_asks_for_one(client: Client) -> None:
    made = plan(client, "Somewhere")
    answer = client.post(reverse("desk_plan_article", args=[made.pk]), follow=True)
    assert "Give the plan a section first" in answer.content.decode()
    assert not ArticlePage.objects.exists()


def test_the_calendar_shows_planned_scheduled_and_published(
    client: Client, file_article: Callable[..., ArticlePage], django_assert_max_num_queries: Any
) -> None:
    plan(client, "Planned thing")
    file_article("Scheduled thing", go_live_at=now() + timedelta(minutes=1))
    file_article("Published thing")
    file_article("Draft thing", draft=True)
    for by in ("month", "week"):
        shown = page(client, "desk_calendar", by=by)
        assert all(f"{what} thing" in shown for what in ("Planned", "Scheduled", "Published"))
        assert "Draft thing" not in shown
    for number in range(12):
        file_article(f"Published {number}")
    with django_assert_max_num_queries(30):
        assert "and 7 more" in page(client, "desk_calendar")
    assert "Planned thing" not in page(client, "desk_calendar", since=today() - timedelta(days=90))
    assert page(client, "desk_calendar", since="9999-12-31")


def test_the_start_screen_shows_what_is_live_late_or_held(
    client: Client, file_article: Callable[..., ArticlePage]
) -> None:
    covered, held = file_article("Covered"), file_article("Held", draft=True)
    live.add_entry(article=covered, text="It begins.")
    actions.hold(article=held, because="The lawyers read it")
    Plan.objects.create(title="Long ago", day=today() - timedelta(days=3))
    home = page(client, "wagtailadmin_home")
    assert "Live now" in home
    assert "Needs attention" in home
    assert "1 plan of days gone by is open" in home


def test_the_planning_is_the_newsrooms_alone(desk_of: Callable[[str], Client], paper: Any) -> None:
    moderator = desk_of("Moderator")
    made = Plan.objects.create(title="Secret", day=today())
    for name in ("desk_planning", "desk_calendar", "desk_new_plan"):
        assert moderator.get(reverse(name)).status_code in {302, 403}
    moderator.post(reverse("desk_plan_state", args=[made.pk]), {"state": "dropped"})
    made.refresh_from_db()
    assert made.state == PlanState.PLANNED


def test_an_auditor_sees_everything_and_changes_nothing(
    desk_of: Callable[[str], Client], file_article: Callable[..., ArticlePage]
) -> None:
    auditor, draft = desk_of("Auditor"), file_article("Draft thing", draft=True)
    made = Plan.objects.create(title="Secret", day=today())
    for name in ("desk_articles", "desk_planning", "desk_calendar", "desk_kills", "wagtailadmin_home"):
        assert auditor.get(reverse(name)).status_code == 200
    record = auditor.get(reverse("desk_record", args=[draft.pk])).content.decode()
    assert "The river rose by a metre" in record
    attacks = [
        reverse("desk_new_plan"), reverse("desk_plan_article", args=[made.pk]), reverse("desk_breaking"),
        *[reverse(name, args=[draft.pk]) for name in (
            "desk_kill", "desk_hold", "desk_live", "desk_live_switch", "desk_correct",
            "wagtailadmin_pages:edit", "wagtailadmin_pages:delete", "wagtailadmin_pages:copy",
        )],
    ]  # fmt: skip
    before = ArticlePage.objects.values().get(pk=draft.pk)
    for address in attacks:
        sent = {"because": "I can", "text": "Owned", "title": "Owned", "day": str(today())}
        assert auditor.post(address, sent).status_code in {302, 403}, address
    assert ArticlePage.objects.values().get(pk=draft.pk) == before
    assert list(Plan.objects.values_list("title", "article")) == [("Secret", None)]


def test_the_report_counts_weeks_and_draws_them(
    client: Client, file_article: Callable[..., ArticlePage]
) -> None:
    file_article("This week")
    article = file_article("A week ago", published_at=now() - timedelta(days=7))
    file_article("Long ago", published_at=now() - timedelta(weeks=30))
    file_article("Draft", draft=True)
    actions.set_comment_count(article_id=article.pk, comments=3)
    actions.correct(article=article, text="It was two.")
    reads.note(now(), {article.url: 12})
    Subscriber.objects.create(
        email="a@example.org", state="confirmed", confirmed_at=now() - timedelta(days=8)
    )
    charts = {chart.name: [bar.value for bar in chart.bars] for chart in reports.report()["charts"]}
    assert charts["output"] == ["0"] * 10 + ["1", "1"]
    assert charts["comments"][-2:] == ["3.0", "0.0"]
    assert charts["corrections"] == ["0"] * 11 + ["1"]
    assert charts["readers"][-1] == "1"
    assert charts["readers"][0] == "0"
    assert charts["reads"] == ["0"] * 11 + ["12"]
    shown = page(client, "desk_report")
    assert shown.count("<svg viewBox") == 5
    assert 'height="142.0"' in shown
    assert "<td>12</td>" in shown
