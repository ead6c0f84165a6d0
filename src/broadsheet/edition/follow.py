"""From what changed in the database to the shelf of this machine.

Done by the process that made the change as soon as its transaction is
through, and by the background process of every machine a few times a second,
so that neither a crash nor another machine's change is missed.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Max, Min, Q

from broadsheet.edition import gaps, purging
from broadsheet.edition.models import Machine, StaleTag
from broadsheet.edition.shelf import TROUBLE, Shelf
from broadsheet.edition.shelves import distrust, open_shelf
from broadsheet.edition.writing import Writing
from broadsheet.foundation.clock import now
from broadsheet.foundation.prepared import Prepared, Slot

logger = logging.getLogger(__name__)

LOOKED_BACK = 500  # changes that a page which is to be made compares with what the shelf knows
MACHINE_ALIVE = timedelta(seconds=15)
PATIENCE_SECONDS = 5.0  # for other machines to take a withdrawn page away
CHANGES_KEPT = timedelta(days=1)

_changes_made = threading.local()
_numbers_since = Prepared(
    lambda: (
        StaleTag.objects.filter(pk__gte=Slot("number"))
        .order_by("-pk")
        .values_list("pk", flat=True)[:LOOKED_BACK]
    )
)


@dataclass(frozen=True, slots=True)
class Seen:
    """The changes that a page knows: up to `newest`, without those that were still under way."""

    newest: int
    missing: tuple[tuple[int, int], ...] = ()  # first and last of each span


def seen(shelf: Shelf | None) -> Seen:
    """What a page knows that is rendered from now on."""
    if shelf is None:
        return Seen(generation())
    # In this order: a number that comes in between is then found in one of the three.
    applied = shelf.number("applied")
    known = shelf.gaps() if shelf.number("open gaps") else []
    numbers = sorted(
        _numbers_since(number=applied)
    )  # of very many the newest: the rest is as if missing
    missing = [*((gap.first, gap.last) for gap in known), *gaps.holes(applied, numbers)]
    return Seen(max(numbers, default=0), tuple(missing))


def generation() -> int:
    """The number of the newest change (0 before the first)."""
    return StaleTag.objects.aggregate(last=Max("id"))["last"] or 0


def will_follow() -> None:
    """A change is being made in this thread: the plates follow once it is through."""
    _changes_made.waiting = True


def after_commit() -> None:
    """What a change does once it is through: this machine's plates follow at once.

    Several changes of one transaction are followed together.

    A broken shelf must not break the change, which is done: its plates are not
    served any more until the baker has caught up.
    """
    if not getattr(_changes_made, "waiting", False):
        return
    _changes_made.waiting = False
    shelf = open_shelf()
    if shelf is None:
        return
    try:
        catch_up(shelf)
    except TROUBLE as error:
        distrust(shelf, error)
    except DatabaseError as error:
        logger.warning("The plates could not follow a change at once: %s", error)


def after_withdrawal(tags: Iterable[str]) -> None:
    """Like `after_commit`, but here even without the database, and on every machine."""
    shelf = open_shelf()
    if shelf is not None:
        try:
            with shelf.writing() as work:
                work.drop(tags)
        except TROUBLE as error:
            distrust(shelf, error)
    after_commit()
    behind = wait_for_machines(generation())
    if behind:
        logger.error("These machines may still show a withdrawn page: %s", ", ".join(behind))
    purging.purge_at_once(tags)


def catch_up_if_needed(shelf: Shelf) -> int:
    """`catch_up`, without taking the shelf's write lock when nothing can be new."""
    if generation() == shelf.number("applied") and not shelf.number("open gaps"):
        return 0
    return catch_up(shelf)


def catch_up(shelf: Shelf) -> int:
    """Apply to the shelf every change it has not seen; how many there were."""
    with shelf.writing() as work:
        applied, known = work.number("applied"), shelf.gaps()
        if not applied:  # a new shelf: each plate on it knows what was true when it was made
            applied = max(0, work.oldest_generation(default=generation()) - LOOKED_BACK)
        elif _missed_some(applied):
            work.drop_everything()
            applied, known = generation(), []
        oldest = _under_way()[0] if known else 0
        found = _changes(applied, known)
        _apply(work, found, applied)
        numbers = [change.pk for change in found]
        missing = gaps.still_missing(
            known, numbers, applied=applied, oldest=oldest, following=lambda: _under_way()[1]
        )
        work.set_gaps(missing)
        work.set_number("open gaps", len(missing))
        newest = max([applied, *numbers])
        # There may be a page now where there was none.
        work.served = work.served or bool(found) or newest != work.number("applied")
        work.set_number("applied", newest)
    return len(found)


def wait_for_machines(number: int) -> list[str]:
    """Wait until every machine has applied change `number`; the names of those that have not."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        alive = Machine.objects.filter(seen_at__gte=now() - MACHINE_ALIVE).exclude(name=machine_name())
        behind = list(alive.filter(generation__lt=number).values_list("name", flat=True))
        if not behind or time.monotonic() > deadline:
            return behind
        time.sleep(0.05)


def report_machine(shelf: Shelf) -> None:
    """Tell the other machines how far this one's shelf is."""
    Machine.objects.update_or_create(
        name=machine_name(),
        defaults={"generation": shelf.number("applied"), "ready": ready(shelf), "seen_at": now()},
    )


def ready(shelf: Shelf) -> int:
    """The change up to which no page of this machine waits to be made anew."""
    oldest = shelf.oldest_waiting()
    return shelf.number("applied") if oldest is None else oldest - 1


def ready_elsewhere(default: int) -> int:
    """The change up to which no page of another machine waits; `default` where there is none."""
    others = Machine.objects.filter(seen_at__gte=now() - MACHINE_ALIVE).exclude(name=machine_name())
    return min([default, *others.values_list("ready", flat=True)])


def machine_name() -> str:
    """The name of this shelf among all that serve the paper: two may stand on one computer."""
    return f"{socket.gethostname()[:60]} {zlib.crc32(str(settings.EDITION_FOLDER).encode()):08x}"


def forget_old_changes() -> int:
    """Delete changes that every machine has long applied; a machine that was away starts anew."""
    last = generation()
    deleted, _ = StaleTag.objects.filter(at__lt=now() - CHANGES_KEPT, id__lt=last).delete()
    return deleted


def _missed_some(applied: int) -> bool:
    """Whether changes after `applied` were deleted, or the database is another one."""
    known = StaleTag.objects.aggregate(first=Min("id"), last=Max("id"))
    if known["first"] is None:
        return applied != 0
    return applied > known["last"] or applied + 1 < known["first"]


def among(spans: Iterable[tuple[int, int]]) -> Q:
    """The changes whose numbers are in these spans, each from its first to its last."""
    wanted = Q(pk__in=())
    for span in spans:
        wanted |= Q(pk__range=span)
    return wanted


def _under_way() -> tuple[int, int]:
    """The oldest transaction that is under way, and the next one to begin, by their numbers.

    SQLite has one writer at a time, and gives a number that was rolled back once more.
    """
    if connection.vendor != "postgresql":
        return 1, 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(s)::text, pg_snapshot_xmax(s)::text FROM pg_current_snapshot() AS s"
        )
        oldest, following = cursor.fetchone()
    return int(oldest), int(following)


def _changes(applied: int, known: list[gaps.Gap]) -> list[StaleTag]:
    wanted = Q(pk__gt=applied)
    if known:
        wanted |= among((gap.first, gap.last) for gap in known)
    return list(StaleTag.objects.filter(wanted).order_by("pk"))


def _apply(work: Writing, changes: list[StaleTag], applied: int) -> None:
    lost = [change.tag for change in changes if change.kind == StaleTag.Kind.GONE]
    work.drop(lost)
    stale: dict[str, int] = {}
    for change in changes:
        if change.kind == StaleTag.Kind.STALE:
            stale[change.tag] = change.pk
    for tag, number in stale.items():
        work.mark([tag], generation=number)
    # Of what became visible late not even the newest page knows.
    late = {change.tag for change in changes if change.pk <= applied}
    work.mark_all(late & stale.keys(), generation=max([applied, *stale.values()]))
