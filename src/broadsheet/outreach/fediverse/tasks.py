"""The fediverse in the background."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from broadsheet.foundation.clock import now
from broadsheet.foundation.schedule import every
from broadsheet.outreach.fediverse import actors, telling
from broadsheet.outreach.models import FediSending

AT_ONCE = 20.0  # seconds of sending in one go


@task
def published(article_id: int) -> None:
    """Tell followers of a new article."""
    telling.tell_published(article_id=article_id)
    send.enqueue()


@task
def changed(article_id: int) -> None:
    """Tell followers that an article is not what it was."""
    telling.tell_changed(article_id=article_id)
    send.enqueue()


@task
def gone(note_id: int) -> None:
    """Tell followers that an article was taken back."""
    telling.tell_gone(note_id=note_id)
    send.enqueue()


@task
def send() -> None:
    """Send what is due. Run twice, nothing goes twice."""
    if actors.is_on() and telling.send_due(seconds=AT_ONCE):
        send.enqueue()


@every(timedelta(minutes=1), name="outreach.fediverse")
def go_on() -> None:
    """Take up what is due after a wait or a crash."""
    if actors.is_on() and FediSending.objects.filter(due_at__lte=now()).exists():
        send.enqueue()


@every(timedelta(hours=12), name="outreach.fediverse.old")
def forget_old() -> None:
    telling.forget_old()
