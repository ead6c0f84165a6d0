"""The line to the mail server, and what each thing it says means for a copy.

Three kinds of answer must not be mixed up: about this reader (no, or not now),
about the paper (then it is nobody's fault on the list), and no answer at all,
after which nobody knows whether the copy arrived.
"""

from __future__ import annotations

import smtplib
from contextlib import suppress
from dataclasses import dataclass
from smtplib import (
    SMTPException,
    SMTPHeloError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from typing import Any

from django.core.mail import EmailMessage, get_connection

from broadsheet.outreach.models import DeliveryState

OK = 250
TEMPORARY = range(400, 500)


class MailServerAway(Exception):
    """The mail server cannot be reached, or refuses the paper; what waits stays waiting."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a copy, and the server's own words."""

    state: DeliveryState
    answer: str = ""


class Line:
    """One connection to the mail server for many letters, opened anew where it has closed."""

    def __init__(self) -> None:
        self._connection: Any = None
        self._is_new = True

    def make_sure(self) -> None:
        """Open the line unless it still answers.

        Servers hang up between two letters (a limit a connection, a restart).
        Found out now it costs nothing; found out while sending it would leave
        a copy unclear.

        Raises:
            MailServerAway: it cannot be opened.
        """
        if self._connection is not None and self._answers():
            return
        self.close()
        connection = get_connection()
        try:
            connection.open()
        except (SMTPException, OSError) as error:
            raise MailServerAway(str(error)) from error
        self._connection, self._is_new = connection, True

    def send(self, letter: EmailMessage) -> Outcome:
        """Send a letter over the open line.

        Raises:
            MailServerAway: the server would not have it from us; it has not got it.
        """
        try:
            return self._say(letter)
        except (SMTPSenderRefused, SMTPHeloError) as error:
            if self._is_new:
                raise MailServerAway(_words(*_answer(error))) from error
        self.close()  # worn out (421) or spoilt: a new line may be taken better
        self.make_sure()
        return self.send(letter)

    def close(self) -> None:
        if self._connection is not None:
            with suppress(SMTPException, OSError):  # it may be gone already
                self._connection.close()
        self._connection = None

    def _say(self, letter: EmailMessage) -> Outcome:
        try:
            self._connection.send_messages([letter])
        except (SMTPSenderRefused, SMTPHeloError):
            raise
        except SMTPServerDisconnected as error:
            return self._silence(error)
        except SMTPException as error:  # an answer, and so clear (it is an OSError as well)
            return refusal(error)
        except OSError as error:
            return self._silence(error)
        except ValueError as error:  # no letter can be made for this address: nothing was said
            return Outcome(DeliveryState.FAILED, str(error))
        self._is_new = False
        return Outcome(DeliveryState.SENT)

    def _silence(self, error: OSError) -> Outcome:
        """Perhaps the server has it, perhaps not: nobody gets a second one."""
        self.close()
        return Outcome(DeliveryState.UNCLEAR, str(error))

    def _answers(self) -> bool:
        smtp = getattr(self._connection, "connection", None)
        if not isinstance(smtp, smtplib.SMTP):
            return True  # a console or a folder does not hang up
        try:
            return smtp.noop()[0] == OK
        except (SMTPException, OSError):
            return False


def post(letter: EmailMessage) -> Outcome:
    """Send one letter over a line of its own.

    Raises:
        MailServerAway: nothing was said about this letter; it has not gone.
    """
    line = Line()
    try:
        line.make_sure()
        return line.send(letter)
    finally:
        line.close()


def refusal(error: SMTPException) -> Outcome:
    """What a server's no means: a 4xx waits for another try, anything else is for good."""
    code, text = _answer(error)
    later = code in TEMPORARY
    return Outcome(DeliveryState.WAITING if later else DeliveryState.FAILED, _words(code, text))


def _answer(error: SMTPException) -> tuple[int, str]:
    code: int
    text: bytes | str
    if isinstance(error, SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
    elif isinstance(error, SMTPResponseException):
        code, text = error.smtp_code, error.smtp_error
    else:
        return 0, str(error)
    return code, text.decode("utf-8", "replace") if isinstance(text, bytes) else text


def _words(code: int, text: str) -> str:
    return f"{code} {text}" if code else text
