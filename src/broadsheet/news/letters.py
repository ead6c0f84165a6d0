"""Plain letters of every room. Subjects are fixed; nothing a reader wrote stands in one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from broadsheet.foundation.text import clean_line
from broadsheet.news import queries


def plain(
    *, to: str, subject: str, template: str, context: dict[str, Any], headers: Mapping[str, str] = {}
) -> EmailMessage:
    """One plain letter in the paper's language.

    Args:
        subject: a msgid; `%(paper)s` in it is the paper's name.
        template: of the body.
        headers: more than those every letter has.
    """
    paper = queries.paper_settings()
    with translation.override(settings.LANGUAGE_CODE):
        body = render_to_string(template, context | {"paper": paper})
        line = clean_line(translation.gettext(subject) % {"paper": paper.name})
    return EmailMessage(
        subject=line,
        body=body.strip() + "\n",
        to=[to],
        headers={"Auto-Submitted": "auto-generated", **headers},  # RFC 3834 §5
        reply_to=[paper.contact_email] if paper.contact_email else None,
    )
