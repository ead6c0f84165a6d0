"""What the rooms show a signed-in reader on the page of their account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

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
