"""Verbs of a reader who wants to be told, or no more."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from broadsheet.foundation.models import User
from broadsheet.news.models import SectionPage
from broadsheet.outreach.models import PushReader
from broadsheet.outreach.models.push import LONGEST_ENDPOINT
from broadsheet.outreach.push import quiet, sealing
from broadsheet.topics.models import Topic

MOST_FOLLOWED = 100  # topics, and sections
DATABASE_KEYS = 2**63


class NotAReader(ValueError):
    """What a browser sent cannot be used; the sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a reader wants to be told of, and when not."""

    breaking: bool = True
    topics: tuple[int, ...] = ()
    sections: tuple[int, ...] = ()
    quiet_from: time | None = None
    quiet_to: time | None = None
    zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """Where a browser is told, and how it is sealed."""

    endpoint: str
    key: str = field(repr=False)
    secret: str = field(repr=False)


def subscribe(*, browser: Browser, choice: Choice, user: User | None = None) -> PushReader:
    """Tell a browser from now on; told again, its choice is replaced."""
    with transaction.atomic():
        reader, _made = PushReader.objects.update_or_create(
            mark=mark_of(browser.endpoint),
            defaults={
                "endpoint": browser.endpoint, "key": browser.key, "secret": browser.secret,
                "user": user, "breaking": choice.breaking, "quiet_from": choice.quiet_from,
                "quiet_to": choice.quiet_to, "zone": choice.zone, "refusals": 0,
            },
        )  # fmt: skip
        reader.topics.set(Topic.objects.filter(pk__in=choice.topics))
        reader.sections.set(SectionPage.objects.filter(pk__in=choice.sections, live=True))
    return reader


def leave(*, endpoint: str) -> None:
    """Tell a browser no more. Idempotent."""
    PushReader.objects.filter(mark=mark_of(endpoint)).delete()


def choice_of(*, endpoint: str) -> Choice | None:
    """What a browser has chosen; None when it is not told."""
    reader = PushReader.objects.filter(mark=mark_of(endpoint)).first()
    if reader is None:
        return None
    return Choice(
        breaking=reader.breaking, quiet_from=reader.quiet_from, quiet_to=reader.quiet_to,
        topics=tuple(reader.topics.values_list("pk", flat=True)), zone=reader.zone,
        sections=tuple(reader.sections.values_list("pk", flat=True)),
    )  # fmt: skip


def browsers(*, user: User) -> int:
    """How many browsers of an account are told."""
    return PushReader.objects.filter(user=user).count()


def forget_reader(user: User) -> None:
    """An account's browsers go with it."""
    PushReader.objects.filter(user=user).delete()


def export(user: User) -> dict[str, Any]:
    """What an account's browsers are told, for their reader to take away."""
    found = PushReader.objects.filter(user=user).prefetch_related("topics", "sections")
    return {
        "told_on_screen": [
            {
                "since": reader.since, "at": urlsplit(reader.endpoint).netloc,
                "breaking": reader.breaking,
                "topics": [topic.name for topic in reader.topics.all()],
                "sections": [section.title for section in reader.sections.all()],
                "quiet_from": reader.quiet_from, "quiet_to": reader.quiet_to, "zone": reader.zone,
            }
            for reader in found
        ]
    }  # fmt: skip


def browser_in(sent: Mapping[str, Any]) -> Browser:
    """The browser that a subscription of the Push API describes.

    Raises:
        NotAReader: it does not.
    """
    endpoint, keys = sent.get("endpoint"), sent.get("keys")
    if not isinstance(endpoint, str) or not isinstance(keys, Mapping):
        raise NotAReader("This is no subscription of a browser.")
    try:
        parts = urlsplit(endpoint)
        usable = parts.scheme == "https" and parts.hostname and not parts.username
    except ValueError:
        usable = False
    plain = endpoint.isascii() and endpoint.isprintable() and " " not in endpoint
    if not usable or not plain or len(endpoint) > LONGEST_ENDPOINT:
        raise NotAReader("The address of the browser's push service cannot be used.")
    key, secret = keys.get("p256dh"), keys.get("auth")
    if not isinstance(key, str) or not isinstance(secret, str):
        raise NotAReader("The subscription has no keys.")
    key, secret = key.rstrip("="), secret.rstrip("=")
    try:
        sealing.check(key=key, secret=secret)
    except sealing.NoKey as error:
        raise NotAReader(str(error)) from error
    return Browser(endpoint=endpoint, key=key, secret=secret)


def choice_in(sent: Mapping[str, Any]) -> Choice:
    """What a reader chose, as the page sends it; what makes no sense is left out."""
    begin, end = _clock(sent.get("quiet_from")), _clock(sent.get("quiet_to"))
    if begin is None or end is None:
        begin = end = None
    zone = sent.get("zone")
    return Choice(
        breaking=sent.get("breaking") is True,
        topics=_keys(sent.get("topics")),
        sections=_keys(sent.get("sections")),
        quiet_from=begin,
        quiet_to=end,
        zone=str(quiet.zone_of(zone)) if isinstance(zone, str) else "UTC",
    )


def mark_of(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode("utf-8", "replace")).hexdigest()


def _keys(value: Any) -> tuple[int, ...]:
    if not isinstance(value, list):
        return ()
    found = [one for one in value if isinstance(one, int) and 0 < one < DATABASE_KEYS]
    return tuple(dict.fromkeys(found))[:MOST_FOLLOWED]


def _clock(value: Any) -> time | None:
    try:
        return time.fromisoformat(value).replace(tzinfo=None) if isinstance(value, str) else None
    except ValueError:
        return None
