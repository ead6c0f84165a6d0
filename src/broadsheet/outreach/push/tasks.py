"""Telling readers, in the background."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from broadsheet.foundation.clock import now
from broadsheet.foundation.priorities import LETTERS
from broadsheet.foundation.schedule import every
from broadsheet.news import queries
from broadsheet.outreach.models import CopyState, NoteState, PushCopy, PushNote
from broadsheet.outreach.push import actions, sending

KEPT = timedelta(days=30)  # of who was sent what


@task(priority=LETTERS)
def send(pk: int) -> None:
    """Send what is due of a note, and come back while there is more."""
    note = PushNote.objects.select_related("article").filter(pk=pk).first()
    if note is not None and sending.send_due(note=note):
        send.enqueue(pk)


@task()
def tell_followers(pk: int) -> None:
    article = queries.published().filter(pk=pk).first()
    if article is not None:
        actions.tell_followers(article=article)


@every(timedelta(minutes=1), name="outreach.push")
def send_what_is_due() -> None:
    """Copies that were put off: quiet hours are over, or a push service may answer again."""
    due = PushCopy.objects.filter(state=CopyState.WAITING, due_at__lte=now())
    notes = PushNote.objects.filter(state=NoteState.SENDING, pk__in=due.values("note_id"))
    for pk in notes.values_list("pk", flat=True):
        send.enqueue(pk)


@every(timedelta(hours=24), name="outreach.push_forget")
def forget_old() -> None:
    """Who was sent what is nobody's business after a month."""
    PushCopy.objects.filter(note__finished_at__lt=now() - KEPT).delete()
