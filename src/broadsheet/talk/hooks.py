"""Tell other systems what happens to comments: signed, in order, tried again.

A message is written down in the transaction that it tells of. The body is JSON;
`Broadsheet-Signature` is "t=<seconds>,v1=<hex>", the HMAC-SHA256 of
"<seconds>.<body>" under the hook's secret.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from datetime import timedelta
from urllib.parse import urljoin

import requests
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet

from broadsheet.foundation.clock import now
from broadsheet.news import remembered
from broadsheet.talk.models import Decision, Delivery, Hook, Post

logger = logging.getLogger(__name__)

CREATED, HELD, DECIDED = "comment.created", "comment.held", "comment.decided"
ERASED = "comment.erased"
PATIENCE_SECONDS = 10
# After the first try: a minute, then four times as long each time, four days in all.
FIRST_PAUSE = timedelta(minutes=1)
GROWTH = 4
LEASE = timedelta(minutes=5)
MOST_TRIES = 8
BATCH = 50
KEPT = timedelta(days=30)
TAKEN = range(200, 300)
IN_USE = "hooks in use"


def tell(*, post: Post, event: str, decision: Decision | None = None) -> None:
    """Write a message down for every hook in use; call it in the transaction of the event."""
    hooks = remembered.once(IN_USE, lambda: list(in_use()))
    if hooks:
        body = _as_json(_message(post, event, decision))
        Delivery.objects.bulk_create(
            Delivery(hook=hook, post=post, event=event, body=body) for hook in hooks
        )


def forget(*, posts: QuerySet[Post]) -> None:
    """Drop the messages that tell of posts, and tell once more: that they are gone.

    Call it while the posts are there, in the transaction that takes them away.
    """
    Delivery.objects.filter(post__in=posts).delete()
    hooks = list(in_use())
    if hooks:
        keys = posts.order_by("pk").values_list("pk", flat=True)
        bodies = [_as_json({"event": ERASED, "at": now(), "comment": {"id": key}}) for key in keys]
        Delivery.objects.bulk_create(
            Delivery(hook=hook, event=ERASED, body=body) for body in bodies for hook in hooks
        )


def in_use() -> QuerySet[Hook]:
    """The hooks that are told."""
    return Hook.objects.filter(is_active=True)


def deliver_due() -> int:
    """Send what is due, each hook's in order; how many messages were taken.

    A message that is tried again later holds up those after it, and no other hook.
    """
    return sum(_deliver_in_order(hook) for hook in Hook.objects.filter(is_active=True))


def _deliver_in_order(hook: Hook) -> int:
    taken = 0
    waiting = Delivery.objects.filter(hook=hook).exclude(next_at=None).select_related("hook")
    for delivery in waiting.order_by("pk")[:BATCH]:
        due = delivery.next_at is not None and delivery.next_at <= now()
        if not due or not _taken_up(delivery) or not _deliver(delivery):
            break
        taken += 1
    return taken


def is_due() -> bool:
    return Delivery.objects.filter(next_at__lte=now(), hook__is_active=True).exists()


def _taken_up(delivery: Delivery) -> bool:
    """Nobody else sends it meanwhile; after a crash it is due again."""
    mine = Delivery.objects.filter(pk=delivery.pk, next_at=delivery.next_at)
    return bool(mine.update(next_at=now() + LEASE))


def forget_old() -> int:
    """Delete messages that were taken or given up long ago."""
    old = Delivery.objects.filter(next_at=None, made_at__lt=now() - KEPT)
    return old.delete()[0]


def signature(*, secret: str, body: str, at: int) -> str:
    """The value of the header `Broadsheet-Signature`."""
    signed = hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={signed}"


def _as_json(told: dict[str, object]) -> str:
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False)


def _message(post: Post, event: str, decision: Decision | None) -> dict[str, object]:
    thread = post.thread
    told: dict[str, object] = {
        "event": event,
        "at": now(),
        "comment": {
            "id": post.pk,
            "url": urljoin(settings.PAPER.url, post.permalink),
            "name": post.name,
            "text": post.text,
            "state": post.state,
            "score": round(post.score, 4),
            "created_at": post.created_at,
            "in_reply_to": post.parent_id,
            "article": urljoin(settings.PAPER.url, thread.article.url) if thread.article else None,
            "page": thread.page_url or None,
            "topic": thread.title if thread.is_topic else None,
        },
    }
    if decision is not None:
        told["decision"] = {
            "verb": decision.verb, "reason": decision.reason, "at": decision.when,
            "was": decision.was, "became": decision.became,
        }  # fmt: skip
    return told


def _deliver(delivery: Delivery) -> bool:
    at = int(now().timestamp())
    delivery.tries += 1
    try:
        answer = requests.post(
            delivery.hook.url,
            data=delivery.body.encode(),
            headers={
                "Content-Type": "application/json",
                "User-Agent": "Broadsheet",
                "Broadsheet-Event": delivery.event,
                "Broadsheet-Delivery": str(delivery.pk),
                "Broadsheet-Signature": signature(
                    secret=delivery.hook.secret, body=delivery.body, at=at
                ),
            },
            timeout=PATIENCE_SECONDS,
            allow_redirects=False,
        )
        problem = "" if answer.status_code in TAKEN else f"It answered {answer.status_code}."
    except requests.RequestException as error:
        problem = str(error)
    return _noted(delivery, problem)


def _noted(delivery: Delivery, problem: str) -> bool:
    delivery.problem = problem[:200]
    if not problem:
        delivery.taken_at, delivery.next_at = now(), None
    elif delivery.tries >= MOST_TRIES:
        delivery.next_at = None
        logger.error("The webhook %s did not take %s: given up", delivery.hook.url, delivery.pk)
    else:
        delivery.next_at = now() + FIRST_PAUSE * GROWTH ** (delivery.tries - 1)
    delivery.save()
    return not problem
