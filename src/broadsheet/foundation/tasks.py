"""What comes round in the foundation: throwing away what is no longer needed."""

from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from broadsheet.foundation import limits
from broadsheet.foundation.clock import now
from broadsheet.foundation.schedule import every

DONE_TASKS_KEPT = timedelta(days=14)


@every(timedelta(hours=6), name="foundation.limits")
def forget_old_counts() -> None:
    limits.forget_old_counts()


@every(timedelta(hours=12), name="foundation.sessions")
def forget_old_sessions() -> None:
    call_command("clearsessions")


@every(timedelta(hours=12), name="foundation.tasks")
def forget_done_tasks() -> None:
    """Drop tasks that succeeded long ago; failed ones stay for `broadsheet check`."""
    DBTaskResult.objects.successful().filter(finished_at__lt=now() - DONE_TASKS_KEPT).delete()
