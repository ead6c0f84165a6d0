"""What the newsroom's start screen says of this room."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.models import User
from broadsheet.news.waiting import Waiting
from broadsheet.stories import queries
from broadsheet.stories.models import State


def waiting_stories(user: User) -> Waiting | None:
    """How many stories wait; no business of those who may not handle them."""
    if not user.has_perm("stories.handle_contribution"):
        return None
    address = f"{reverse('stories_queue')}?state={State.RECEIVED}"
    return Waiting(number=queries.waiting_count(), label=_("readers' stories waiting"), url=address)
