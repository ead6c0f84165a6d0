"""Up to where a reader with an account has read a thread."""

from __future__ import annotations

from datetime import datetime

from broadsheet.foundation.models import User
from broadsheet.talk.models import LastRead, Thread


def last(*, user: User, thread: Thread) -> datetime | None:
    """When they last looked; None the first time, when nothing is marked as new."""
    return LastRead.objects.filter(user=user, thread=thread).values_list("at", flat=True).first()


def note(*, user: User, thread: Thread, until: datetime) -> None:
    """They have now seen what was said `until` then; never less than before."""
    visit, created = LastRead.objects.get_or_create(user=user, thread=thread, defaults={"at": until})
    if not created and visit.at < until:
        LastRead.objects.filter(pk=visit.pk, at__lt=until).update(at=until)
