"""A mailbox that returned letters come to, emptied over IMAP (RFC 3501)."""

from __future__ import annotations

import imaplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from broadsheet.outreach.newsletter import bounces, returns

AT_ONCE = 200  # messages; the rest comes next time
PATIENCE_SECONDS = 30
TLS_PORT, PLAIN_PORT = 993, 143


class MailboxAway(Exception):
    """The mailbox cannot be read; the message says why. What is in it stays unread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """Where a mailbox is and how it is opened."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    tls: bool = True
    start_tls: bool = False


def at(address: str) -> Mailbox:
    """The mailbox at `imaps://user:password@host[:port][/folder]` or `imap://…[?tls=1]`.

    Raises:
        ValueError: it is no such address.
    """
    parts = urlsplit(address)
    if parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username:
        raise ValueError("bounce_mailbox must be imaps://user:password@host/folder.")
    tls = parts.scheme == "imaps"
    return Mailbox(
        host=parts.hostname,
        port=parts.port or (TLS_PORT if tls else PLAIN_PORT),
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        tls=tls,
        start_tls=parse_qs(parts.query).get("tls") == ["1"],
    )


def take_in_new(mailbox: Mailbox) -> int:
    """Take in every unread message; how many were read.

    A message is marked as read once what it says is written down, so that a
    crash between the two reads it again, which changes nothing.

    Raises:
        MailboxAway: the server cannot be reached, or will not let us in.
    """
    try:
        with _opened(mailbox) as server:
            unread = _asked(server.uid("SEARCH", "UNSEEN"))
            numbers = (unread[0] or b"").split()[:AT_ONCE]
            for number in numbers:
                _take_in_one(server, number.decode())
            return len(numbers)
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxAway(str(error)) from error


@contextmanager
def _opened(mailbox: Mailbox) -> Iterator[imaplib.IMAP4]:
    kind = imaplib.IMAP4_SSL if mailbox.tls else imaplib.IMAP4
    server = kind(mailbox.host, mailbox.port, timeout=PATIENCE_SECONDS)
    try:
        if mailbox.start_tls:
            server.starttls()
        server.login(mailbox.user, mailbox.password)
        _asked(server.select(_quoted(mailbox.folder)))
        yield server
    finally:
        with suppress(imaplib.IMAP4.error, OSError):  # it may be gone already
            server.logout()


def _take_in_one(server: imaplib.IMAP4, number: str) -> None:
    """Only the top of a message is fetched: a report is short, what it brings back may be long."""
    parts = _asked(server.uid("FETCH", number, f"(BODY.PEEK[]<0.{bounces.READ}>)"))
    for part in parts:
        if isinstance(part, tuple):
            returns.take_in(raw=part[1])
    _asked(server.uid("STORE", number, "+FLAGS.SILENT", "(\\Seen)"))


def _asked(answer: tuple[str, list]) -> list:
    word, told = answer
    if word != "OK":
        raise imaplib.IMAP4.error(b" ".join(line for line in told if line).decode("utf-8", "replace"))
    return told


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
