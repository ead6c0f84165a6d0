"""Keep plates and give them back, the same for every process of the paper."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from broadsheet.edition.models import Plate, PlateTag, StaleTag
from broadsheet.foundation.clock import now

PATIENCE_MS = 50
GZIP_LEVEL = 6  # PEERS.md: 0.3 ms for a page of 26 KB


def generation() -> int:
    """A number that grows with every change (0 before the first)."""
    return StaleTag.objects.aggregate(last=Max("id"))["last"] or 0


def find(*, address: str) -> Plate | None:
    """The plate of an address, unless there is none or its time is over."""
    return Plate.objects.filter(address=address, expires_at__gt=now()).first()


def keep(
    *, address: str, body: bytes, content_type: str, headers: dict[str, str], tags: set[str], since: int
) -> Plate | None:
    """Keep a page made from what was true at generation `since`.

    None when something it shows changed while it was being made: then it must
    not be kept, because nothing would ever make it anew.
    """
    with _impatient(), transaction.atomic():
        if StaleTag.objects.filter(id__gt=since, tag__in=tags).exists():
            return None
        Plate.objects.filter(address=address).delete()
        plate = Plate.objects.create(
            address=address,
            content_type=content_type,
            headers=headers,
            body=gzip.compress(body, GZIP_LEVEL, mtime=0),
            etag=hashlib.sha256(body).hexdigest()[:32],
            made_at=now(),
            expires_at=_midnight(),
        )
        PlateTag.objects.bulk_create([PlateTag(plate=plate, tag=tag) for tag in sorted(tags)])
    return plate


@contextmanager
def _impatient() -> Iterator[None]:
    """Wait only a moment for SQLite's write lock: a reader must not wait for an import."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    seconds = settings.DATABASES["default"]["OPTIONS"]["timeout"]
    _busy_timeout(PATIENCE_MS)
    try:
        yield
    finally:
        _busy_timeout(int(seconds * 1000))


def _busy_timeout(milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")


def drop_all() -> int:
    """Throw every plate away (after an upgrade, a new theme); how many there were."""
    deleted, by_model = Plate.objects.all().delete()
    return by_model.get("edition.Plate", 0) if deleted else 0


def forget_old_changes(*, older_than: timedelta = timedelta(days=1)) -> int:
    """Delete stale tags that no page under way can still need."""
    last = StaleTag.objects.order_by("-id").values_list("id", flat=True).first() or 0
    deleted, _ = StaleTag.objects.filter(at__lt=now() - older_than, id__lt=last).delete()
    return deleted


def _midnight() -> datetime:
    """The next midnight of the paper: pages say “today”."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
