"""Many copies over one line to the mail server, without waiting between its answers.

RFC 2920 lets a client send the commands of a letter at once, and those of the
next one together with the end of this. One letter then costs one round trip
instead of five. What is sent stays certain: until the text of a copy goes out,
nothing of it has gone; after its last dot only the server's answer tells.
"""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from smtplib import SMTPException, SMTPServerDisconnected
from typing import Any, Protocol

from django.core.mail import get_connection

from broadsheet.outreach.line import OK, TEMPORARY, MailServerAway, Outcome
from broadsheet.outreach.models import DeliveryState

GO_ON = 354
CLOSING = 421
SILENCES = 2  # answers that never came, after which the server counts as away
Answer = tuple[int, bytes]


@dataclass(frozen=True, slots=True)
class Copy:
    """One letter, ready for the line.

    Attributes:
        key: by which its outcome is told.
        sender, to: of the envelope; ASCII, without angle brackets.
        text: the whole message with CRLF, dots doubled, and the closing dot.
    """

    key: int
    sender: str
    to: str
    text: bytes


class Broken(Exception):
    """The line broke before a word of the next copy's text was sent."""


class Diary(Protocol):
    """Hears what is being done, before it is known how it went."""

    def begun(self, key: int) -> None: ...
    def done(self, key: int) -> None: ...


class Pipeline:
    """A connection that is opened when it is needed, and again where it closed."""

    def __init__(self, diary: Diary) -> None:
        self._diary = diary
        self._backend: Any = None
        self._smtp: smtplib.SMTP | None = None
        self._is_fresh = True  # it has taken no letter yet
        self._at_once = False

    def send(self, copies: Sequence[Copy], outcomes: dict[int, Outcome]) -> None:
        """Send copies in their order; what became of each goes into `outcomes`.

        Raises:
            MailServerAway: the server cannot be reached or will not have the paper.
                Copies without an outcome have not gone.
        """
        silences = 0
        rest = list(copies)
        try:
            while rest:
                self._open()
                sent = self._over_this_line(rest, outcomes)
                silences += any(outcomes[one.key].state == DeliveryState.UNCLEAR for one in rest[:sent])
                rest = rest[sent:]
                if rest and silences >= SILENCES:
                    raise MailServerAway("it does not answer any more")
        except MailServerAway:
            self.close()
            raise

    def close(self) -> None:
        if self._backend is not None:
            with suppress(SMTPException, OSError):  # it may be gone already
                self._backend.close()
        self._backend = self._smtp = None

    def _open(self) -> None:
        if self._smtp is not None:
            return
        backend: Any = get_connection()
        try:
            backend.open()
            self._smtp = backend.connection
            self._smtp.ehlo_or_helo_if_needed()
        except (SMTPException, OSError) as error:
            self._smtp = None
            raise MailServerAway(str(error)) from error
        self._backend, self._is_fresh = backend, True
        self._at_once = self._smtp.has_extn("pipelining")

    def _over_this_line(self, copies: list[Copy], outcomes: dict[int, Outcome]) -> int:
        """Send what this connection takes; how many copies have an outcome now."""
        try:
            self._begin(copies[0])
            for place, copy in enumerate(copies):
                following = copies[place + 1] if place + 1 < len(copies) else None
                if not self._one(copy, following, outcomes):
                    self.close()
                    return place + 1
        except Broken as error:
            done = sum(one.key in outcomes for one in copies)
            was_fresh = self._is_fresh
            self.close()
            if was_fresh and not done:
                raise MailServerAway(str(error)) from error
            return done
        return len(copies)

    def _one(self, copy: Copy, following: Copy | None, outcomes: dict[int, Outcome]) -> bool:
        """Send a copy whose commands are on their way; whether the line is still good.

        Its outcome is noted as soon as it is known: what breaks later is the next one's.
        """
        refusal = self._refusal(copy)
        if refusal is not None:
            outcomes[copy.key] = refusal
            self._say(b"RSET\r\n")  # the sender is still standing
            self._expect()
            if following is not None:
                self._begin(following)
            return True
        self._diary.begun(copy.key)
        try:
            self._write(copy.text + (_commands(following) if following and self._at_once else b""))
            answer = self._answer()
        except (SMTPException, OSError) as error:  # perhaps the server has it, perhaps not
            outcomes[copy.key] = Outcome(DeliveryState.UNCLEAR, str(error))
            return False
        outcomes[copy.key] = _outcome(answer)
        if answer[0] == OK:
            self._diary.done(copy.key)
            self._is_fresh = False
        if answer[0] == CLOSING:
            return False
        if following is not None and not self._at_once:
            self._begin(following)
        return True

    def _begin(self, copy: Copy) -> None:
        """Send a copy's commands, all at once or (where the server cannot) the first of them."""
        commands = _commands(copy)
        self._say(commands if self._at_once else commands.partition(b"\r\n")[0] + b"\r\n")

    def _refusal(self, copy: Copy) -> Outcome | None:
        """The server's no to a copy, None when it waits for its text.

        Raises:
            Broken: the line broke, or this connection takes no more letters.
        """
        mail = self._expect()
        rcpt, data = self._after(mail, b"RCPT TO:<%s>\r\n" % copy.to.encode())
        if data[0] == GO_ON and rcpt[0] // 100 != 2:
            self._say(b".\r\n")  # it wants a text for nobody
            self._expect()
        if mail[0] // 100 != 2:
            if self._is_fresh:
                raise MailServerAway(_words(mail))
            raise Broken(_words(mail))  # worn out or spoilt: a new line may be taken better
        if CLOSING in {rcpt[0], data[0]}:
            raise Broken(_words(rcpt if rcpt[0] == CLOSING else data))
        if rcpt[0] // 100 != 2:
            return _outcome(rcpt)
        return None if data[0] == GO_ON else _outcome(data)

    def _after(self, mail: Answer, rcpt: bytes) -> tuple[Answer, Answer]:
        """The answers to RCPT and DATA; asked one by one where the server cannot take them at once."""
        if self._at_once:
            return self._expect(), self._expect()
        if mail[0] // 100 != 2:
            return mail, mail
        self._say(rcpt)
        answer = self._expect()
        if answer[0] // 100 != 2:
            return answer, answer
        self._say(b"DATA\r\n")
        return answer, self._expect()

    def _say(self, words: bytes) -> None:
        try:
            self._write(words)
        except OSError as error:
            raise Broken(str(error)) from error

    def _expect(self) -> Answer:
        try:
            return self._answer()
        except (SMTPException, OSError) as error:
            raise Broken(str(error)) from error

    def _write(self, words: bytes) -> None:
        if self._smtp is None or self._smtp.sock is None:
            raise SMTPServerDisconnected("the line is closed")
        self._smtp.sock.sendall(words)

    def _answer(self) -> Answer:
        if self._smtp is None:
            raise SMTPServerDisconnected("the line is closed")
        return self._smtp.getreply()


def _commands(copy: Copy) -> bytes:
    return f"MAIL FROM:<{copy.sender}>\r\nRCPT TO:<{copy.to}>\r\nDATA\r\n".encode()


def _outcome(answer: Answer) -> Outcome:
    code = answer[0]
    if code == OK:
        return Outcome(DeliveryState.SENT)
    later = code in TEMPORARY
    return Outcome(DeliveryState.WAITING if later else DeliveryState.FAILED, _words(answer))


def _words(answer: Answer) -> str:
    return f"{answer[0]} {answer[1].decode('utf-8', 'replace')}"
