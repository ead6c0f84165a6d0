"""What waits for somebody in the newsroom, as the rooms above count it.

A room registers a provider in its AppConfig.ready(); the newsroom's start
screen shows every number with a link to where the work is done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from broadsheet.foundation.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many of what wait, and where: `label` says what ("comments held")."""

    number: int
    label: Any  # a str, or a translation that is still to be made
    url: str


Provider = Callable[[User], Waiting | None]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Let `provider(user)` add a number; None for whom it is no business of."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def numbers(*, user: User) -> list[Waiting]:
    """What waits for this user, in the order the rooms registered."""
    return [waiting for provider in _providers if (waiting := provider(user))]
