"""The switch for a bad night: every comment of the paper waits, or none is taken."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from broadsheet.edition.api import depends_on, stale, valid_until
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.foundation.prepared import Prepared, Slot
from broadsheet.news import remembered
from broadsheet.talk.models import Lockdown, LockdownKind

TAG = "lockdown"


def current() -> str:
    """The kind in force, "" for none. A page that asks depends on the answer."""
    depends_on(TAG)
    one = remembered.once(TAG, in_force)
    if one is None:
        return ""
    if one.until:
        valid_until(one.until)
    return one.kind


def in_force() -> Lockdown | None:
    """The lockdown that holds now."""
    return _in_force.first(now=now())


def standing(*, moment: Any) -> QuerySet[Lockdown]:
    """The lockdowns that hold at `moment`, the newest first."""
    return Lockdown.objects.filter(Q(until=None) | Q(until__gt=moment), lifted_at=None)


_in_force = Prepared(lambda: standing(moment=Slot("now")).select_related("by")[:1])


def begin(*, kind: LockdownKind, by: User, until: datetime | None = None) -> Lockdown:
    """Lock the comments of the whole paper; one that holds already gives way to it."""
    with transaction.atomic():
        lift(by=by)
        stale(TAG)
        return Lockdown.objects.create(kind=kind, by=by, until=until)


def lift(*, by: User) -> bool:
    """End the lockdown; whether there was one."""
    with transaction.atomic():
        ended = Lockdown.objects.filter(lifted_at=None).update(lifted_at=now(), lifted_by=by)
        if ended:
            stale(TAG)
        return bool(ended)
