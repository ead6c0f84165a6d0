"""Mailboxes that the paper reads, over IMAP (RFC 3501)."""

from __future__ import annotations

import imaplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

PATIENCE_SECONDS = 30
TLS_PORT, PLAIN_PORT = 993, 143
SHAPE = "a mailbox is written imaps://user:password@host/folder"


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
        raise ValueError(SHAPE)
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


class Opened:
    """A mailbox while it is read. Reading a message does not mark it as read."""

    def __init__(self, server: imaplib.IMAP4) -> None:
        self._server = server

    def unread(self, *, most: int) -> list[str]:
        """The numbers of the oldest unread messages."""
        found = _asked(self._server.uid("SEARCH", "UNSEEN"))
        return [number.decode() for number in (found[0] or b"").split()[:most]]

    def top_of(self, number: str, *, length: int) -> bytes:
        """A message's first bytes."""
        parts = _asked(self._server.uid("FETCH", number, f"(BODY.PEEK[]<0.{length}>)"))
        return b"".join(part[1] for part in parts if isinstance(part, tuple))

    def mark_read(self, number: str, *, flagged: bool = False) -> None:
        """What was in it is written down; or, flagged, somebody should look at it."""
        flags = "(\\Seen \\Flagged)" if flagged else "(\\Seen)"
        _asked(self._server.uid("STORE", number, "+FLAGS.SILENT", flags))


@contextmanager
def opened(mailbox: Mailbox) -> Iterator[Opened]:
    """The mailbox, signed in to.

    Raises:
        MailboxAway: the server cannot be reached, will not let us in, or hangs up.
    """
    try:
        with _server(mailbox) as server:
            yield Opened(server)
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxAway(str(error)) from error


@contextmanager
def _server(mailbox: Mailbox) -> Iterator[imaplib.IMAP4]:
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


def _asked(answer: tuple[str, list]) -> list:
    word, told = answer
    if word != "OK":
        raise imaplib.IMAP4.error(b" ".join(line for line in told if line).decode("utf-8", "replace"))
    return told


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
