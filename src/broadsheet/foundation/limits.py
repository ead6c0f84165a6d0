"""How often somebody may do something, counted in the database.

In the database because every process must see the same count and a restart
must not forget it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import LimitCount


def allow(*, key: str, limit: int, per: timedelta) -> bool:
    """Count one more use of `key`; False when it is over `limit` for this window.

    Args:
        key: who does what, such as "comment:address:192.0.2.0/24".
        limit: uses allowed in each window.
        per: the length of the window; windows are aligned to the clock.
    """
    window = _window(moment=now(), per=per)
    with transaction.atomic():
        count, _ = LimitCount.objects.select_for_update().get_or_create(key=key, window=window)
        LimitCount.objects.filter(pk=count.pk).update(uses=F("uses") + 1)
    return count.uses < limit


def forget_old_counts(*, older_than: timedelta = timedelta(days=2)) -> int:
    """Delete counts of windows long past; how many were deleted."""
    deleted, _ = LimitCount.objects.filter(window__lt=now() - older_than).delete()
    return deleted


def _window(*, moment: datetime, per: timedelta) -> datetime:
    seconds = int(per.total_seconds())
    return datetime.fromtimestamp(int(moment.timestamp()) // seconds * seconds, tz=moment.tzinfo)
