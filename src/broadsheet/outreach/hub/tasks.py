"""The hub's work in the background."""

from __future__ import annotations

import logging
from datetime import timedelta
from urllib.parse import urlencode

from django_tasks import task

from broadsheet.foundation import outside
from broadsheet.foundation.clock import now
from broadsheet.foundation.schedule import every
from broadsheet.outreach.hub import actions, place, sending
from broadsheet.outreach.models import HubAsk, HubSubscription

logger = logging.getLogger(__name__)

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30))
AT_ONCE = 20.0  # seconds of sending in one go
LOOKED_AT = 100  # feeds in one look


@task
def verify(pk: int, tried: int = 0) -> None:
    """Ask a callback whether it wants what was asked for it."""
    asked = HubAsk.objects.filter(pk=pk).first()
    if asked is None:
        return
    try:
        if not actions.verify(asked=asked):
            asked.delete()
    except outside.Unreachable as error:
        if tried < len(WAITS):
            verify.using(run_after=now() + WAITS[tried]).enqueue(pk, tried + 1)
            return
        logger.info("A callback of the hub did not answer: %s", error)
        asked.delete()


@task
def send() -> None:
    """Send changed feeds to those who subscribed. Run twice, nothing goes twice."""
    if sending.send_due(seconds=AT_ONCE):
        send.enqueue()


@task
def tell(topics: list[str], tried: int = 0) -> None:
    """Tell another's hub which feeds have changed."""
    hub = place.outside()
    if not hub:
        return
    body = urlencode([("hub.mode", "publish"), *(("hub.url", topic) for topic in topics)]).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        status = outside.post(hub, body=body, headers=headers).status
        words = f"it answers {status}"
    except outside.Unreachable as error:
        status, words = 0, str(error)
    if status in outside.SUCCESS:
        return
    if tried < len(WAITS):
        tell.using(run_after=now() + WAITS[tried]).enqueue(topics, tried + 1)
        return
    logger.warning("The hub %s could not be told of %s feeds: %s", hub, len(topics), words)


@every(timedelta(minutes=1), name="outreach.hub")
def go_on() -> None:
    """Take up what is due after a wait or a crash."""
    if HubSubscription.objects.filter(due_at__lte=now(), expires_at__gt=now()).exists():
        send.enqueue()


@every(timedelta(minutes=10), name="outreach.hub.look")
def look() -> None:
    """Feeds of comments tell nobody that they have changed."""
    if place.is_own() and actions.look(most=LOOKED_AT):
        send.enqueue()


@every(timedelta(hours=6), name="outreach.hub.old")
def forget_old() -> None:
    actions.forget_old()
