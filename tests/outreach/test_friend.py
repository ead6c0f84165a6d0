"""E-mail a friend: one letter, to one address, with no words but ours."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from broadsheet.foundation import stamps
from broadsheet.foundation.clock import now
from broadsheet.news import actions as news
from broadsheet.outreach import addresses
from broadsheet.outreach.friend import actions, tasks
from broadsheet.outreach.models import FriendLetter, NeverAgain
from tests.outreach.conftest import Sink


def filled(**more: str) -> dict[str, str]:
    stamp = stamps.stamp(purpose="friend again")
    return {"name": "Aru Bek", "email": "friend@example.org", "stamp": stamp, "website": ""} | more


def send(article: Any, client: Client | None = None, **more: str) -> Any:
    return (client or Client()).post(f"/email/{article.pk}/", filled(**more))


def work() -> None:
    for letter in FriendLetter.objects.filter(state=FriendLetter.State.WAITING):
        tasks.send_letter.func(letter.pk)


def test_a_friend_gets_one_letter_with_the_article_and_the_senders_name(
    article: Any, sink: Sink
) -> None:
    assert send(article)["Location"] == "/email/sent/"
    work()
    [letter] = sink.letters
    text = letter.get_content()
    assert letter["To"] == "friend@example.org"
    assert letter["Subject"] == "An article from The Test Post"
    assert "Aru" not in letter["From"] + letter["Subject"]
    assert letter["Auto-Submitted"] == "auto-generated"
    assert f"http://testserver{article.url}" in text
    assert "at the request of Aru Bek" in text
    kept = FriendLetter.objects.get()
    assert (kept.state, kept.recipient) == (FriendLetter.State.SENT, "")


def test_a_letter_is_never_sent_twice(article: Any, sink: Sink) -> None:
    send(article)
    [letter] = FriendLetter.objects.all()
    tasks.send_letter.func(letter.pk)
    tasks.send_letter.func(letter.pk)
    FriendLetter.objects.update(state=FriendLetter.State.SENDING, recipient="friend@example.org")
    tasks.send_letter.func(letter.pk)  # cut short before: it may have gone
    assert len(sink.letters) == 1
    FriendLetter.objects.update(asked_at=now() - timedelta(hours=1))
    actions.tidy()
    kept = FriendLetter.objects.get()
    assert (kept.state, kept.recipient) == (FriendLetter.State.FAILED, "")


def test_a_refused_letter_leaves_no_address(article: Any, sink: Sink) -> None:
    sink.refuse = "550 no"
    send(article)
    work()
    assert FriendLetter.objects.get().recipient == ""


def test_a_letter_the_server_does_not_take_now_goes_later_and_is_forgotten_in_the_end(
    article: Any, sink: Sink, settings: Any
) -> None:
    send(article)
    for trouble in ("away", "busy"):
        port = settings.EMAIL_PORT
        if trouble == "away":
            settings.EMAIL_PORT = 9
        else:
            sink.refuse = "451 later"
        work()
        settings.EMAIL_PORT, sink.refuse = port, ""
        kept = FriendLetter.objects.get()
        assert (kept.state, kept.recipient) == (FriendLetter.State.WAITING, "friend@example.org")
        assert DBTaskResult.objects.filter(run_after__range=(now(), now() + timedelta(days=1))).exists()
    work()
    assert len(sink.letters) == 1
    for age in (actions.TRIED_FOR, 2 * actions.TRIED_FOR):
        old = FriendLetter.objects.create(article=article, recipient="b@example.org", sender_name="A")
        FriendLetter.objects.filter(pk=old.pk).update(asked_at=now() - age - timedelta(hours=1))
        if age == actions.TRIED_FOR:
            sink.refuse = "451 later"
            work()
        actions.tidy()
        old.refresh_from_db()
        assert (old.state, old.recipient) == (FriendLetter.State.FAILED, "")


def test_who_says_never_again_while_a_letter_waits_does_not_get_it(article: Any, sink: Sink) -> None:
    send(article)
    actions.never_again(fingerprint=addresses.fingerprint("friend@example.org"))
    work()
    assert sink.letters == []
    assert FriendLetter.objects.get().recipient == ""


def test_never_again_is_one_click_and_programs_that_look_do_nothing(article: Any, sink: Sink) -> None:
    send(article)
    work()
    [letter] = sink.letters
    link = re.search(r"<http://testserver(\S+)>", letter["List-Unsubscribe"])
    assert link
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "friend" not in link[1].removeprefix("/email/never-again/")
    assert Client().get(link[1]).status_code == 200
    assert not NeverAgain.objects.exists()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link[1], {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert send(article)["Location"] == "/email/sent/"  # the answer tells nothing
    work()
    assert len(sink.letters) == 1
    assert Client().post("/email/never-again/forged:abc/").status_code == 404


def test_five_a_day_and_then_a_sentence_with_nothing_lost(article: Any, db: None) -> None:
    client = Client()
    for number in range(actions.A_READER_A_DAY):
        assert send(article, client, email=f"{number}@example.org").status_code == 302
    refused = send(article, client, email="six@example.org")
    assert refused.status_code == 429
    assert "Enough letters were sent for today" in refused.content.decode()
    assert 'value="six@example.org"' in refused.content.decode()
    assert FriendLetter.objects.count() == actions.A_READER_A_DAY


def test_one_address_is_not_flooded_and_nobody_is_told(article: Any, sink: Sink) -> None:
    for number in range(4):
        client = Client(REMOTE_ADDR=f"192.0.{number}.7")
        assert send(article, client)["Location"] == "/email/sent/"
    work()
    assert len(sink.letters) == actions.TO_ONE_ADDRESS_A_DAY


def test_the_circuit_breaker_stops_everybody(article: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "ALL_AN_HOUR", 1)
    assert send(article, Client(REMOTE_ADDR="192.0.2.1")).status_code == 302
    assert send(article, Client(REMOTE_ADDR="198.51.100.1"), email="b@example.org").status_code == 429


@pytest.mark.parametrize(
    "name",
    [
        "Aru\r\nBcc: all@example.org",
        "Buy at http://pills.example",
        "me@example.org",
        "www.pills.example",
        "Call 0800 123",
    ],
)
def test_the_name_carries_nothing_else(article: Any, sink: Sink, name: str) -> None:
    send(article, name=name)
    work()
    for letter in sink.letters:
        assert letter["Bcc"] is None
    assert sink.letters == []  # each of these holds an address: the form says so


def test_a_point_in_a_name_makes_no_link(article: Any, sink: Sink) -> None:
    send(article, name="J.R.R. pills.example")
    work()
    assert "J. R. R. pills. example" in sink.letters[0].get_content()


@pytest.mark.parametrize(
    "email", ["a@example.org, b@example.org", "a@example.org\nBcc: b@example.org", "x"]
)
def test_one_address_only(article: Any, email: str) -> None:
    assert send(article, email=email).status_code == 200
    assert not FriendLetter.objects.exists()


def test_other_sites_machines_and_old_forms_send_nothing(article: Any) -> None:
    path = f"/email/{article.pk}/"
    assert Client().post(path, filled(), headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert Client().get(path + "?name=A&email=b@example.org").status_code == 200
    assert send(article, website="http://x.example")["Location"] == "/email/sent/"
    for stamp in ("", "forged", stamps.stamp(purpose="friend")):
        shown = send(article, stamp=stamp)
        assert shown.status_code == 200
        assert 'value="friend@example.org"' in shown.content.decode()
    assert not FriendLetter.objects.exists()


def test_what_is_not_public_cannot_be_sent(article: Any, file_article: Any) -> None:
    draft = file_article("Secret", draft=True)
    assert Client().get(f"/email/{draft.pk}/").status_code == 404
    assert Client().get("/email/99999999999999999999/").status_code == 404
    news.withdraw(article=article)
    assert send(article).status_code == 404


def test_an_article_withdrawn_while_its_letter_waits_goes_to_nobody(article: Any, sink: Sink) -> None:
    send(article)
    news.withdraw(article=article)
    work()
    assert sink.letters == []
    kept = FriendLetter.objects.get()
    assert (kept.state, kept.recipient) == (FriendLetter.State.FAILED, "")
