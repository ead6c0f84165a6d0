"""Put items of the wire list aside, and back."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet

from broadsheet.foundation.models import User
from broadsheet.wire.models import Item


def dismiss(*, items: QuerySet[Item], by: User) -> int:
    """Take items out of the list, and those that say the same with them; how many were asked for.

    What was drafted stays drafted.
    """
    with transaction.atomic():
        keys = list(items.filter(state=Item.State.NEW).values_list("pk", flat=True))
        alike = Item.objects.filter(Q(pk__in=keys) | Q(like__in=keys), state=Item.State.NEW)
        alike.update(state=Item.State.DISMISSED, by=by)
    return len(keys)


def restore(*, items: QuerySet[Item]) -> int:
    """Put items back into the list; how many."""
    return items.filter(state=Item.State.DISMISSED).update(state=Item.State.NEW, by=None)
