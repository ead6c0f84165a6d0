"""Letters by a mail provider's own interface, through django-anymail (the extra `providers`).

What a provider answers is said in the words of SMTP, which all that sends letters here
understands: not this reader (5xx), not the paper (its sender is refused), or no answer, after
which nobody knows whether the letter went.
"""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import parseaddr
from http import HTTPStatus
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from typing import Any

import requests
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from broadsheet.outreach.newsletter import tokens

NOT_NOW = 451  # RFC 5321 §4.2.3: what is wrong is with the paper, and may pass
NO_SUCH_READER = 550
NOT_TAKEN = 554
# The account, its limits, its address: nobody's letter goes.
THE_PAPER = {
    HTTPStatus.UNAUTHORIZED, HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND,
    HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE,
}  # fmt: skip
ITS_MARK = "copy"  # under which a provider gives back what a letter is known by


class EmailBackend(BaseEmailBackend):
    """Django's way to send, by `settings.MAIL_PROVIDER`."""

    def __init__(self, fail_silently: bool = False, **_: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        self._theirs: Any = None

    def open(self) -> bool:
        if self._theirs is not None:
            return False
        self._theirs = get_connection(f"anymail.backends.{settings.MAIL_PROVIDER}.EmailBackend")
        self._theirs.open()
        return True

    def close(self) -> None:
        if self._theirs is not None:
            self._theirs.close()
        self._theirs = None

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Hand letters over; how many were taken.

        Raises:
            SMTPException: one was not taken; those before it were.
        """
        is_new, taken = self.open(), 0
        try:
            for message in email_messages:
                self._send(message)
                taken += 1
        except SMTPException:
            if not self.fail_silently:
                raise
        finally:
            if is_new:
                self.close()
        return taken

    def _send(self, message: EmailMessage) -> None:
        from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused

        to = parseaddr(message.to[0])[1] if message.to else ""
        try:
            self._theirs.send_messages([_prepared(message)])
        except AnymailRecipientsRefused as error:
            raise SMTPRecipientsRefused({to: (NO_SUCH_READER, _words(error))}) from error
        except AnymailAPIError as error:
            raise _said(error, message.from_email) from error
        except AnymailError as error:  # no letter that the provider knows can be made of it
            raise SMTPDataError(NOT_TAKEN, _words(error)) from error


def _prepared(message: EmailMessage) -> EmailMessage:
    """The letter as providers want it: they choose the envelope's sender, and give our mark back."""
    sender = message.extra_headers.pop("From", "")
    message.from_email = sender or message.from_email
    if marks := tokens.marks_in(message.extra_headers.get("Message-ID", "")):
        message.metadata = {ITS_MARK: marks[0]}  # type: ignore[attr-defined]
    return message


def _said(error: Any, sender: str) -> SMTPException:
    if error.status_code is None:
        if _was_never_asked(error.__cause__):
            return SMTPSenderRefused(NOT_NOW, _words(error), sender)
        return SMTPServerDisconnected(str(error))
    if error.status_code in THE_PAPER:
        return SMTPSenderRefused(NOT_NOW, _words(error), sender)
    if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:  # it may have taken it before it fell
        return SMTPServerDisconnected(str(error))
    return SMTPDataError(NOT_TAKEN, _words(error))


def _was_never_asked(error: BaseException | None) -> bool:
    """Whether no connection came about, so that nothing of a letter has gone."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    reason = getattr(error.args[0], "reason", None) if error and error.args else None
    return type(reason).__name__ in {"NewConnectionError", "NameResolutionError", "ConnectTimeoutError"}


def _words(error: Exception) -> bytes:
    return " ".join(str(error).split())[:300].encode()
