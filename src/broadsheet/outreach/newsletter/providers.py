"""What mail providers say of our letters, through django-anymail (the extra `providers`).

Anymail's own addresses below `mail-events/` check the secret of
`webhook_secret` before they believe a word.
"""

from __future__ import annotations

from typing import Any

from broadsheet.outreach import addresses
from broadsheet.outreach.models import Subscriber
from broadsheet.outreach.newsletter import actions, returns, verdicts
from broadsheet.outreach.newsletter.bounces import Report
from broadsheet.outreach.newsletter.verdicts import Kind
from broadsheet.outreach.provider import ITS_MARK

THE_ADDRESS = {"invalid", "bounced"}  # reasons that are about the reader's address


def listen() -> None:
    """Hear what anymail receives. It must be installed."""
    from anymail.signals import tracking

    tracking.connect(heard, dispatch_uid="outreach.newsletter")


def heard(sender: type, event: Any, esp_name: str, **_: Any) -> None:
    """One event of a provider: a letter bounced, was called spam, or its reader left."""
    address = addresses.normal(event.recipient or "")
    if event.event_type == "unsubscribed":
        for subscriber in Subscriber.objects.filter(email=address):
            actions.leave(subscriber=subscriber)
        return
    kind = _kind(event)
    if kind:
        words = _words(event)
        report = Report(
            address=address, kind=kind, status=verdicts.code(status="", words=words), words=words
        )
        event_id = event.event_id or f"{event.message_id} {event.event_type} {event.timestamp}"
        mark = str((event.metadata or {}).get(ITS_MARK, ""))
        returns.told_by_provider(report=report, key=f"{esp_name} {event_id}", mark=mark)


def _kind(event: Any) -> Kind | None:
    if event.event_type == "complained":
        return Kind.COMPLAINT
    if event.event_type not in {"bounced", "rejected"}:
        return None
    if event.reject_reason == "invalid":
        return Kind.HARD
    # Some providers call a full mailbox a bounce as well: what the server said decides.
    words = _words(event)
    if event.reject_reason in THE_ADDRESS and words:
        return verdicts.kind(status="", words=words)
    return Kind.SOFT


def _words(event: Any) -> str:
    return " ".join(str(event.mta_response or event.description or "").split())[:300]
