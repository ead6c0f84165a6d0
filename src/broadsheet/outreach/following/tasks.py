"""Readers' own digests, in the background."""

from __future__ import annotations

import logging
from datetime import timedelta

from django_tasks import task

from broadsheet.foundation.priorities import LETTERS
from broadsheet.foundation.schedule import every
from broadsheet.outreach.following import letters
from broadsheet.outreach.line import MailServerAway

logger = logging.getLogger(__name__)


@task(priority=LETTERS)
def send_letters() -> None:
    """Send what is due, and come back while there is more. Run twice at once, nobody gets two."""
    try:
        more = letters.send_due()
    except MailServerAway as error:
        logger.warning("Letters of what readers follow wait, the mail server is away: %s", error)
        return
    if more:
        send_letters.enqueue()


@every(timedelta(minutes=5), name="outreach.following")
def send_what_is_due() -> None:
    if letters.is_anything_due():
        send_letters.enqueue()
