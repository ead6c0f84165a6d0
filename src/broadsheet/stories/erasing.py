"""Deleting contributions and their files, on request and when their time is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet

from broadsheet.foundation.clock import now
from broadsheet.stories import keeping
from broadsheet.stories.models import TAKEN, Attachment, Contribution, State
from broadsheet.stories.uploads import quarantine


def delete(contribution: Contribution) -> None:
    """A contribution with all its files. Called inside a transaction."""
    delete_files(contribution)
    contribution.delete()


def delete_files(contribution: Contribution) -> None:
    """Its files: the rows now, the bytes once that is certain.

    A crash in between leaves bytes that nobody knows; `sweep` takes them away.
    """
    pairs = contribution.attachments.values_list("original", "clean_copy")
    names = [name for pair in pairs for name in pair]
    contribution.attachments.all().delete()
    transaction.on_commit(partial(quarantine.remove, names))


def ends_at(contribution: Contribution) -> datetime | None:
    """When the clock deletes a contribution, or only its files when it was taken; None for never."""
    match contribution.state:
        case State.UNVERIFIED:
            return contribution.sent_at + keeping.UNVERIFIED
        case State.DECLINED if contribution.decided_at:
            return contribution.decided_at + keeping.UNUSED
        case State.WITHDRAWN if contribution.withdrawn_at and not contribution.article_id:
            return contribution.withdrawn_at + keeping.UNUSED
        case State.ACCEPTED | State.PUBLISHED if contribution.decided_at:
            return contribution.decided_at + keeping.ORIGINALS
    return None


def purge() -> int:
    """Delete what has been kept long enough; how many contributions were touched.

    A story that was taken back is remembered as long as there is a draft of it.
    """
    moment = now()
    unused = Q(state=State.DECLINED, decided_at__lt=moment - keeping.UNUSED) | Q(
        state=State.WITHDRAWN, withdrawn_at__lt=moment - keeping.UNUSED, article=None
    )
    unverified = Q(state=State.UNVERIFIED, sent_at__lt=moment - keeping.UNVERIFIED)
    taken = Q(state__in=TAKEN, decided_at__lt=moment - keeping.ORIGINALS)
    return _each(Contribution.objects.filter(unused | unverified), delete) + _each(
        Contribution.objects.filter(taken, attachments__isnull=False).distinct(), delete_files
    )


def sweep() -> int:
    """Delete files that no contribution knows; how many there were."""
    names = list(quarantine.forgotten(older_than=keeping.ORPHANS))
    known = set[str]()
    for start in range(0, len(names), 500):  # below SQLite's limit on parameters
        some = names[start : start + 500]
        found = Attachment.objects.filter(Q(original__in=some) | Q(clean_copy__in=some))
        known.update(name for pair in found.values_list("original", "clean_copy") for name in pair)
    orphans = [name for name in names if name not in known]
    quarantine.remove(orphans)
    return len(orphans)


def _each(contributions: QuerySet[Contribution], act: Callable[[Contribution], None]) -> int:
    """One transaction a contribution; the condition is asked again under the lock."""
    count = 0
    for pk in list(contributions.values_list("pk", flat=True)):
        with transaction.atomic():
            contribution = Contribution.objects.select_for_update().filter(pk=pk).first()
            if contribution and contributions.filter(pk=pk).exists():
                act(contribution)
                count += 1
    return count
