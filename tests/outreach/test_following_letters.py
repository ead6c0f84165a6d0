"""A reader's own digest: what they follow by letter, once a day, never twice, ended with one press."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news import actions as news
from broadsheet.news.models import Author
from broadsheet.outreach.following import actions, letters, tasks, turns
from broadsheet.outreach.line import MailServerAway
from broadsheet.outreach.models import (
    DeliveryState,
    Follow,
    FollowLetter,
    Pair,
    Subscriber,
    SubscriberState,
)
from broadsheet.outreach.newsletter import returns, tokens
from broadsheet.outreach.newsletter.bounces import Report
from broadsheet.outreach.newsletter.verdicts import Kind
from broadsheet.topics.models import Topic
from tests.outreach.conftest import Sink
from tests.outreach.returned import HOLIDAY, bounce, complaint

HOUR = timedelta(hours=1)


@pytest.fixture
def author(db: None) -> Author:
    return Author.objects.create(name="Aigerim Sadykova", slug="aigerim")


@pytest.fixture
def reader(paper: Any) -> User:
    user = User.objects.create_user("reader@example.org", name="Aru")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def turn(reader: User, author: Author) -> FollowLetter:
    """The author is followed by letter since two days; the letter is due now."""
    by_letter(reader, author)
    return due(reader)


def by_letter(user: User, thing: Any) -> None:
    one = actions.follow(user=user, thing=thing)
    actions.choose(user=user, what=one.subject, by_letter=True, by_push=False, in_feed=False)


def due(user: User) -> FollowLetter:
    FollowLetter.objects.filter(user=user).update(next_at=now(), covers_until=now() - 48 * HOUR)
    return FollowLetter.objects.get(user=user)


def again(user: User) -> None:
    """Its turn comes once more, with what it has had as it is."""
    FollowLetter.objects.filter(user=user).update(next_at=now())


def text_of(letter: Any, kind: str) -> str:
    text: str = letter.get_body((kind,)).get_content()
    return text


def test_what_is_followed_by_letter_comes_once_a_day_with_the_reason(
    sink: Sink, turn: FollowLetter, reader: User, author: Author, file_article: Any
) -> None:
    floods = Topic.objects.create(name="Floods & fire", slug="floods")
    by_letter(reader, floods)
    actions.follow(user=reader, thing=Topic.objects.create(name="Chess", slug="chess"))
    file_article("Both", authors=[author], topics=[floods], published_at=now() - HOUR)
    file_article("Chess alone", topics=[Topic.objects.get(slug="chess")], published_at=now() - HOUR)
    file_article("Had before", authors=[author], published_at=now() - 60 * HOUR)
    gone = file_article("Withdrawn", authors=[author], published_at=now() - HOUR)
    news.withdraw(article=gone)
    tasks.send_letters.func()
    (letter,) = sink.letters
    assert letter["To"] == "reader@example.org"
    assert letter["Subject"] == "What you follow: Both"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for kind, reason in (("plain", "Floods & fire"), ("html", "Floods &amp; fire")):
        text = text_of(letter, kind)
        assert "Dear Aru," in text
        assert reason in text
        assert "Aigerim Sadykova" in text
        assert not re.search("Chess|Had before|Withdrawn", text)
    again(reader)
    tasks.send_letters.func()
    assert len(sink.letters) == 1
    turn.refresh_from_db()
    assert (turn.state, turn.next_at and turn.next_at > now()) == (DeliveryState.SENT, True)
    file_article("The next day", authors=[author], published_at=now() - timedelta(minutes=11))
    FollowLetter.objects.update(next_at=now(), covers_until=now() - HOUR / 2)
    tasks.send_letters.func()
    assert [letter["Subject"] for letter in sink.letters[1:]] == ["What you follow: The next day"]


def test_two_topics_together_come_by_letter_with_both_and_say_so(
    sink: Sink, reader: User, file_article: Any
) -> None:
    floods = Topic.objects.create(name="Floods", slug="floods")
    dams = Topic.objects.create(name="Dams", slug="dams")
    by_letter(reader, Pair.of(floods, dams))
    due(reader)
    file_article("A dam breaks", topics=[dams, floods], published_at=now() - HOUR)
    file_article("Rain", topics=[floods], published_at=now() - HOUR)
    tasks.send_letters.func()
    (letter,) = sink.letters
    for kind in ("plain", "html"):
        text = text_of(letter, kind)
        assert "A dam breaks" in text
        assert "Dams – Floods" in text
        assert "Rain" not in text


def test_one_press_ends_the_letters_and_nothing_else(
    sink: Sink, turn: FollowLetter, reader: User, author: Author, file_article: Any
) -> None:
    file_article("By her", authors=[author], published_at=now() - HOUR)
    tasks.send_letters.func()
    link = sink.letters[0]["List-Unsubscribe"].strip(" \r\n<>").removeprefix("http://testserver")
    stranger = Client(enforce_csrf_checks=True)
    page = stranger.get(link)
    assert page["Referrer-Policy"] == "no-referrer"
    assert Follow.objects.filter(by_letter=True).exists()
    for forged in (link[:-2] + "/", link.replace(str(reader.pk), "999", 1), "/following/letters/x/"):
        assert stranger.post(forged).status_code == 404
    assert Follow.objects.filter(by_letter=True).exists()
    assert stranger.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not FollowLetter.objects.exists()
    assert Follow.objects.get().user == reader  # followed as before
    assert stranger.post(link).status_code == 200


def test_a_letter_that_may_have_gone_is_never_sent_again(
    sink: Sink, turn: FollowLetter, author: Author, file_article: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_article("By her", authors=[author], published_at=now() - HOUR)

    class Killed(BaseException):
        pass

    def die(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(letters.Line, "send", die)
        with pytest.raises(Killed):
            letters.send_due()
    again(turn.user)
    tasks.send_letters.func()
    assert not sink.letters
    turn.refresh_from_db()
    assert turn.state == DeliveryState.SENDING  # nobody knows


def test_two_workers_send_one(
    sink: Sink, turn: FollowLetter, author: Author, file_article: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_article("By her", authors=[author], published_at=now() - HOUR)
    really = letters._new

    def while_another_is_quicker(*given: Any) -> Any:
        found = really(*given)
        with monkeypatch.context() as patched:
            patched.setattr(letters, "_new", really)
            letters.send_due()
        return found

    monkeypatch.setattr(letters, "_new", while_another_is_quicker)
    letters.send_due()
    assert len(sink.letters) == 1


def test_a_mail_server_that_is_away_or_says_not_now_loses_nothing(
    sink: Sink, turn: FollowLetter, author: Author, file_article: Any, settings: Any
) -> None:
    file_article("By her", authors=[author], published_at=now() - HOUR)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    with pytest.raises(MailServerAway):
        letters.send_due()
    tasks.send_letters.func()  # says so in the log, and comes again
    settings.EMAIL_PORT = port
    sink.refuse = "451 Later"
    letters.send_due()
    turn.refresh_from_db()
    assert (turn.state, turn.refusals) == (DeliveryState.WAITING, 1)
    sink.refuse = ""
    again(turn.user)
    letters.send_due()
    assert [letter["Subject"] for letter in sink.letters] == ["What you follow: By her"]


def test_an_address_that_refuses_again_and_again_gets_none_until_its_reader_chooses_anew(
    sink: Sink, turn: FollowLetter, reader: User, author: Author, file_article: Any
) -> None:
    sink.refuse = "550 5.7.1 Not from you"
    for number in range(turns.REFUSALS):
        file_article(f"News {number}", authors=[author], published_at=now() - HOUR)
        due(reader)
        letters.send_due()
    turn.refresh_from_db()
    assert (turn.next_at, turn.state) == (None, DeliveryState.FAILED)
    client = Client()
    client.force_login(reader)
    assert "no more are sent" in client.get("/following/").content.decode()
    client.post(f"/following/author/{author.pk}/choose/", {"by_letter": "on"})
    turn.refresh_from_db()
    assert turn.next_at is not None


@pytest.mark.parametrize("why", ["paused", "dead", "unconfirmed", "shut out"])
def test_nothing_goes_to_who_rests_is_shut_out_or_has_no_address(
    sink: Sink, turn: FollowLetter, reader: User, author: Author, file_article: Any, why: str
) -> None:
    file_article("By her", authors=[author], published_at=now() - HOUR)
    own = {"email": reader.email, "confirmed_at": now(), "state": SubscriberState.CONFIRMED}
    if why == "paused":
        Subscriber.objects.create(**own, paused_until=now() + HOUR)
    elif why == "dead":
        Subscriber.objects.create(
            **own | {"state": SubscriberState.SUPPRESSED}, suppressed_at=now(), suppressed_because="hard"
        )
    elif why == "unconfirmed":
        EmailAddress.objects.update(verified=False)
    else:
        User.objects.update(is_active=False)
    letters.send_due()
    assert not sink.letters
    turn.refresh_from_db()
    assert turn.next_at
    assert turn.next_at > now()


def test_it_comes_at_the_readers_own_hour(reader: User, author: Author) -> None:
    Subscriber.objects.create(email=reader.email, time_zone="Asia/Almaty", hour=18)
    by_letter(reader, author)
    found = FollowLetter.objects.get()
    assert found.next_at
    assert found.next_at.hour == 13  # UTC+5


# Letters that come back -------------------------------------------------------


def ask(sink: Sink, turn: FollowLetter, author: Author, file_article: Any, number: int = 0) -> str:
    """Let the letter of the day go out; its mark."""
    file_article(f"News {number}", authors=[author], published_at=now() - HOUR)
    due(turn.user)
    letters.send_due()
    turn.refresh_from_db()
    mark = tokens.of_digest(turn.pk, turn.number)
    assert sink.letters[-1]["Message-ID"] == f"<{mark}@testserver>"
    return mark


def test_a_letter_that_comes_back_ends_the_letters_until_its_reader_chooses_anew(
    sink: Sink, turn: FollowLetter, reader: User, author: Author, file_article: Any, settings: Any
) -> None:
    settings.BOUNCE_ADDRESS = "bounces@news.example"
    own = {"email": reader.email, "confirmed_at": now(), "state": SubscriberState.CONFIRMED}
    subscriber = Subscriber.objects.create(**own)
    mark = ask(sink, turn, author, file_article)
    assert sink.senders[-1] == f"bounces+{mark}@news.example"
    raw = bounce(to=f"bounces+{mark.upper()}@news.example", address=reader.email)
    [noted] = returns.take_in(raw=raw)
    assert (noted.kind, noted.state, noted.turn) == ("hard", "certain", turn)
    assert returns.take_in(raw=raw) == []
    turn.refresh_from_db()
    subscriber.refresh_from_db()
    assert (turn.next_at, turn.returned, subscriber.state) == (None, "hard", "suppressed")

    client = Client()
    client.force_login(reader)
    assert "came back (no such mailbox)" in client.get("/following/").content.decode()
    client.post(f"/following/author/{author.pk}/choose/", {"by_letter": "on"})
    returns.take_in(raw=raw + b"late")  # of before they chose anew
    turn.refresh_from_db()
    assert (turn.next_at is not None, turn.returned) == (True, "")


def test_a_complaint_without_an_address_ends_them_too(
    sink: Sink, turn: FollowLetter, author: Author, file_article: Any
) -> None:
    mark = ask(sink, turn, author, file_article)
    returns.take_in(raw=complaint(returned=f"Message-ID: <{mark}@testserver>"))
    turn.refresh_from_db()
    assert (turn.next_at, turn.returned) == (None, "complaint")


def test_not_now_counts_in_a_row(
    sink: Sink, turn: FollowLetter, author: Author, file_article: Any
) -> None:
    for number in range(turns.RETURNED + 2):
        mark = ask(sink, turn, author, file_article, number)
        assert turn.next_at
        if number == 1:
            continue  # this one arrived
        for _twice in range(2):  # a mail server may say so again
            raw = bounce(to=f"b+{mark}@x.example", status="5.2.2", words=f"552 5.2.2 full {_twice}")
            returns.take_in(raw=raw)
    turn.refresh_from_db()
    assert (turn.next_at, turn.returned_in_a_row) == (None, turns.RETURNED)


def test_no_such_user_said_at_once_ends_them(
    sink: Sink, turn: FollowLetter, author: Author, file_article: Any
) -> None:
    file_article("By her", authors=[author], published_at=now() - HOUR)
    sink.refuse = "550 5.1.1 no such user"
    letters.send_due()
    turn.refresh_from_db()
    assert (turn.next_at, turn.returned) == (None, "hard")


def test_forged_bounces_end_nobodys_letters(
    sink: Sink, turn: FollowLetter, author: Author, file_article: Any
) -> None:
    mark = ask(sink, turn, author, file_article)
    another = tokens.of_digest(turn.pk + 1, 1)
    guessed = mark[:-1] + ("a" if mark[-1] != "a" else "b")
    for to in (guessed, f"{mark}, b+{another}", another, tokens.of_digest(turn.pk, 2)):
        returns.take_in(raw=bounce(to=f"b+{to}@x.example", address="reader@example.org"))
    returns.take_in(raw=HOLIDAY + mark.encode())
    turn.refresh_from_db()
    assert (turn.next_at is not None, turn.returned) == (True, "")


def test_a_provider_speaks_of_who_has_only_letters_of_what_they_follow(
    sink: Sink, turn: FollowLetter, author: Author, file_article: Any
) -> None:
    ask(sink, turn, author, file_article)
    report = Report(address="reader@example.org", kind=Kind.HARD)
    assert len(returns.told_by_provider(report=report, key="one")) == 1
    assert returns.told_by_provider(report=report, key="one") == []
    turn.refresh_from_db()
    assert (turn.next_at, turn.returned) == (None, "hard")
