"""Messages that mail systems send back, written for the tests."""

from __future__ import annotations

NO_SUCH_USER = "550 5.1.1 no such user here"


def bounce(
    *, to: str = "newsroom@testserver", address: str = "reader0@example.org", status: str = "5.1.1",
    words: str = NO_SUCH_USER, action: str = "failed", returned: str = "Subject: The week",
) -> bytes:  # fmt: skip
    """What could not be delivered (RFC 3464), with the headers of the returned letter."""
    return f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example.org
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

Your letter could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {words}

--b1
Content-Type: text/rfc822-headers

{returned}

--b1--
""".encode()


def complaint(*, returned: str, feedback: str = "abuse") -> bytes:
    """A reader called a letter spam; their provider hides who (RFC 5965)."""
    return f"""\
From: feedback@mail.example.org
To: newsroom@testserver
Subject: FW: The week
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b1"

--b1
Content-Type: text/plain

This is an email abuse report.

--b1
Content-Type: message/feedback-report

Feedback-Type: {feedback}
User-Agent: Example/1.0
Version: 1

--b1
Content-Type: message/rfc822

{returned}
From: newsroom@testserver

Good morning.
--b1--
""".encode()


HOLIDAY = b"""\
From: reader0@example.org
To: newsroom@testserver
Subject: I am away
Auto-Submitted: auto-replied
Precedence: bulk

I read no letters until 550 days have gone by. Write to other@example.org: 550 no such user.
"""
