"""What a returned letter says, whatever it is made of."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.outreach.newsletter import bounces, verdicts
from tests.outreach.returned import HOLIDAY, bounce, complaint


@pytest.mark.parametrize(
    ("status", "words", "kind"),
    [
        ("5.1.1", "550 5.1.1 user unknown", "hard"),
        ("5.0.0", "550 Requested action not taken: mailbox unavailable", "hard"),
        ("5.4.4", "Host or domain name not found. Name service error", "hard"),
        ("", "550 No such user here", "hard"),
        ("5.2.2", "552 5.2.2 Over quota", "soft"),
        ("5.2.2", "550 5.2.2 user unknown? no: mailbox full", "soft"),
        ("4.4.1", "connection timed out", "soft"),
        ("", "452 4.2.2 mailbox full", "soft"),
        ("5.7.1", "550 5.7.1 blocked by policy", "soft"),
        ("", "554 5.7.1 Service unavailable; client host blocked using Spamhaus", "soft"),
        ("5.3.4", "552 5.3.4 message too big", "soft"),
        ("5.1.8", "553 5.1.8 sender address does not exist", "soft"),
        ("5.0.0", "", "soft"),
        ("", "", "soft"),
    ],
)
def test_only_what_is_surely_gone_is_hard(status: str, words: str, kind: str) -> None:
    assert verdicts.kind(status=status, words=words).value == kind


def test_what_is_only_late_is_soft_and_what_arrived_is_nothing() -> None:
    assert [one.kind.value for one in bounces.read(bounce(action="delayed", status="5.1.1"))] == ["soft"]
    assert bounces.read(bounce(action="delivered", status="2.0.0")) == ()


def test_answers_of_machines_letters_of_people_and_praise_say_nothing() -> None:
    assert bounces.read(HOLIDAY) == ()
    assert bounces.read(b"From: a@example.org\n\n> x@example.org: 550 5.1.1 no such user\nHa!") == ()
    assert bounces.read(complaint(returned="Subject: x", feedback="not-spam")) == ()
    assert bounces.read(b"") == ()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_message_is_too_odd(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([bounce(), complaint(returned="Subject: x"), HOLIDAY]))
    at = data.draw(st.integers(0, len(whole)))
    odd = whole[:at] + data.draw(st.binary(max_size=200)) + whole[at + data.draw(st.integers(0, 40)) :]
    for report in bounces.read(odd):
        assert len(report.address) <= 254
        assert len(report.words) <= 300
    assert list(bounces.everything_in(odd))


@pytest.mark.parametrize(
    "body", [b"a" * 900_000, b"\n" * 200_000, b"a@b.org 550 no such user " * 30_000, b"<" * 300_000]
)
def test_a_message_made_to_take_long_does_not(body: bytes) -> None:
    start = time.process_time()
    bounces.read(b"From: mailer-daemon@example.org\n\n" + body)
    assert time.process_time() - start < 5


def test_parts_in_parts_without_end_are_let_go() -> None:
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
        for level in range(2000)
    )
    assert bounces.read(b"From: mailer-daemon@example.org\n" + nested) == ()
