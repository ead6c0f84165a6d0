"""Who carries the copies of a newsletter: a mail server, a mail provider, a folder or the screen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from typing import Any, Protocol

from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend

from broadsheet.outreach import provider
from broadsheet.outreach.line import Line, Outcome
from broadsheet.outreach.models import DeliveryState
from broadsheet.outreach.pipeline import Copy, Diary, Pipeline

ITS_OWN = {"from", "to", "subject", "dkim-signature", "mime-version"}  # what a provider writes itself


class Carrier(Protocol):
    """Takes copies, and tells of each what became of it."""

    def send(self, copies: Sequence[Copy], outcomes: dict[int, Outcome]) -> None:
        """Send copies in their order.

        Raises:
            MailServerAway: it cannot be reached or will not have the paper.
                Copies without an outcome have not gone.
        """

    def close(self) -> None: ...


def a_carrier(diary: Diary) -> Carrier:
    """One for where the paper's letters go."""
    there = get_connection()
    if isinstance(there, EmailBackend):
        return Pipeline(diary)
    return ByProvider(diary) if isinstance(there, provider.EmailBackend) else Elsewhere(diary)


class ByProvider:
    """One request a copy, over a connection that stays."""

    def __init__(self, diary: Diary) -> None:
        self._diary = diary
        self._line = Line()

    def send(self, copies: Sequence[Copy], outcomes: dict[int, Outcome]) -> None:
        for copy in copies:
            self._line.make_sure()
            self._diary.begun(copy.key)
            outcomes[copy.key] = self._line.send(as_message(copy))
            if outcomes[copy.key].state == DeliveryState.SENT:
                self._diary.done(copy.key)

    def close(self) -> None:
        self._line.close()


class Elsewhere:
    """Where letters go that no mail server gets: a folder, the screen, a test's list."""

    def __init__(self, diary: Diary) -> None:
        self._diary = diary

    def send(self, copies: Sequence[Copy], outcomes: dict[int, Outcome]) -> None:
        for copy in copies:
            self._diary.begun(copy.key)
            get_connection().send_messages([_Made(copy)])
            outcomes[copy.key] = Outcome(DeliveryState.SENT)

    def close(self) -> None:
        """Nothing was opened."""


class _Made(EmailMessage):
    """A message that is bytes already."""

    def __init__(self, copy: Copy) -> None:
        super().__init__(from_email=copy.sender, to=[copy.to])
        self._text = _text(copy)

    def message(self, **_: Any) -> Any:
        return message_from_bytes(self._text)


def as_message(copy: Copy) -> EmailMultiAlternatives:
    """A copy in parts, for who puts letters together itself."""
    parsed: Any = message_from_bytes(_text(copy), _class=Parsed, policy=policy.default)
    plain, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    headers = {
        name: str(value)
        for name, value in parsed.items()
        if name.lower() not in ITS_OWN and not name.lower().startswith("content-")
    }
    message = EmailMultiAlternatives(
        subject=str(parsed["Subject"]), body=plain.get_content(), from_email=str(parsed["From"]),
        to=[str(parsed["To"])], headers=headers,
    )  # fmt: skip
    message.attach_alternative(html.get_content(), "text/html")
    return message


def _text(copy: Copy) -> bytes:
    """The message without the closing dot and the doubled ones."""
    return re.sub(rb"(?m)^\.\.", b".", copy.text.removesuffix(b".\r\n"))
