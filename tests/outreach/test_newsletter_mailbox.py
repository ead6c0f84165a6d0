"""Returned letters from a mailbox, from a mail server's pipe, and from a mail provider."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from broadsheet.foundation.clock import now
from broadsheet.outreach.models import (
    Delivery,
    DeliveryState,
    Issue,
    ReturnedLetter,
    Subscriber,
    SubscriberState,
)
from broadsheet.outreach.newsletter import mailbox, tasks, tokens
from tests.outreach.imap import Folder, Server
from tests.outreach.returned import HOLIDAY, bounce
from tests.site.conftest import environment, first_paper, home

__all__ = ["first_paper", "home"]

SPARKPOST = "/mail-events/sparkpost/tracking/"
SECRET = "provider:a secret of the tests"
SEND = """
from broadsheet.outreach import api
from broadsheet.outreach.models import Delivery
from broadsheet.outreach.newsletter import sending, tokens
from django.utils import timezone
api.import_subscriber(email="reader0@example.org", confirmed=timezone.now())
sending.start(issue=api.import_issue(key="one", subject="The week", intro="Good morning."), by=None)
print(tokens.of_copy(Delivery.objects.get().pk))
"""


@pytest.fixture
def copy(paper: Any) -> Delivery:
    """A copy that a reader got."""
    issue = Issue.objects.create(subject="The week", state="sent", started_at=now())
    reader = Subscriber.objects.create(
        email="reader0@example.org",
        state=SubscriberState.CONFIRMED,
        confirmed_at=now() - timedelta(days=1),
    )
    return Delivery.objects.create(issue=issue, subscriber=reader, state=DeliveryState.SENT)


def returned(copy: Delivery, number: int = 1) -> bytes:
    address = f"bounces+{tokens.of_copy(copy.pk)}@news.example"
    return bounce(to=address, words=f"550 5.1.1 no such user, {number}")


def state() -> str:
    return Subscriber.objects.get().state


# A mailbox --------------------------------------------------------------------


@pytest.fixture
def serve() -> Iterator[Callable[[Folder], str]]:
    """Serve a folder; its address."""
    running: list[Server] = []

    def start(folder: Folder, password: str = "a%20secret") -> str:
        running.append(Server(folder))
        return f"imap://reader:{password}@127.0.0.1:{running[-1].port}/Returned"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def test_a_mailbox_is_emptied_in_turn_and_each_message_read_once(
    copy: Delivery, serve: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Folder([HOLIDAY, returned(copy), b"Subject: hello\n\n", returned(copy, 2), HOLIDAY])
    settings.BOUNCE_MAILBOX = serve(folder)
    monkeypatch.setattr(mailbox, "AT_ONCE", 2)
    tasks.empty_mailbox()
    assert folder.seen == {11, 12, 13, 14, 15}
    assert state() == "suppressed"
    assert ReturnedLetter.objects.count() == 2
    assert mailbox.take_in_new(mailbox.at(settings.BOUNCE_MAILBOX)) == 0


def test_a_line_that_breaks_loses_nothing_and_counts_nothing_twice(copy: Delivery, serve: Any) -> None:
    folder = Folder([returned(copy, number) for number in range(4)])
    address = mailbox.at(serve(folder))
    folder.breaks_at = 13
    with pytest.raises(mailbox.MailboxAway):
        mailbox.take_in_new(address)
    assert folder.seen == {11, 12}
    folder.breaks_at = 0
    folder.seen.discard(12)  # written down, but the server had not noted that it was read
    assert mailbox.take_in_new(address) == 3
    assert ReturnedLetter.objects.count() == 4


def test_a_mailbox_that_lets_nobody_in_is_told_of(
    copy: Delivery, serve: Any, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    folder = Folder([returned(copy)])
    settings.BOUNCE_MAILBOX = serve(folder, "wrong")
    tasks.empty_mailbox()
    assert "wrong password" in caplog.text
    settings.BOUNCE_MAILBOX = "imap://reader@127.0.0.1:1/"
    tasks.empty_mailbox()
    assert "refused" in caplog.text
    assert (folder.seen, state()) == (set(), "confirmed")


def test_the_address_of_a_mailbox_says_all_there_is() -> None:
    found = mailbox.at("imaps://news%40x.example:p%3Aw@imap.x.example/Mail/Back")
    assert (found.user, found.password, found.port) == ("news@x.example", "p:w", 993)
    assert (found.folder, found.tls) == ("Mail/Back", True)
    assert "p:w" not in repr(found)
    plain = mailbox.at("imap://news@localhost?tls=1")
    assert (plain.port, plain.folder, plain.tls, plain.start_tls) == (143, "INBOX", False, True)
    for wrong in ("pop3://a@b", "imaps://host", "imaps://"):
        with pytest.raises(ValueError, match="imaps://"):
            mailbox.at(wrong)


# A mail server's pipe ---------------------------------------------------------


def broadsheet(*words: str, into: bytes, **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "broadsheet", *words],
        env=environment(**more), input=into, capture_output=True, timeout=120, check=False,
    )  # fmt: skip


def in_paper(home: Path, code: str) -> str:
    program = f"import django; django.setup()\n{code}"
    settings = "broadsheet.site.settings"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True,
        env=environment(BROADSHEET_HOME=str(home), DJANGO_SETTINGS_MODULE=settings),
    )  # fmt: skip
    return done.stdout.strip()


def test_a_mail_server_pipes_what_comes_back(home: Path) -> None:
    mark = in_paper(home, SEND)
    words = ("bounces", "--home", str(home))
    other = broadsheet(*words, into=HOLIDAY)
    assert (other.returncode, other.stdout) == (0, b"")
    done = broadsheet(*words, "--to", f"bounces+{mark}@x.example", into=bounce())
    assert (done.returncode, done.stdout) == (0, b"reader0@example.org: hard, certain\n")
    states = "from broadsheet.outreach.models import Subscriber; print(Subscriber.objects.get().state)"
    assert in_paper(home, states) == "suppressed"
    (home / "gone").mkdir()
    for file in home.glob("*.sqlite3*"):
        file.rename(home / "gone" / file.name)
    away = broadsheet(*words, "--to", f"bounces+{mark}@x.example", into=bounce())
    assert away.returncode == 75  # the mail server keeps it
    assert b"could not be written down" in away.stderr


# A mail provider --------------------------------------------------------------


def event(kind: str = "bounce", **more: str) -> str:
    told = {"type": kind, "raw_rcpt_to": "reader0@example.org", "event_id": "7"}
    return json.dumps([{"msys": {"message_event": told | more}}])


def tell(body: str, secret: str = SECRET) -> int:
    basic = base64.b64encode(secret.encode()).decode()
    headers = {"Authorization": f"Basic {basic}"} if secret else {}
    client = Client(raise_request_exception=False, headers=headers)
    return client.post(SPARKPOST, body, content_type="application/json").status_code


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"bounce_class": "10", "raw_reason": "550 5.1.1 unknown"}, "suppressed"),
        ({"bounce_class": "30", "raw_reason": "550 5.1.1 no such user"}, "suppressed"),
        ({"bounce_class": "22", "raw_reason": "552 5.2.2 mailbox full"}, "confirmed"),
        ({"bounce_class": "51", "raw_reason": "550 5.7.1 spam"}, "confirmed"),
        ({"kind": "spam_complaint"}, "suppressed"),
        ({"kind": "list_unsubscribe"}, "unsubscribed"),
        ({"kind": "delivery"}, "confirmed"),
        ({"bounce_class": "10", "raw_rcpt_to": "stranger@example.net"}, "confirmed"),
    ],
)
def test_a_providers_word_counts(copy: Delivery, told: dict[str, str], expected: str) -> None:
    assert tell(event(**told)) == 200
    assert state() == expected


def test_a_providers_event_counts_once(copy: Delivery) -> None:
    for _ in range(2):
        assert tell(event(bounce_class="10")) == 200
    assert ReturnedLetter.objects.count() == 1


@pytest.mark.parametrize("secret", ["", "provider:guessed", "provider", ":", "a secret of the tests"])
def test_who_does_not_know_the_secret_is_not_heard(copy: Delivery, secret: str) -> None:
    for kind in ("bounce", "spam_complaint", "list_unsubscribe"):
        assert tell(event(kind, bounce_class="10"), secret) == 400
    assert state() == "confirmed"
    assert not ReturnedLetter.objects.exists()


@pytest.mark.parametrize("body", ["", "{", "[1]", '[{"msys": {"message_event": {"type": "bounce"}}}]'])
def test_an_odd_event_changes_nothing(copy: Delivery, body: str) -> None:
    tell(body)
    assert state() == "confirmed"
