"""What a moderator sees: posts with all that helps to decide, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.talk.models import Claim, Decision, Post, PostState, Report, Verb
from broadsheet.talk.pipeline.signals import Chip, chips

PER_PAGE = 25
LOG_PER_PAGE = 50
UNDO_OFFERED = 5  # of the moderator's last batches
RECENT = 500  # decisions, in which the last presses are


class Shown(models.TextChoices):
    """Which posts the queue shows."""

    WAITING = "waiting", _("Waiting or reported")
    HELD = "held", _("Waiting")
    REPORTED = "reported", _("Reported")
    PUBLISHED = "published", _("Published")
    REMOVED = "removed", _("Removed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A post with what is known about it and its writer.

    `history` are counts by state of the writer's other posts; `reports` are
    the open ones.
    """

    post: Post
    reports: list[Report]
    history: dict[str, int]
    decision: Decision | None

    @property
    def chips(self) -> list[Chip]:
        """What the pipeline said, in words."""
        return chips(self.post.signals)

    @property
    def claim(self) -> Claim | None:
        """Who is at it just now."""
        claim: Claim | None = getattr(self.post, "claim", None)
        return claim if claim and claim.until > now() else None

    @property
    def is_known(self) -> bool:
        """Whether we know who wrote it; an imported comment has no writer here."""
        return bool(self.post.writer)

    @property
    def is_new_here(self) -> bool:
        return not any(self.history.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """A decision, and whether it is the last word on its post."""

    decision: Decision
    can_be_undone: bool


def count_waiting() -> int:
    """How many posts wait for a moderator."""
    return _waiting().count()


def page(*, show: Shown, section: int | None, words: str, number: str) -> Page[Post]:
    """One page of posts, those most likely to be taken down first, then the oldest.

    Only their keys: `lines` reads the rest of the few that are shown.
    """
    posts = _WHICH[show]()
    if section:
        posts = posts.filter(Q(thread__board=section) | Q(thread__article__section=section))
    if words:
        posts = posts.filter(
            Q(text__icontains=words) | Q(name__icontains=words) | Q(thread__title__icontains=words)
        )
    waits = show in {Shown.WAITING, Shown.HELD, Shown.REPORTED}
    order = ("-risk", "created_at") if waits else ("-created_at", "-pk")
    return Paginator(posts.order_by(*order).only("pk"), PER_PAGE).get_page(number)


def lines(*, posts: Iterable[Post]) -> list[Line]:
    """The posts of a page with their reports, histories and last decisions."""
    posts = _whole(posts)
    reports = _reports(posts)
    histories = _histories({post.writer for post in posts if post.writer})
    decisions = _last_decisions(posts)
    return [
        Line(
            post=post,
            reports=reports[post.pk],
            history=_others(histories[post.writer], post),
            decision=decisions.get(post.pk),
        )
        for post in posts
    ]


def history_of(writer: str) -> dict[str, int]:
    """How many posts of a writer are in each state."""
    return _histories({writer})[writer] if writer else dict.fromkeys(PostState.values, 0)


def log(*, number: str) -> Any:
    """One page of the decisions, newest first; its items are `LogLine`."""
    decisions = Decision.objects.select_related("post__thread__article", "who", "undone_by")
    page: Any = Paginator(decisions.defer("post__thread__article__body"), LOG_PER_PAGE).get_page(number)
    last = set(_last_decisions([decision.post for decision in page]).values())
    page.object_list = [
        LogLine(decision=one, can_be_undone=one in last and one.verb != Verb.UNDO) for one in page
    ]
    return page


def last_batches(*, user: User) -> list[dict[str, Any]]:
    """What this moderator did last, to take it back: batch, verb, how many posts."""
    newest = Decision.objects.filter(who=user).order_by("-pk").values("pk")[:RECENT]
    mine = Decision.objects.filter(pk__in=list(newest.values_list("pk", flat=True)), undone_by=None)
    mine = mine.exclude(verb=Verb.UNDO)
    rows = mine.values("batch").annotate(
        number=Count("pk"), last=models.Max("pk"), verb=models.Max("verb"), name=models.Max("post__name")
    )
    return [row | {"label": Verb(row["verb"]).label} for row in rows.order_by("-last")[:UNDO_OFFERED]]


def _whole(posts: Iterable[Post]) -> list[Post]:
    """The posts of a page with all that is shown of them, in the order of the page."""
    keys = [post.pk for post in posts]
    found = Post.objects.filter(pk__in=keys).select_related(
        "thread__article", "thread__board", "thread__site", "parent", "claim__who"
    )
    by_key = {post.pk: post for post in found.defer("thread__article__body")}
    return [by_key[key] for key in keys if key in by_key]


def _waiting() -> QuerySet[Post]:
    return Post.objects.filter(waits=True)


_WHICH: dict[Shown, Any] = {
    Shown.WAITING: _waiting,
    Shown.HELD: lambda: _waiting().filter(state=PostState.HELD),
    Shown.REPORTED: lambda: _waiting().filter(open_reports__gt=0),
    Shown.PUBLISHED: lambda: Post.objects.filter(state=PostState.PUBLISHED),
    Shown.REMOVED: lambda: Post.objects.filter(state=PostState.REMOVED),
}


def _reports(posts: list[Post]) -> dict[int, list[Report]]:
    by_post: dict[int, list[Report]] = defaultdict(list)
    for report in Report.objects.filter(post__in=posts, settled_by=None):
        by_post[report.post_id].append(report)
    return by_post


def _histories(writers: set[str]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(PostState.values, 0))
    rows = Post.objects.filter(writer__in=writers).values("writer", "state")
    for row in rows.annotate(number=Count("pk")):
        counts[row["writer"]][row["state"]] = row["number"]
    return counts


def _others(counts: dict[str, int], post: Post) -> dict[str, int]:
    """A writer's counts without the post at hand."""
    if not post.writer:
        return dict.fromkeys(PostState.values, 0)
    return {state: number - (state == post.state) for state, number in counts.items()}


def _last_decisions(posts: list[Post]) -> dict[int, Decision]:
    last = Decision.objects.filter(post__in=posts).values("post").annotate(last=models.Max("pk"))
    found = Decision.objects.filter(pk__in=[row["last"] for row in last]).select_related("who")
    return {decision.post_id: decision for decision in found}
