"""Newsletters through a mail provider: Postmark's own interface, and a server that answers so."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from email.utils import parseaddr
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest

from broadsheet.foundation.clock import now
from broadsheet.news import letters
from broadsheet.outreach.line import MailServerAway
from broadsheet.outreach.models import Delivery, Issue, Subscriber, SubscriberState
from broadsheet.outreach.newsletter import returns, sending, tokens
from broadsheet.outreach.newsletter.bounces import Report
from broadsheet.outreach.newsletter.verdicts import Kind
from broadsheet.site import mail


class Provider:
    """Takes letters as Postmark does; `status` and `error` are what it answers, 0 hangs up."""

    def __init__(self) -> None:
        self.letters: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.status, self.error = 200, 0
        self.url = ""


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    kept = Provider()

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            letter = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            kept.keys.append(self.headers["X-Postmark-Server-Token"])
            if not kept.status:
                self.close_connection = True
                return
            if kept.status == 200:
                kept.letters.append(letter)
            words = f"Found inactive addresses: {parseaddr(letter['To'])[1]}.\n Inactive recipients are"
            message = words if kept.error == 406 else "OK"
            said = {"ErrorCode": kept.error, "Message": message, "MessageID": "7", "To": letter["To"]}
            body = json.dumps(said).encode()
            self.send_response(kept.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    kept.url = f"http://127.0.0.1:{server.server_port}/"
    address = f"postmark://a%2Fkey?api={kept.url}"
    for name, value in mail.settings(address=address, home=Path()).items():
        setattr(settings, name, value)
    settings.ANYMAIL = {"IGNORE_UNSUPPORTED_FEATURES": True, **mail.anymail(address=address)}
    yield kept
    server.shutdown()
    server.server_close()


@pytest.fixture
def issue(paper: Any, provider: Provider) -> Issue:
    for number in range(3):
        Subscriber.objects.create(
            email=f"reader{number}@example.org", name=f"Ann «{number}»",
            state=SubscriberState.CONFIRMED, confirmed_at=now() - timedelta(days=1),
        )  # fmt: skip
    made = Issue.objects.create(subject="Жаңалықтар", intro="Good morning.\n\n.a dot")
    sending.start(issue=made, by=None)
    made.refresh_from_db()
    return made


def states(issue: Issue) -> list[str]:
    return list(Delivery.objects.filter(issue=issue).order_by("pk").values_list("state", flat=True))


def test_each_reader_gets_one_with_their_own_link_and_mark(provider: Provider, issue: Issue) -> None:
    for _ in range(2):
        sending.deliver_waiting(issue=issue)
    assert states(issue) == ["sent"] * 3
    assert provider.keys == ["a/key"] * 3
    for copy, letter in zip(Delivery.objects.order_by("pk"), provider.letters, strict=True):
        mark = tokens.of_copy(copy.pk)
        headers = {one["Name"]: one["Value"] for one in letter["Headers"]}
        link = f"http://testserver/newsletter/leave/{tokens.to_leave(copy.subscriber_id, issue.pk)}/"
        assert copy.subscriber.email in letter["To"]
        assert (letter["Subject"], letter["From"]) == ("Жаңалықтар", "newsroom@testserver")
        assert (headers["List-Unsubscribe"], headers["List-Unsubscribe-Post"]) == (
            f"<{link}>", "List-Unsubscribe=One-Click",
        )  # fmt: skip
        assert "Content-Type" not in headers
        for part in (letter["TextBody"], letter["HtmlBody"]):
            assert f"Dear {copy.subscriber.name}," in part
            assert link in part
        assert "\n.a dot\n" in letter["TextBody"].replace("\r", "")
        assert letter["Metadata"] == {"copy": mark}


@pytest.mark.parametrize(
    ("status", "error", "expected", "away"),
    [
        (422, 406, "failed", False),  # Postmark: this reader wants or gets nothing
        (422, 300, "failed", False),
        (401, 10, "waiting", True),
        (429, 0, "waiting", True),
        (503, 0, "waiting", True),
        (500, 0, "unclear", False),
        (0, 0, "unclear", False),  # it hung up: perhaps it has taken it
    ],
)
def test_what_a_provider_says_means_what_a_mail_server_would_mean(
    provider: Provider, issue: Issue, status: int, error: int, expected: str, away: bool
) -> None:
    provider.status, provider.error = status, error
    if away:
        with pytest.raises(MailServerAway):
            sending.deliver_waiting(issue=issue)
    else:
        sending.deliver_waiting(issue=issue)
    assert states(issue) == [expected] * 3
    provider.status, provider.error = 200, 0
    sending.deliver_waiting(issue=issue)
    assert len(provider.letters) == (3 if expected == "waiting" else 0)  # what may have gone goes once


def test_a_provider_that_cannot_be_reached_has_nothing(
    provider: Provider, issue: Issue, settings: Any
) -> None:
    settings.ANYMAIL = {**settings.ANYMAIL, "POSTMARK_API_URL": "http://127.0.0.1:1/"}
    with pytest.raises(MailServerAway):
        sending.deliver_waiting(issue=issue)
    assert states(issue) == ["waiting"] * 3


def test_the_other_letters_go_that_way_as_well(provider: Provider, paper: Any) -> None:
    letter = letters.plain(
        to="ann@example.org", subject="An article from %(paper)s", template="outreach/mail/friend.txt",
        context={"sender": "Bo"},
    )  # fmt: skip
    letter.send()
    assert [one["To"] for one in provider.letters] == ["ann@example.org"]
    provider.status = 500
    with pytest.raises(SMTPServerDisconnected):
        letter.send()
    letter.connection = None
    assert letter.send(fail_silently=True) == 0


def test_the_mark_a_provider_gives_back_names_the_letter(provider: Provider, issue: Issue) -> None:
    sending.deliver_waiting(issue=issue)
    first = Delivery.objects.order_by("pk").first()
    assert first is not None
    report = Report(address="another@example.org", kind=Kind.COMPLAINT)
    returns.told_by_provider(report=report, key="1", mark=tokens.of_copy(first.pk))
    first.subscriber.refresh_from_db()
    assert first.subscriber.state == SubscriberState.SUPPRESSED
    assert returns.told_by_provider(report=report, key="2", mark=tokens.of_copy(first.pk)[:-1]) == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("mailgun://key-1@mg.example.org?api=https://api.eu.mailgun.net/v3",
         {"MAILGUN_API_KEY": "key-1", "MAILGUN_SENDER_DOMAIN": "mg.example.org",
          "MAILGUN_API_URL": "https://api.eu.mailgun.net/v3"}),
        ("mailjet://one:Two", {"MAILJET_API_KEY": "one", "MAILJET_SECRET_KEY": "Two"}),
        ("brevo://aB%2Bc", {"BREVO_API_KEY": "aB+c"}),
        ("smtp://user:pw@host", {}),
    ],
)  # fmt: skip
def test_one_address_says_which_provider_and_its_keys(address: str, expected: dict[str, str]) -> None:
    assert mail.anymail(address=address) == expected


@pytest.mark.parametrize("address", ["postmark://", "mailjet://one", "scaleway://one", "resend:key"])
def test_a_provider_without_its_key_is_a_sentence_without_secrets(address: str) -> None:
    with pytest.raises(ValueError, match="lacks a key"):
        mail.anymail(address=address)
    with pytest.raises(ValueError, match="not “ftp:”"):
        mail.settings(address="ftp://user:secret@host", home=Path())


def test_every_provider_is_one_of_anymails() -> None:
    from importlib import import_module

    for name, parts in mail.PROVIDERS.items():
        backend = import_module(f"anymail.backends.{name}").EmailBackend
        given = {part.lower(): "x" for part in parts if part}
        assert backend(**given).esp_name
