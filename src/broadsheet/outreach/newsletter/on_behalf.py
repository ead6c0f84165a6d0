"""Verbs by which the newsroom does for a subscriber what they ask for by letter or telephone."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from broadsheet.foundation.models import User
from broadsheet.outreach import history
from broadsheet.outreach.models import Subscriber
from broadsheet.outreach.newsletter import actions, choosing, queries


def end_letters(*, reader: Subscriber, by: User) -> None:
    """They want no more of it. Idempotent; only they can lead back."""
    with transaction.atomic():
        if actions.leave(subscriber=reader):
            history.note_nameless(reader, history.READER_LEFT, by=by)


def take_out(*, reader: Subscriber, by: User) -> dict[str, Any]:
    """All that is kept of them, to be given to them."""
    history.note_nameless(reader, history.READER_EXPORTED, by=by)
    return queries.everything_of(subscriber=reader)


def erase(*, reader: Subscriber, by: User) -> None:
    """Delete their address and everything that hangs on it."""
    with transaction.atomic():
        history.note_nameless(reader, history.READER_ERASED, by=by)
        choosing.erase(subscriber=reader)
