"""A letter as bytes with gaps: made once, filled for each reader.

What is the same in every copy (most of it) is encoded once. A copy then is a
few short pieces between long ones, at a hundredth of the cost of building a
message. The text is quoted-printable; each gap stands on a line of its own
between soft line breaks (RFC 2045 §6.7), so that what is put in shifts nothing.
"""

from __future__ import annotations

import re
import uuid
from binascii import b2a_qp
from dataclasses import dataclass
from email.utils import formatdate
from html import escape

from django.conf import settings
from django.core.mail.message import sanitize_address
from django.urls import reverse
from django.utils import translation

from broadsheet.outreach import dkim
from broadsheet.outreach.addresses import absolute
from broadsheet.outreach.newsletter import tokens, writing
from broadsheet.outreach.newsletter.writing import CHOOSE_HERE, GREETING_HERE, LEAVE_HERE, Letter
from broadsheet.outreach.pipeline import Copy

LEFT_OUT = {"to", "message-id", "list-unsubscribe", "date", "mime-version"}
EASY = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9.-]{1,190}")
EASY_NAME = re.compile(r"[A-Za-z0-9 .'-]{0,100}")
SPEAKABLE = re.compile(r"[!-;=?-~]+@[A-Za-z0-9.:\[\]-]+")  # in RCPT TO, without SMTPUTF8
PLACE = "0"  # stands in an address for the reader's own token
LINKS = (LEAVE_HERE, CHOOSE_HERE)
GAPS = re.compile("({})".format("|".join(re.escape(gap) for gap in (*LINKS, GREETING_HERE))))
SOFT = b"=\r\n"  # a line break that is none
DOT_FIRST = re.compile(rb"^\.", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Gap:
    """Where something of the reader's own goes; `name` says what."""

    name: str


class Mould:
    """An issue's letter, to be filled for one reader after the other."""

    def __init__(self, letter: Letter) -> None:
        self._issue_id = letter.issue_id
        self._signer = dkim.signer()
        self._leave, self._choose = _address("newsletter_leave"), _address("newsletter_mine")
        with translation.override(settings.LANGUAGE_CODE):
            self._dear = translation.gettext("Dear %(name)s,")
        boundary = f"=_{uuid.uuid4().hex}"
        kind = f'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'
        self._pieces: list[bytes | Gap] = [
            _head(letter), Gap("to"), b"\r\nMessage-ID: <", Gap("mark"),
            f"@{writing.host()}>\r\nList-Unsubscribe: <".encode(), Gap("link"), f">\r\n{kind}".encode(),
            *_part(letter.plain, "plain", boundary), *_part(letter.html, "html", boundary),
            f"--{boundary}--\r\n.\r\n".encode(),
        ]  # fmt: skip

    def filled(self, *, key: int, subscriber_id: int, email: str, name: str) -> Copy:
        """One reader's copy.

        Args:
            key: of the copy; `Copy.key` is the same.
            name: how the reader is greeted, "" where that is not known.

        Raises:
            ValueError: no letter can be made for this address.
        """
        to, shown = _addressed(email, name)
        mark = tokens.of_copy(key)
        token = tokens.to_leave(subscriber_id, self._issue_id)
        link = (self._leave % token).encode()
        dear = self._dear % {"name": name} if name else ""
        values = {
            "to": shown,
            "mark": mark.encode(),
            "link": link,
            LEAVE_HERE: _soft(link),
            CHOOSE_HERE: _soft((self._choose % token).encode()),
            f"{GREETING_HERE} plain": _soft(f"{dear}\n\n".encode()) if dear else b"",
            f"{GREETING_HERE} html": _soft(f"<p>{escape(dear)}</p>".encode()) if dear else b"",
        }
        text = b"".join(
            [values[piece.name] if isinstance(piece, Gap) else piece for piece in self._pieces]
        )
        if self._signer:
            text = self._signer.header(_as_received(text)) + text
        return Copy(key=key, sender=writing.comes_back_to(mark), to=to, text=text)


def _address(name: str) -> str:
    """The full address of a page with `%s` for the reader's own token."""
    return absolute(reverse(name, args=[PLACE]).replace(f"/{PLACE}/", "/%s/"))


def _head(letter: Letter) -> bytes:
    """The headers that are the same for everybody, as Django encodes them, up to the address."""
    message = writing.copy_for(letter=letter, email="reader@example.org", subscriber_id=0).message()
    kept = [
        f"{name}: {value}"
        for name, value in message.items()
        if name.lower() not in LEFT_OUT and not name.lower().startswith("content-")
    ]
    lines = [*"\n".join(kept).splitlines(), f"Date: {formatdate()}", "To: "]
    return "\r\n".join(lines).encode("ascii")


def _part(text: str, kind: str, boundary: str) -> list[bytes | Gap]:
    """One alternative of the message, cut at its gaps."""
    head = f"--{boundary}\r\nContent-Type: text/{kind}; charset=utf-8\r\n"
    pieces: list[bytes | Gap] = [f"{head}Content-Transfer-Encoding: quoted-printable\r\n\r\n".encode()]
    for piece in GAPS.split(text):
        if piece in LINKS:
            pieces.append(Gap(piece))
        elif piece == GREETING_HERE:
            pieces.append(Gap(f"{GREETING_HERE} {kind}"))
        elif piece:
            pieces.append(_soft(piece.encode()))
    return [*pieces, b"\r\n"]


def _soft(text: bytes) -> bytes:
    """Quoted-printable that ends in a soft line break, dots doubled (RFC 5321 §4.5.2)."""
    lines = b2a_qp(text.replace(b"\r\n", b"\n"), istext=True).replace(b"\n", b"\r\n")
    return DOT_FIRST.sub(b"..", lines) + SOFT


def _as_received(text: bytes) -> bytes:
    """A copy as a mail server has it: without the closing dot and the doubled ones."""
    return text.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n.")


def _addressed(email: str, name: str) -> tuple[str, bytes]:
    """The address for the envelope, and for the header with the reader's name."""
    if EASY.fullmatch(email) and EASY_NAME.fullmatch(name):
        return email, (f'"{name}" <{email}>' if name else email).encode()
    to = sanitize_address(email, "utf-8")
    shown = sanitize_address((name, email), "utf-8") if name else to
    if not SPEAKABLE.fullmatch(to) or to.startswith("=?") or any(sign in shown for sign in "\r\n"):
        raise ValueError(f"No letter can be made for the address “{email}”.")
    return to, shown.encode("ascii")
