"""Lists that readers leaf through page by page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from broadsheet.edition.tags import numbered


def leaf(items: Sequence[Any] | QuerySet[Any], *, size: int, number: str | None) -> Any:
    """The page of a list that its address asks for (`?page=`), as Django's `Page`.

    Args:
        size: items a page.
        number: what the address says; None for the first page.

    Raises:
        Http404: there is no such page. Nobody can have pages made that say nothing new.
    """
    return leaf_of(Paginator(items, size), number=number)


def leaf_of(paginator: Paginator[Any], *, number: str | None) -> Any:
    """Like `leaf`, of a list that is cut into pages already."""
    numbered()
    try:
        return paginator.page(number or "1")
    except InvalidPage:
        raise Http404(_("There is no such page.")) from None
