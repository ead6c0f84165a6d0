"""Which hub the paper's feeds name."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from broadsheet.outreach.addresses import absolute

NONE = "none"


def is_own() -> bool:
    """Whether the paper is its own hub."""
    return not settings.PAPER.hub


def outside() -> str:
    """The address of another's hub that is told what changed; "" when there is none."""
    return "" if settings.PAPER.hub == NONE else settings.PAPER.hub


def address() -> str:
    """The hub that feeds name; "" for none."""
    return absolute(reverse("hub")) if is_own() else outside()
