"""Sending changed feeds to those who subscribed to them.

After a crash a subscriber may get the same state twice, rather than not at all.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import time
from http import HTTPStatus

from broadsheet.foundation import outside
from broadsheet.foundation.clock import now
from broadsheet.outreach import due
from broadsheet.outreach.hub import place, topics
from broadsheet.outreach.models import HubSubscription

logger = logging.getLogger(__name__)


def send_due(*, seconds: float) -> bool:
    """Send what is due, for about `seconds`; whether more is waiting then."""
    until = time.monotonic() + seconds
    kept: dict[str, tuple[bytes, str] | None] = {}
    while time.monotonic() < until:
        one = _take()
        if one is None:
            return False
        if one.topic not in kept:
            kept[one.topic] = topics.content(one.topic)
        _send(one, kept[one.topic])
    return True


def _take() -> HubSubscription | None:
    return due.take(HubSubscription.objects.filter(expires_at__gt=now()))


def _send(one: HubSubscription, found: tuple[bytes, str] | None) -> None:
    if found is None:  # the feed is no more
        HubSubscription.objects.filter(pk=one.pk).delete()
        return
    digest = topics.digest_of(found[0])
    if digest == one.digest:
        _done(one, digest)
        return
    try:
        status = outside.post(
            one.callback, body=found[0], headers=_headers(one, *found), seconds=due.SECONDS
        ).status
        words = f"it answers {status}"
    except outside.Unreachable as error:
        status, words = 0, str(error)
    if status in outside.SUCCESS:
        _done(one, digest)
    elif status == HTTPStatus.GONE:  # WebSub §7: the subscriber is no more
        HubSubscription.objects.filter(pk=one.pk).delete()
    else:
        _again(one, words)


def _headers(one: HubSubscription, body: bytes, content_type: str) -> dict[str, str]:
    links = f'<{place.address()}>; rel="hub", <{one.topic}>; rel="self"'
    headers = {"Content-Type": content_type, "Link": links}
    if one.secret:
        signed = hmac.new(one.secret.encode(), body, hashlib.sha256).hexdigest()
        headers["X-Hub-Signature"] = f"sha256={signed}"
    return headers


def _done(one: HubSubscription, digest: str) -> None:
    """Sent; a change that came meanwhile is sent next."""
    same = HubSubscription.objects.filter(pk=one.pk)
    wanted = {"digest": digest, "tries": 0, "looked_at": now()}
    if not same.filter(wanted=one.wanted).update(due_at=None, **wanted):
        same.update(due_at=now(), **wanted)


def _again(one: HubSubscription, words: str) -> None:
    rows = HubSubscription.objects.all()
    if not due.put_off(rows, row=one):
        logger.warning("A callback on %s gets %s no more this time: %s", one.host, one.topic, words)
        rows.filter(pk=one.pk).update(due_at=None, tries=0)
