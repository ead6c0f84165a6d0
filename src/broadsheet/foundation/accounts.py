"""A reader's account, as all rooms share it: what is shown and given of it, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from broadsheet.foundation.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPart:
    """A part of the account page: a heading, and a template with its context."""

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)


Provider = Callable[[User], AccountPart | None]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Let `provider(user)` add a part; None adds nothing for this reader."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def parts(*, user: User) -> list[AccountPart]:
    """All parts for this reader, in the order the rooms registered."""
    return [part for provider in _providers if (part := provider(user))]


Exporter = Callable[[User], dict[str, Any]]
_exporters: list[Exporter] = []


def on_export(exporter: Exporter) -> Exporter:
    """Let `exporter(user)` give what a room keeps of a reader, by name, ready for JSON."""
    if exporter not in _exporters:
        _exporters.append(exporter)
    return exporter


def export(*, user: User) -> dict[str, Any]:
    """Everything the paper keeps of a reader (article 20 of the GDPR)."""
    found: dict[str, Any] = {
        "name": user.name,
        "email": user.email,
        "joined": user.date_joined,
        "last_login": user.last_login,
    }
    for exporter in _exporters:
        found |= exporter(user)
    return found


Eraser = Callable[[User], None]
_erasers: list[Eraser] = []


def on_erase(eraser: Eraser) -> Eraser:
    """Let `eraser(user)` forget a reader who leaves.

    It runs in the transaction that deletes the account, while the account is
    still there. It takes the person out of whatever must stay (a comment that
    others answered) and deletes the rest.
    """
    if eraser not in _erasers:
        _erasers.append(eraser)
    return eraser


def erase(*, user: User) -> None:
    """Delete an account and, in every room, what says whose it was."""
    with transaction.atomic():
        for eraser in _erasers:
            eraser(user)
        user.delete()
