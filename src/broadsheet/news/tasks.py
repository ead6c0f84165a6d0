"""Work of the news room that comes round."""

from __future__ import annotations

from datetime import timedelta

from broadsheet.foundation.clock import now
from broadsheet.foundation.schedule import every
from broadsheet.news import actions


@every(timedelta(seconds=10), name="news.publish_scheduled")
def publish_scheduled() -> list[int]:
    """What the newsroom scheduled comes out within seconds of its time."""
    return actions.publish_due(moment=now())


@every(timedelta(minutes=1), name="news.withdraw_expired")
def withdraw_expired() -> list[int]:
    """What was to be read until a time goes."""
    return actions.withdraw_due(moment=now())
