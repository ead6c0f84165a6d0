"""Work that comes round: looking at sources, and forgetting what is old."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from broadsheet.foundation.clock import now
from broadsheet.foundation.schedule import every
from broadsheet.wire.letters import enclosures
from broadsheet.wire.models import Item, Source
from broadsheet.wire.sources import looking

KEPT = timedelta(days=60)


@every(timedelta(seconds=30), name="wire.sources")
def look_at_sources() -> int:
    """Have every source looked at whose time has come; how many."""
    moment = now()
    number = 0
    due = Source.objects.filter(state=Source.State.ON, next_at__lte=moment)
    for pk, interval in list(due.values_list("pk", "interval")):
        claimed = due.filter(pk=pk).update(next_at=moment + timedelta(minutes=interval))
        if claimed:  # by this process alone
            look_at.enqueue(pk)
            number += 1
    return number


@task()
def look_at(pk: int) -> None:
    """Look at one source. Run twice, nothing comes in twice."""
    source = Source.objects.filter(pk=pk, state=Source.State.ON).first()
    if source:
        looking.look(source=source)


@every(timedelta(hours=12), name="wire.forget")
def forget_old_items() -> int:
    """Drop items that no source shows any more and nobody made an article of."""
    enclosures.forget(older_than=KEPT + timedelta(days=1))
    old = Item.objects.filter(arrived_at__lt=now() - KEPT, listed=False, article=None)
    return old.delete()[0]
