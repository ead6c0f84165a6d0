"""Letters of this room, each a template below `outreach/mail/`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.mail import EmailMessage

from broadsheet.news import letters


def send_plain(
    *, to: str, subject: str, template: str, context: dict[str, Any], headers: Mapping[str, str] = {}
) -> None:
    """Send one plain letter: `news.letters.plain` says what the arguments are.

    Raises:
        smtplib.SMTPException, OSError: the mail server did not take it.
    """
    plain(to=to, subject=subject, template=template, context=context, headers=headers).send()


def plain(
    *, to: str, subject: str, template: str, context: dict[str, Any], headers: Mapping[str, str] = {}
) -> EmailMessage:
    """One plain letter."""
    return letters.plain(
        to=to, subject=subject, template=f"outreach/mail/{template}", context=context, headers=headers
    )
