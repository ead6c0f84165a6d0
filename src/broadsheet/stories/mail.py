"""Letters to senders, each a template below `stories/mail/`."""

from __future__ import annotations

from typing import Any

from broadsheet.news import letters


def send(*, to: str, subject: str, template: str, context: dict[str, Any]) -> None:
    """Send one plain letter: `news.letters.plain` says what the arguments are."""
    letters.plain(to=to, subject=subject, template=f"stories/mail/{template}", context=context).send()
