"""Letters to senders. Subjects are fixed; nothing a reader wrote stands in one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from broadsheet.foundation.text import clean_line
from broadsheet.news import queries


def send(*, to: str, subject: str, template: str, context: dict[str, Any]) -> None:
    """Send one plain letter in the paper's language; `%(paper)s` in the subject is its name."""
    paper = queries.paper_settings()
    with translation.override(settings.LANGUAGE_CODE):
        body = render_to_string(f"stories/mail/{template}", context | {"paper": paper})
        line = clean_line(translation.gettext(subject) % {"paper": paper.name})
    EmailMessage(
        subject=line,
        body=body.strip() + "\n",
        to=[to],
        headers={"Auto-Submitted": "auto-generated"},  # RFC 3834 §5
        reply_to=[paper.contact_email] if paper.contact_email else None,
    ).send()
