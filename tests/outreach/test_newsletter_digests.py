"""Issues made by rule, sent at the reader's own hour, paused and stopped on their way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from broadsheet.foundation.clock import now
from broadsheet.news import actions as news
from broadsheet.news.models import ArticlePage, ArticleTally, FrontPage, FrontPick, SectionPage
from broadsheet.outreach.models import (
    Delivery,
    DeliveryState,
    Issue,
    IssueState,
    IssueStory,
    MailingList,
    Rule,
    Subscriber,
)
from broadsheet.outreach.newsletter import digests, halting, sending, tasks, zones
from tests.outreach.conftest import Sink
from tests.outreach.test_newsletter_lists import reader_on
from tests.outreach.test_newsletter_newsroom import Role, signed_in

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def digest(daily: MailingList) -> MailingList:
    """Everything new, every day, without an editor."""
    daily.rule, daily.needs_approval = Rule.NEW, False
    daily.last_slot = now() - 2 * DAY
    daily.hour = now().astimezone(zones.zone("")).hour
    daily.save()
    return daily


def its_turn(one: MailingList) -> list[Issue]:
    """Another turn of a list."""
    MailingList.objects.filter(pk=one.pk).update(last_slot=now() - 2 * DAY)
    return digests.make_due()


def titles(issue: Issue) -> list[str]:
    return [story.article.title for story in issue.stories.order_by("sort_order")]


def age(article: Any, by: timedelta) -> None:
    ArticlePage.objects.filter(pk=article.pk).update(published_at=now() - by)


def test_what_is_new_goes_out_once_and_with_nothing_new_no_letter(
    digest: MailingList, file_article: Callable[..., Any], sink: Sink
) -> None:
    reader_on(digest)
    age(file_article("Last month"), 30 * DAY)
    file_article("River rises")
    file_article("Not yet", draft=True)
    [issue] = digests.make_due()
    assert titles(issue) == ["River rises"]
    assert issue.subject == "Every morning: River rises"
    assert digests.make_due() == []  # its turn has been
    tasks.deliver.func(issue.pk)
    assert [one["Subject"] for one in sink.letters] == [issue.subject]
    assert its_turn(digest) == []  # nothing new
    file_article("Bridge opens")
    [second] = its_turn(digest)
    assert titles(second) == ["Bridge opens"]


def test_nobody_on_the_list_no_issue(digest: MailingList, article: Any) -> None:
    assert digests.make_due() == []
    assert not Issue.objects.exists()


def test_a_list_that_was_just_made_waits_for_its_first_turn_and_a_late_one_is_left_out(
    digest: MailingList, article: Any
) -> None:
    reader_on(digest)
    MailingList.objects.update(last_slot=None)
    assert digests.make_due() == []
    digest.refresh_from_db()
    assert digest.last_slot is not None
    digest.hour = (digest.hour - 8) % 24
    digest.save()
    assert its_turn(digest) == []  # eight hours late


@pytest.mark.parametrize(
    ("every", "weekday", "moment", "turn"),
    [("day", 0, "2026-03-04T06:59+00:00", "2026-03-03T07:00+00:00"),
     ("day", 0, "2026-03-04T07:00+00:00", "2026-03-04T07:00+00:00"),
     ("week", 4, "2026-03-04T12:00+00:00", "2026-02-27T07:00+00:00"),
     ("week", 2, "2026-03-04T07:00+00:00", "2026-03-04T07:00+00:00"),
     ("week", 2, "2026-03-04T06:59+00:00", "2026-02-25T07:00+00:00")],
)  # fmt: skip
def test_a_turn_is_the_last_time_of_its_day_and_hour(
    settings: Any, every: str, weekday: int, moment: str, turn: str
) -> None:
    settings.TIME_ZONE = "UTC"
    one = MailingList(every=every, weekday=weekday, hour=7)
    found = digests.turn_before(one=one, moment=datetime.fromisoformat(moment))
    assert found == datetime.fromisoformat(turn)


def test_only_its_section_and_at_most_so_many(
    digest: MailingList, file_article: Callable[..., Any]
) -> None:
    reader_on(digest)
    file_article("In the city", section=SectionPage.objects.get(slug="city"))
    for number in range(3):
        age(file_article(f"Story {number}"), HOUR * number)
    MailingList.objects.update(section=ArticlePage.objects.get(title="Story 0").section, most=2)
    [issue] = digests.make_due()
    assert titles(issue) == ["Story 0", "Story 1"]


def test_the_most_commented_and_the_picks(digest: MailingList, file_article: Callable[..., Any]) -> None:
    reader_on(digest)
    quiet, busy, busier = (file_article(title) for title in ("Quiet", "Busy", "Busier"))
    for article, count in ((busy, 3), (busier, 9)):
        ArticleTally.objects.update_or_create(article=article, defaults={"comments": count})
    MailingList.objects.update(rule=Rule.COMMENTED)
    [issue] = digests.make_due()
    assert titles(issue) == ["Busier", "Busy"]
    front = FrontPage.objects.get()
    FrontPage.objects.update(lead=busy)  # went out already
    FrontPick.objects.create(page=front, article=quiet)
    MailingList.objects.update(rule=Rule.PICKS)
    [issue] = its_turn(digest)
    assert titles(issue) == ["Quiet"]


def test_with_approval_it_waits_and_takes_up_what_is_new(
    digest: MailingList, file_article: Callable[..., Any], sink: Sink
) -> None:
    reader_on(digest)
    MailingList.objects.update(needs_approval=True, hour=(digest.hour + 1) % 24)
    file_article("River rises")
    [issue] = digests.make_due()  # an hour before its time
    assert issue.state == IssueState.DRAFT
    assert issue.planned_at > now()
    assert not Delivery.objects.exists()
    Issue.objects.update(intro="An editor wrote this.")
    file_article("Bridge opens")
    [again] = its_turn(digest)
    assert again.pk == issue.pk
    assert again.intro == "An editor wrote this."
    assert titles(again) == ["River rises", "Bridge opens"]
    desk = signed_in(Role.EDITOR)
    assert "Made by the rule" in desk.get(f"/newsroom/newsletter/{issue.pk}/").content.decode()
    page = desk.get(f"/newsroom/newsletter/{issue.pk}/send/").content.decode()
    assert f'<option value="{(digest.hour + 1) % 24}" selected>' in page


# The reader's own hour --------------------------------------------------------


@pytest.mark.parametrize(
    ("hour", "zone", "since", "at"),
    [(7, "Europe/Vienna", "2026-01-10T05:59+00:00", "2026-01-10T06:00+00:00"),
     (7, "Europe/Vienna", "2026-01-10T06:00+00:00", "2026-01-10T06:00+00:00"),
     (7, "Europe/Vienna", "2026-01-10T06:01+00:00", "2026-01-11T06:00+00:00"),
     (7, "Asia/Almaty", "2026-01-10T06:00+00:00", "2026-01-11T02:00+00:00"),
     (7, "Pacific/Auckland", "2026-01-09T19:00+00:00", "2026-01-10T18:00+00:00"),
     (2, "Europe/Vienna", "2026-03-29T00:30+00:00", "2026-03-29T01:00+00:00"),  # skipped by the clocks
     (7, "No/Where", "2026-01-10T05:59+00:00", "2026-01-10T07:00+00:00")],
)  # fmt: skip
def test_an_hour_comes_when_the_readers_own_clock_shows_it(
    settings: Any, hour: int, zone: str, since: str, at: str
) -> None:
    settings.TIME_ZONE = "UTC"
    moment = zones.next_at(hour, name=zone, since=datetime.fromisoformat(since))
    assert moment == datetime.fromisoformat(at)


def test_copies_wait_for_each_readers_own_hour(daily: MailingList, sink: Sink) -> None:
    here = now().astimezone(zones.zone("")).hour
    for name, zone, own in (
        ("later", "", (here + 5) % 24),
        ("east", "Asia/Tokyo", None),
        ("now", "", None),
    ):
        reader_on(daily, email=f"{name}@example.org")
        Subscriber.objects.filter(email=f"{name}@example.org").update(time_zone=zone, hour=own)
    issue = Issue.objects.create(
        subject="x", intro="y", list=daily, planned_at=now().replace(minute=0, second=0, microsecond=0)
    )
    sending.start(issue=issue, by=None, hour=here)
    issue.refresh_from_db()
    assert not sending.deliver_waiting(issue=issue)
    assert [one["To"] for one in sink.letters] == ["now@example.org"]
    dues = Delivery.objects.order_by("pk").values_list("due_at", flat=True)
    assert list(dues) == sorted(dues)  # whose turn is first stands first
    assert (
        "at their own hour"
        in signed_in(Role.EDITOR).get(f"/newsroom/newsletter/{issue.pk}/").content.decode()
    )
    Delivery.objects.update(due_at=now() - HOUR)
    sending.deliver_waiting(issue=issue)
    assert len(sink.letters) == 3
    issue.refresh_from_db()
    assert issue.state == IssueState.SENT


# On its way ------------------------------------------------------------------


@pytest.fixture
def going(daily: MailingList, file_article: Callable[..., Any]) -> Issue:
    """An issue of two stories that waits for three readers."""
    for number in range(3):
        reader_on(daily, email=f"reader{number}@example.org")
    issue = Issue.objects.create(subject="x", list=daily)
    for title in ("River rises", "Bridge opens"):
        IssueStory.objects.create(issue=issue, article=file_article(title))
    sending.start(issue=issue, by=None)
    issue.refresh_from_db()
    return issue


def test_an_issue_is_paused_goes_on_and_is_stopped_for_good(going: Issue, sink: Sink) -> None:
    desk = signed_in(Role.EDITOR)
    path = f"/newsroom/newsletter/{going.pk}/"

    def halt(answer: str) -> None:
        desk.post(f"{path}halt/", {"answer": answer})
        going.refresh_from_db()

    halt("pause")
    assert going.state == IssueState.PAUSED
    sending.deliver_waiting(issue=going)
    assert sink.letters == []
    assert "Go on" in desk.get(path).content.decode()
    halt("resume")
    assert going.state == IssueState.SENDING
    assert Client().get(going.url).status_code == 200
    halt("stop")
    assert going.state == IssueState.STOPPED
    sending.deliver_waiting(issue=going)
    assert sink.letters == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.STOPPED}
    assert Client().get(going.url).status_code == 404
    for answer in ("resume", "pause", "stop", "x"):
        halt(answer)
        assert going.state == IssueState.STOPPED
    assert desk.get(path).status_code == 200


def test_a_paused_issue_stops_between_two_batches(
    going: Issue, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    from broadsheet.outreach.newsletter import batches

    taken = batches.take

    def take(**words: Any) -> Any:
        if sink.letters:
            halting.pause(issue=going)
        return taken(**words)

    monkeypatch.setattr(batches, "take", take)
    sending.deliver_waiting(issue=going)
    assert len(sink.letters) == 1
    assert Delivery.objects.filter(state=DeliveryState.WAITING).count() == 2


def test_a_killed_story_is_not_in_what_goes_out_after(
    going: Issue, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    from broadsheet.outreach.newsletter import batches

    killed = ArticlePage.objects.get(title="River rises")
    taken = batches.take

    def take(**words: Any) -> Any:
        if len(sink.letters) == 1:
            news.withdraw(article=killed)
        return taken(**words)

    monkeypatch.setattr(batches, "take", take)
    sending.deliver_waiting(issue=going)
    texts = [
        letter.get_body((kind,)).get_content() for letter in sink.letters for kind in ("plain", "html")
    ]
    assert len(sink.letters) == 3
    assert [("River rises" in text) for text in texts] == [True, True, False, False, False, False]
    assert all("Bridge opens" in text for text in texts)


def test_killed_between_two_turns_it_is_gone_too_and_an_empty_issue_stops(
    going: Issue, sink: Sink
) -> None:
    first, second = ArticlePage.objects.order_by("pk")
    news.withdraw(article=first)
    news.withdraw(article=second)
    going.refresh_from_db()
    assert going.state == IssueState.STOPPED
    sending.deliver_waiting(issue=going)
    assert sink.letters == []


def test_a_killed_story_leaves_a_digest_that_waits(
    digest: MailingList, file_article: Callable[..., Any], sink: Sink
) -> None:
    reader_on(digest)
    MailingList.objects.update(needs_approval=True)
    killed = file_article("River rises")
    file_article("Bridge opens")
    [issue] = digests.make_due()
    news.withdraw(article=killed)
    sending.start(issue=issue, by=None)
    issue.refresh_from_db()
    assert "River rises" not in issue.html + issue.plain
    assert "Bridge opens" in issue.plain
