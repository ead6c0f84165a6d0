"""What the paper did with its readers' comments, month by month, for everybody to read.

Only whole months are shown, and only what cannot change once its month is over: what
came in, and what the log of decisions says. So a page of figures is old only when
comments are imported or a thread is deleted, not with every comment.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from broadsheet.edition.api import depends_on, public_page, valid_until
from broadsheet.talk.models import Appeal, AppealOutcome, Ban, Decision, Post, PostState, Reason, Verb

TAG = "openness"
REMOVALS = {Verb.REJECT, Verb.REMOVE}
FIRST_WORDS = {Verb.APPROVE, Verb.REJECT, Verb.MOVE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One month's figures. `hours` is the median wait of what waited, None when nothing did."""

    first: date
    received: int
    read_first: int  # waited for a moderator, who decided
    passed: int  # of those, the approved
    removed: dict[str, int]
    moved: int
    undone: int
    appeals: int
    granted: int
    bans: int
    hours: float | None

    @property
    def removed_in_all(self) -> int:
        return sum(self.removed.values())


def month(first: date) -> Month:
    """The figures of the month that begins on this day."""
    since, until = _midnight(first), _midnight(_next(first))
    sent = Post.objects.filter(created_at__gte=since, created_at__lt=until, is_staff=False)
    decided = Decision.objects.filter(when__gte=since, when__lt=until, who__isnull=False)
    made = list(decided.select_related("post").only("verb", "reason", "was", "when", "post__created_at"))
    granted = Appeal.objects.filter(
        decided_at__gte=since, decided_at__lt=until, outcome=AppealOutcome.GRANTED
    )
    read_first = [one for one in made if one.was == PostState.HELD and one.verb in FIRST_WORDS]
    waits = [(one.when - one.post.created_at).total_seconds() / 3600 for one in read_first]
    reasons = Counter(one.reason for one in made if one.verb in REMOVALS)
    return Month(
        first=first,
        received=sent.count(),
        read_first=len(read_first),
        passed=sum(one.verb == Verb.APPROVE for one in read_first),
        removed={str(Reason(code).label): number for code, number in reasons.most_common()},
        moved=sum(one.verb == Verb.MOVE for one in made),
        undone=sum(one.verb == Verb.UNDO for one in made),
        appeals=Appeal.objects.filter(at__gte=since, at__lt=until).count(),
        granted=granted.count(),
        bans=Ban.objects.filter(since__gte=since, since__lt=until).count(),
        hours=round(median(waits), 1) if waits else None,
    )


@public_page
def page(request: HttpRequest, year: int = 0, number: int = 0) -> HttpResponse:
    """The last whole month of comments, or the one in the address."""
    this = timezone.localdate().replace(day=1)
    valid_until(_midnight(_next(this)))
    depends_on(TAG)
    began = Post.objects.order_by("created_at").values_list("created_at", flat=True).first()
    oldest = timezone.localdate(began).replace(day=1) if began else this
    first = date(year, number, 1) if year else _before(this)
    there = oldest <= first < this
    if year and not there:
        raise Http404(_("There is no such month."))
    context: dict[str, Any] = {
        "month": month(first) if there else None,
        "next_on": _next(this),
        "earlier": _before(first) if _before(first) >= oldest else None,
        "later": _next(first) if _next(first) < this else None,
    }
    return render(request, "talk/openness.html", context)


def _next(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
