"""What other rooms may use of the edition."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from broadsheet.edition.addresses import OWN_COOKIE
from broadsheet.edition.gatherer import on_reads
from broadsheet.edition.leafing import leaf, leaf_of
from broadsheet.edition.listing import every_address
from broadsheet.edition.pictures import SIGNED_SECONDS, Pictures
from broadsheet.edition.tags import depends_on, gathering, gone, stale, valid_until

__all__ = [
    "OWN_COOKIE", "SIGNED_SECONDS", "Pictures", "depends_on", "every_address", "gathering", "gone",
    "leaf", "leaf_of", "on_reads", "public_page", "stale", "valid_until",
]  # fmt: skip


def public_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view whose page is the same for every stranger, so it may be kept."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if not getattr(request, "is_preview", False):
            response.edition = True  # type: ignore[attr-defined]
        return response

    return marked
