"""How well the queue's order and the newsroom agree, week by week.

A score was given before anybody decided, so every decision is one that the
learner had not seen: the figures are those of held-out text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from broadsheet.talk.models import (
    Appeal,
    AppealOutcome,
    Decision,
    LearnedCount,
    PostState,
    QualityReport,
    Reason,
    Verb,
)
from broadsheet.talk.moderation.screens import moderators_only, screen
from broadsheet.talk.pipeline.groups import names_a_group
from broadsheet.talk.pipeline.learner import NEEDED

ALARM = 0.5  # a score from which on a comment counts as pointed out
TOP = 0.2  # of the queue
WEEKS = 12
REJECTED = {Verb.REJECT, Verb.REMOVE}
JUDGED = {Verb.APPROVE, Verb.RESTORE, *REJECTED}


def measure(scored: Sequence[tuple[float, bool, bool]]) -> dict[str, Any]:
    """Figures of decisions.

    Args:
        scored: of each its score, whether it was taken down, whether it names a group.

    A figure without a case to take it from is None.
    """
    bad = [score for score, down, _group in scored if down]
    fine = [score for score, down, _group in scored if not down]
    alarms = [down for score, down, _group in scored if score >= ALARM]
    groups = [score for score, down, group in scored if group and not down]
    top = sorted(scored, key=lambda one: -one[0])[: max(1, round(len(scored) * TOP))]
    return {
        "decisions": len(scored),
        "taken_down": len(bad),
        "precision": _share(sum(alarms), len(alarms)),
        "recall": _share(sum(score >= ALARM for score in bad), len(bad)),
        "auc": auc(bad, fine),
        "in_top": _share(sum(down for _score, down, _group in top), len(bad)),
        "group_alarms": _share(sum(score >= ALARM for score in groups), len(groups)),
        "other_alarms": _share(sum(score >= ALARM for score in fine), len(fine)),
    }


def auc(bad: Sequence[float], fine: Sequence[float]) -> float | None:
    """How likely a bad one scores above a fine one; a draw counts half (Mann-Whitney)."""
    if not bad or not fine:
        return None
    ordered = sorted([(score, 1) for score in bad] + [(score, 0) for score in fine])
    total, at = 0.0, 0
    while at < len(ordered):
        end = at
        while end < len(ordered) and ordered[end][0] == ordered[at][0]:
            end += 1
        rank = (at + 1 + end) / 2
        total += rank * sum(kind for _score, kind in ordered[at:end])
        at = end
    return round((total - len(bad) * (len(bad) + 1) / 2) / (len(bad) * len(fine)), 4)


def report_on(monday: date) -> QualityReport:
    """Make, or make anew, the report of the week that begins on a Monday."""
    since = _midnight(monday)
    made = Decision.objects.filter(
        when__gte=since, when__lt=since + timedelta(days=7), who__isnull=False
    ).select_related("post")
    judged = [one for one in made if one.verb in JUDGED and one.was == PostState.HELD]
    scored = [
        (one.score, one.verb in REJECTED, names_a_group(one.post.text))
        for one in judged
        if one.reason != Reason.OFF_TOPIC
    ]
    figures = measure(scored) | {"disagreement": _disagreement(list(made), since)}
    return QualityReport.objects.update_or_create(week=monday, defaults={"figures": figures})[0]


def report_last_week() -> QualityReport:
    """The week that is over."""
    today = timezone.localdate()
    return report_on(today - timedelta(days=today.weekday() + 7))


@moderators_only
def screen_of(request: HttpRequest) -> HttpResponse:
    """The last weeks, this one so far, and what the learner knows."""
    today = timezone.localdate()
    report_on(today - timedelta(days=today.weekday()))
    learned = LearnedCount.objects.filter(feature="").exclude(language="").order_by("language")
    context = {
        "weeks": QualityReport.objects.all()[:WEEKS],
        "learned": learned,
        "needed": NEEDED,
    }
    return screen(request, "talk/moderation/quality.html", _("How well it works"), context)


def _disagreement(made: list[Decision], since: datetime) -> float | None:
    """The share of removals that somebody else took back, or that an appeal overturned."""
    removals = [one for one in made if one.verb in REJECTED]
    undone = Decision.objects.filter(verb=Verb.UNDO, undoes__in=removals).select_related("undoes")
    by_others = {one.undoes_id for one in undone if one.undoes and one.who_id != one.undoes.who_id}
    granted = Appeal.objects.filter(outcome=AppealOutcome.GRANTED, decision__in=removals)
    return _share(len(by_others | set(granted.values_list("decision", flat=True))), len(removals))


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
