"""A reader reports a post; and what we knew about addresses is forgotten."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from broadsheet.foundation.clock import now
from broadsheet.talk.models import Ban, Post, PostState, Reaction, Report, ReportReason

ADDRESS_DAYS = timedelta(days=90)


def report(*, post: Post, reason: ReportReason, reporter: str, note: str = "") -> Report | None:
    """Put a report beside the post, for a moderator to see; the post stays.

    Idempotent: a reader's second report of the same post is the first one.
    None when the post is not public any more.

    Args:
        reporter: who reports, as a hash (see `writers`).
    """
    with transaction.atomic():
        found = Post.objects.select_for_update().filter(pk=post.pk, state=PostState.PUBLISHED).first()
        if found is None:
            return None
        made, is_new = Report.objects.get_or_create(
            post=post, reporter_hash=reporter, defaults={"reason": reason, "note": note}
        )
        if is_new and made.settled_by_id is None:
            found.open_reports = found.reports.filter(settled_by=None).count()
            found.save(update_fields=["open_reports", "risk", "waits"])
        return made


def forget_addresses(*, older_than: timedelta = ADDRESS_DAYS) -> int:
    """Empty the hashes of addresses on old posts, likes and reports; how many posts were touched.

    And the e-mail addresses of bans that are over as long.
    """
    before = now() - older_than
    over = Ban.objects.filter(Q(until__lt=before) | Q(lifted_at__lt=before))
    with transaction.atomic():
        Report.objects.filter(when__lt=before, reporter_hash__isnull=False).update(reporter_hash=None)
        over.exclude(email="").update(email="")
        Reaction.objects.filter(at__lt=before).exclude(address_hash="").update(address_hash="")
        old = Post.objects.filter(created_at__lt=before).exclude(address_hash="")
        return old.update(address_hash="")
