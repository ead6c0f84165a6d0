"""What a reader chose: changed without a password, and by nobody else."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django_tasks_db.models import DBTaskResult

from broadsheet.foundation import stamps
from broadsheet.foundation.clock import now
from broadsheet.outreach.models import Issue, IssueState, MailingList, Subscriber, SubscriberState
from broadsheet.outreach.newsletter import actions, lists, tasks, tokens
from tests.outreach.conftest import Sink
from tests.outreach.test_newsletter_lists import names_of, path_in, reader_on


@pytest.fixture
def reader(daily: MailingList) -> Subscriber:
    return reader_on(daily)


@pytest.fixture
def link(reader: Subscriber) -> str:
    issue = Issue.objects.create(subject="x", state=IssueState.SENT, started_at=now())
    return f"/newsletter/mine/{tokens.to_leave(reader.pk, issue.pk)}/"


def choice(*keys: int, **more: str) -> dict[str, Any]:
    data = {"answer": "save", "lists": list(keys), "name": "", "time_zone": "", "hour": "", "pause": ""}
    return data | more


def links_mailed() -> Any:
    return DBTaskResult.objects.filter(task_path__endswith="mail_link")


def test_a_reader_changes_everything_without_a_password(
    reader: Subscriber,
    link: str,
    weekly: MailingList,
) -> None:
    page = Client().get(link)
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert "reader@example.org" in page.content.decode()
    sent = choice(weekly.pk, name=" Ann\r\nReader ", time_zone="Asia/Almaty", hour="18", pause="14")
    assert "It is written down" in Client().post(link, sent).content.decode()
    reader.refresh_from_db()
    assert (reader.name, reader.time_zone, reader.hour) == ("Ann Reader", "Asia/Almaty", 18)
    assert reader.paused_until
    assert reader.paused_until > now() + timedelta(days=13)
    assert names_of(reader) == ["The week"]
    until = reader.paused_until
    Client().post(link, choice(weekly.pk, pause="as it is"))
    reader.refresh_from_db()
    assert reader.paused_until == until
    Client().post(link, choice(weekly.pk))
    reader.refresh_from_db()
    assert reader.paused_until is None


def test_nothing_ticked_is_leaving_and_ticking_comes_back(
    reader: Subscriber,
    link: str,
    daily: MailingList,
) -> None:
    Client().post(link, choice())
    reader.refresh_from_db()
    assert reader.state == SubscriberState.UNSUBSCRIBED
    Client().post(link, choice(daily.pk))
    reader.refresh_from_db()
    assert reader.state == SubscriberState.CONFIRMED
    assert names_of(reader) == ["Every morning"]
    Client().post(link, {"answer": "leave"})
    reader.refresh_from_db()
    assert reader.state == SubscriberState.UNSUBSCRIBED


@pytest.mark.parametrize(
    ("field", "value"),
    [("time_zone", "Mars/Phobos"), ("time_zone", "../../etc/passwd"), ("hour", "24"), ("hour", "-1"),
     ("pause", "36500"), ("pause", "x"), ("lists", "999999"), ("lists", "1 OR 1=1"),
     ("name", "x" * 101)],
)  # fmt: skip
def test_what_cannot_be_chosen_changes_nothing(
    reader: Subscriber,
    link: str,
    daily: MailingList,
    field: str,
    value: str,
) -> None:
    answer = Client().post(link, choice(daily.pk) | {field: value})
    assert answer.status_code == 200
    assert "It is written down" not in answer.content.decode()
    reader.refresh_from_db()
    assert (reader.time_zone, reader.hour, reader.paused_until, reader.name) == ("", None, None, "")
    assert names_of(reader) == ["Every morning"]


def test_a_closed_list_cannot_be_chosen_but_can_be_kept(
    reader: Subscriber,
    link: str,
    daily: MailingList,
    weekly: MailingList,
) -> None:
    MailingList.objects.update(is_open=False)
    assert "The week" not in Client().get(link).content.decode()
    Client().post(link, choice(daily.pk, weekly.pk))
    assert names_of(reader) == ["Every morning"]
    Client().post(link, choice(daily.pk))
    assert names_of(reader) == ["Every morning"]


def test_only_a_true_link_shows_or_changes_anything(reader: Subscriber, link: str) -> None:
    other = reader_on(email="other@example.org")
    token = link.split("/")[3]
    value, _, signature = token.partition(":")
    swapped = f"{other.pk}-{value.partition('-')[2]}:{signature}"
    forged = [
        swapped, f"{token}x", token[:-1], value, f"{value}:", "x", "0-0:0", f"{reader.pk}:{signature}",
        tokens.to_confirm(reader, [1]), signing.Signer(salt="other").sign(value),
        signing.Signer().sign(value), signing.TimestampSigner(salt=tokens.LEAVE).sign(str(other.pk)),
    ]  # fmt: skip
    gone = reader_on(email="gone@example.org")
    forged.append(tokens.to_choose(gone))
    gone.delete()
    pages = set()
    for one in forged:
        for ask in (Client().get, lambda path: Client().post(path, {"answer": "erase", "sure": "yes"})):
            answer = ask(f"/newsletter/mine/{one}/")
            assert answer.status_code == 404, one
            pages.add(answer.content)
    assert len(pages) == 1  # somebody who is gone looks like somebody who never was
    assert Subscriber.objects.count() == 2


def test_an_old_link_shows_nothing_and_a_new_one_goes_to_the_address_alone(
    reader: Subscriber, link: str, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    Issue.objects.update(started_at=now() - tokens.LETTER_AGE - timedelta(hours=1))
    page = Client().get(link).content.decode()
    assert "too old" in page
    assert "reader@example.org" not in page
    for answer in ("save", "erase", "export", "leave"):
        Client().post(link, choice() | {"answer": answer, "sure": "yes"})
    reader.refresh_from_db()
    assert reader.state == SubscriberState.CONFIRMED
    assert links_mailed().count() == actions.LINKS_A_DAY
    tasks.mail_link.func(reader.pk)
    [letter] = sink.letters
    assert letter["To"] == "reader@example.org"
    fresh = path_in(letter, "mine")
    assert "What you get" in Client().get(fresh).content.decode()
    later = now() + tokens.MINE_AGE + timedelta(hours=1)
    monkeypatch.setattr("time.time", later.timestamp)
    assert "too old" in Client().get(fresh).content.decode()


def test_another_site_changes_nothing_and_nothing_but_post_does(reader: Subscriber, link: str) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        answer = Client().post(link, {"answer": "erase", "sure": "yes"}, headers=headers)
        assert answer.status_code == 403
    for method in ("get", "head", "put", "delete", "patch", "options"):
        getattr(Client(), method)(f"{link}?answer=erase&sure=yes")
    reader.refresh_from_db()
    assert reader.state == SubscriberState.CONFIRMED


def test_a_reader_takes_everything_along_and_is_forgotten(
    reader: Subscriber,
    link: str,
    daily: MailingList,
) -> None:
    file = Client().post(link, {"answer": "export"})
    assert file["Content-Disposition"] == 'attachment; filename="newsletter.json"'
    kept = json.loads(file.content)
    assert kept["email"] == "reader@example.org"
    assert [one["list__name"] for one in kept["lists"]] == ["Every morning"]
    assert "tick the box" in Client().post(link, {"answer": "erase"}).content.decode()
    assert Subscriber.objects.exists()
    gone = Client().post(link, {"answer": "erase", "sure": "yes"}).content.decode()
    assert "It is deleted" in gone
    assert not Subscriber.objects.exists()
    assert Client().get(link).status_code == 404


def test_asking_for_the_link_tells_nobody_who_is_on_the_list(reader: Subscriber) -> None:
    pending = Subscriber.objects.create(email="pending@example.org")

    def ask(email: str) -> Any:
        stamp = stamps.stamp(purpose="newsletter link again")
        return Client().post("/newsletter/mine/", {"email": email, "stamp": stamp, "website": ""})

    answers = {
        (answer.status_code, answer["Location"], answer.content)
        for answer in map(ask, [reader.email, "READER@example.org", "nobody@example.org", pending.email])
    }
    assert answers == {(302, "/newsletter/mine/asked/", b"")}
    assert {tuple(one.args_kwargs["args"]) for one in links_mailed()} == {(reader.pk,)}
    assert not Subscriber.objects.filter(email="nobody@example.org").exists()


def test_a_reader_who_never_said_yes_cannot_get_in_by_the_link(daily: MailingList) -> None:
    pending = Subscriber.objects.create(email="pending@example.org")
    link = f"/newsletter/mine/{tokens.to_choose(pending)}/"
    Client().post(link, choice(daily.pk))
    Client().post(link, {"answer": "return"})
    pending.refresh_from_db()
    assert pending.state == SubscriberState.PENDING
    issue = Issue.objects.create(subject="x", list=daily)
    assert not lists.receivers(issue=issue).exists()
