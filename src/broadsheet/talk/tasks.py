"""Work that comes round."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from broadsheet.foundation.priorities import LETTERS
from broadsheet.foundation.schedule import every
from broadsheet.talk import actions, hooks, learning, notices, second_look
from broadsheet.talk.moderation import digest, quality

MORNING = range(7, 10)  # hours


@every(timedelta(days=1), name="talk.forget_addresses")
def forget_addresses() -> int:
    """Where a comment or a report came from is nobody's business after 90 days."""
    return actions.forget_addresses()


@every(timedelta(seconds=15), name="talk.learn")
def learn() -> None:
    """What moderators decided teaches the learner of the house."""
    while learning.follow():
        pass


@every(timedelta(minutes=1), name="talk.notices")
def notices_due() -> None:
    if notices.is_due():
        send_notices.enqueue()


@every(timedelta(seconds=5), name="talk.hooks")
def hooks_due() -> None:
    if hooks.is_due():
        tell_hooks.enqueue()


@every(timedelta(seconds=2), name="talk.second_look")
def look_again() -> None:
    """The slower steps of the pipeline, where there are any."""
    if second_look.is_wanted():
        second_look.follow()


@every(timedelta(minutes=10), name="talk.digest")
def digest_due() -> None:
    """In the morning, by the paper's clock."""
    if timezone.localtime().hour in MORNING:
        send_digest.enqueue()


@every(timedelta(hours=6), name="talk.quality")
def report_on_quality() -> None:
    quality.report_last_week()


@task(priority=LETTERS)
def send_digest() -> int:
    """The riskiest comments, to the moderators who want them by letter."""
    return digest.send_due()


@task(priority=LETTERS)
def send_notices() -> int:
    """Letters about replies."""
    return notices.send_due()


@task()
def tell_hooks() -> int:
    """What other systems want to know."""
    return hooks.deliver_due()


@every(timedelta(days=1), name="talk.forget_deliveries")
def forget_deliveries() -> int:
    return hooks.forget_old()
