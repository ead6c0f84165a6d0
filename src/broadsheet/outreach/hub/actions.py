"""Verbs of the hub."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from broadsheet.foundation import outside
from broadsheet.foundation.clock import now
from broadsheet.foundation.limits import allow_all
from broadsheet.outreach.hub import topics
from broadsheet.outreach.models import HubAsk, HubSubscription
from broadsheet.outreach.models.hub import LONGEST_CALLBACK, LONGEST_TOPIC

DEFAULT_LEASE = timedelta(days=10)
LEASES = (timedelta(hours=1), timedelta(days=30))  # the shortest and the longest
LONGEST_SECRET = 199  # WebSub §5.1: less than 200 bytes
USUAL_PORTS = {None, 80, 443}
FREE_PORTS = range(1024, 65536)  # below, a request could be a word to a mail server
HOUR = timedelta(hours=1)
ASKS_A_CALLER, ASKS_A_HOST, ASKS = 600, 600, 3000  # in an hour
MOST_OF_A_HOST, MOST = 2000, 50_000  # subscriptions


class Refused(Exception):
    """The hub does not do what it is asked; the sentence says why."""


class TooMany(Refused):
    """Not now, or not so many."""


def ask(
    *,
    mode: str,
    topic: str,
    callback: str,
    caller: str,
    secret: str = "",
    lease: timedelta | None = None,
) -> HubAsk:
    """Note that somebody wants to be told of a feed, or no more. Nothing changes before the
    callback itself has said so.

    Args:
        topic: the feed's full address.
        callback: where to send it.
        caller: the network that asks, for its limit.
        secret: signs what is sent; "" for unsigned.
        lease: how long; None for ten days, else made to fit an hour to thirty days.

    Raises:
        Refused: it cannot be done.
        TooMany: it could be, but not so often or for so many.
    """
    if mode not in HubAsk.Mode.values:
        raise Refused(_("hub.mode is “subscribe” or “unsubscribe”."))
    host = callback_host(callback)
    if len(secret.encode()) > LONGEST_SECRET:
        raise Refused(_("hub.secret is shorter than 200 bytes."))
    _count(caller=caller, host=host)
    if mode == HubAsk.Mode.SUBSCRIBE:
        _refuse_unless_served(topic)
        _refuse_if_full(host)
    elif not HubSubscription.objects.filter(topic=topic[:LONGEST_TOPIC], callback=callback).exists():
        raise Refused(_("There is no such subscription."))
    lease = min(max(lease or DEFAULT_LEASE, LEASES[0]), LEASES[1])
    wanted = {"mode": mode, "secret": secret, "lease": lease, "asked_at": now()}
    asked, _created = HubAsk.objects.update_or_create(topic=topic, callback=callback, defaults=wanted)
    return asked


def callback_host(callback: str) -> str:
    """The host a callback is on.

    Raises:
        Refused: no callback can be there.
    """
    if not callback.isascii() or len(callback) > LONGEST_CALLBACK or any(c <= " " for c in callback):
        raise Refused(_("hub.callback is no address."))
    try:
        parts = urlsplit(callback)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Refused(_("hub.callback is no address.")) from None
    if parts.scheme not in {"http", "https"} or not host or parts.username is not None or parts.fragment:
        raise Refused(_("hub.callback is an address of http or https, without a name or a fragment."))
    if port not in USUAL_PORTS and port not in FREE_PORTS:
        raise Refused(_("hub.callback is on a port that is no web server’s."))
    if parts.netloc == urlsplit(settings.PAPER.url).netloc:
        raise Refused(_("hub.callback is the paper itself."))
    return host[:260]


def verify(*, asked: HubAsk) -> bool:
    """Ask the callback whether it wants this (WebSub §5.3), and do it when it does.

    Returns whether it did.

    Raises:
        outside.Unreachable: it did not answer.
    """
    challenge = secrets.token_urlsafe(32)
    question = {"hub.mode": asked.mode, "hub.topic": asked.topic, "hub.challenge": challenge}
    if asked.mode == HubAsk.Mode.SUBSCRIBE:
        question["hub.lease_seconds"] = str(int(asked.lease.total_seconds()))
    joint = "&" if urlsplit(asked.callback).query else "?"
    address = f"{asked.callback}{joint}{urlencode(question)}"
    answer = outside.get(address, headers={}, follow=False, most=10_000)
    if answer.status not in outside.SUCCESS:
        return False
    if not hmac.compare_digest(answer.body.strip(), challenge.encode()):
        return False
    with transaction.atomic():
        _settle(asked)
    return True


def mark(*, changed: Sequence[str]) -> bool:
    """Feeds have changed: whoever subscribed to one is sent it. Whether there is anybody."""
    found = HubSubscription.objects.filter(topic__in=changed, expires_at__gt=now())
    with transaction.atomic():
        anybody = found.update(wanted=F("wanted") + 1)
        found.filter(due_at=None).update(due_at=now())
    return bool(anybody)


def look(*, most: int) -> bool:
    """Compare feeds with what was sent, those first that wait longest; whether one is to be sent.

    For what no signal tells: comments, and an article that left a section.
    """
    waiting = HubSubscription.objects.filter(expires_at__gt=now(), due_at=None).exclude(digest="")
    oldest = waiting.order_by("looked_at").values_list("topic", flat=True)[: most * 5]
    changed = []
    for topic in list(dict.fromkeys(oldest))[:most]:
        found = topics.content(topic)
        digest = topics.digest_of(found[0]) if found else ""
        if waiting.filter(topic=topic).exclude(digest=digest).exists():
            changed.append(topic)
        HubSubscription.objects.filter(topic=topic).update(looked_at=now())
    return mark(changed=changed) if changed else False


def forget_old() -> None:
    """Leases that have ended, and questions nobody answered in a day."""
    HubSubscription.objects.filter(expires_at__lte=now()).delete()
    HubAsk.objects.filter(asked_at__lt=now() - timedelta(days=1)).delete()


def _count(*, caller: str, host: str) -> None:
    counts = [
        (f"hub:caller:{caller}", ASKS_A_CALLER, HOUR),
        (f"hub:host:{host}"[:200], ASKS_A_HOST, HOUR),
        ("hub:all", ASKS, HOUR),
    ]
    if not allow_all(counts):
        raise TooMany(_("Too many requests. Please try again in an hour."))


def _refuse_unless_served(topic: str) -> None:
    if len(topic) > LONGEST_TOPIC or topics.content(topic) is None:
        raise Refused(_("hub.topic is no feed of this paper."))


def _refuse_if_full(host: str) -> None:
    found = HubSubscription.objects.filter(expires_at__gt=now())
    if found.filter(host=host).count() >= MOST_OF_A_HOST or found.count() >= MOST:
        raise TooMany(_("There are too many subscriptions already."))


def _settle(asked: HubAsk) -> None:
    """What the callback said yes to is done, unless something else was asked meanwhile."""
    same = HubAsk.objects.filter(pk=asked.pk, mode=asked.mode, asked_at=asked.asked_at)
    if not same.delete()[0]:
        return
    if asked.mode == HubAsk.Mode.UNSUBSCRIBE:
        HubSubscription.objects.filter(topic=asked.topic, callback=asked.callback).delete()
        return
    found = topics.content(asked.topic)
    HubSubscription.objects.update_or_create(
        topic=asked.topic,
        callback=asked.callback,
        defaults={
            "host": callback_host(asked.callback),
            "secret": asked.secret,
            "expires_at": now() + asked.lease,
            "looked_at": now(),
            # Who subscribes has just read the feed; only what is new is sent.
            "digest": topics.digest_of(found[0]) if found else "",
        },
    )
