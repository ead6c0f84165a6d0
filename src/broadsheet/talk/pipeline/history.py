"""What the paper knows of who writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from broadsheet.foundation.clock import now
from broadsheet.talk.drafts import Writer
from broadsheet.talk.models import Post, PostState
from broadsheet.talk.pipeline.signals import Code, Signal

RECENT = timedelta(days=30)
ENOUGH = 2  # decisions before a rate says anything


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A writer's posts so far: how many are public, and how the last month went."""

    approved: int = 0
    recent: int = 0  # decided or shown in the last 30 days
    rejected: int = 0  # of those


def of(writer: Writer, *, besides: Post | None = None) -> History:
    """One query, by the writer's index; none for somebody nobody knows yet.

    Args:
        besides: a post that does not count, because it is the one that is looked at.
    """
    if writer.is_fresh:
        return History()
    since = now() - RECENT
    posts = Post.objects.filter(writer=writer.key)
    if besides is not None:
        posts = posts.exclude(pk=besides.pk)
    return History(
        **posts.aggregate(
            approved=Count("pk", filter=Q(state=PostState.PUBLISHED)),
            recent=Count("pk", filter=~Q(state=PostState.HELD) & Q(created_at__gt=since)),
            rejected=Count("pk", filter=Q(state=PostState.REMOVED, created_at__gt=since)),
        )
    )


def signals(history: History) -> list[Signal]:
    """A writer whose comments were rejected lately waits, and is looked at sooner."""
    if history.rejected < 1 or (history.recent < ENOUGH and history.approved):
        return []
    rate = (history.rejected + 1) / (history.recent + 2)
    told = _("%(rejected)d of %(all)d in 30 days") % {
        "rejected": history.rejected, "all": history.recent,
    }  # fmt: skip
    return [
        Signal(
            code=Code.REJECTED_BEFORE,
            score=0.8 * rate,
            evidence=told,
            source="history",
            holds=rate >= 0.3,
        )
    ]
