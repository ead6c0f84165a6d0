"""Numbers of the start screen that the desk counts itself, of rooms that do not."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.models import User
from broadsheet.news.waiting import Waiting
from broadsheet.talk.moderation import queue
from broadsheet.talk.moderation.views import PERMISSION


def held_comments(user: User) -> Waiting | None:
    """What readers wrote and a moderator must look at."""
    if not user.has_perm(PERMISSION):
        return None
    label = _("comments waiting for a moderator")
    return Waiting(number=queue.count_waiting(), label=label, url=reverse("talk_moderation"))
