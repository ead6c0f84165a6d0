"""Deleting contributions and their files, on request and when their time is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.models import ReferenceIndex

from broadsheet.foundation.clock import now
from broadsheet.news.models import Picture
from broadsheet.stories import keeping
from broadsheet.stories.models import TAKEN, Attachment, Contribution, State, Vote
from broadsheet.stories.uploads import quarantine


def delete(contribution: Contribution) -> None:
    """A contribution with all its files. Called inside a transaction."""
    delete_files(contribution)
    contribution.delete()


def delete_pictures(contribution: Contribution) -> None:
    """The clean copies among the paper's pictures, where nothing of the paper shows them."""
    for attachment in contribution.attachments.exclude(picture=None).select_related("picture"):
        if attachment.picture and not _is_used(attachment.picture):
            attachment.picture.delete()


def _is_used(picture: Picture) -> bool:
    """Whether something beside this room refers to a picture."""
    found = ReferenceIndex.get_references_to(picture)
    return found.exclude(base_content_type__app_label="stories").exists()


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
        case State.ACCEPTED if contribution.is_tip and contribution.decided_at:
            return contribution.decided_at + keeping.TIPS
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
    followed = Q(state=State.ACCEPTED, is_tip=True, decided_at__lt=moment - keeping.TIPS)
    unverified = Q(state=State.UNVERIFIED, sent_at__lt=moment - keeping.UNVERIFIED)
    taken = Q(state__in=TAKEN, is_tip=False, decided_at__lt=moment - keeping.ORIGINALS)
    return _each(Contribution.objects.filter(unused | unverified | followed), delete) + _each(
        Contribution.objects.filter(taken, attachments__isnull=False).distinct(), delete_files
    )


def forget_voices() -> int:
    """Some time after a vote has ended, forget who gave what; the numbers stay."""
    over = Vote.objects.filter(call__vote_until__lt=now() - keeping.VOTES)
    return over.delete()[0]


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
