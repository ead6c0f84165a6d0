"""What the desk plans: verbs, the board by days, and the calendar with all that is planned and done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from broadsheet.desk.models import DeskEntry, Plan, PlanState, Stage
from broadsheet.foundation.clock import now, today
from broadsheet.foundation.models import User
from broadsheet.foundation.text import clean_line, clean_text
from broadsheet.news import filing
from broadsheet.news.models import ArticlePage, SectionPage

BOARD_DAYS = 14
IN_A_CELL = 8  # articles and plans of a day in the calendar; the rest is a number
WEEK = timedelta(days=7)
MOVED = "desk.plan_moved"  # in the log


class NoSection(Exception):
    """An article needs a section to stand in."""


@dataclass(slots=True, kw_only=True)
class Day:
    """A day with what is planned for it, what is to come out and what came out."""

    day: date
    plans: list[Plan] = field(default_factory=list)
    entries: list[DeskEntry] = field(default_factory=list)
    more: int = 0

    @property
    def is_today(self) -> bool:
        return self.day == today()


def save_plan(
    *,
    plan: Plan | None,
    title: str,
    day: date,
    section: SectionPage | None,
    people: Sequence[User],
    note: str,
    by: User,
) -> Plan:
    """Write a plan down, or bring one to what it says now."""
    with transaction.atomic():
        action = "wagtail.edit" if plan else "wagtail.create"
        plan = plan or Plan(made_by=by)
        plan.title, plan.day, plan.section, plan.note = clean_line(title), day, section, clean_text(note)
        plan.save()
        plan.people.set(people)
        log(plan, action, user=by)
    return plan


def set_state(*, plan: Plan, state: PlanState, by: User) -> None:
    """Move a plan on; every move has a way back."""
    with transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(state=state)
        plan.state = state
        log(plan, MOVED, user=by, data={"state": state.value})


def begin_article(*, plan: Plan, by: User) -> ArticlePage:
    """The draft that comes of a plan: the one there is, or a new one under its section.

    Raises:
        NoSection: the plan has none.
    """
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=plan.pk)
        if plan.article:
            return plan.article
        if plan.section is None:
            raise NoSection("Give the plan a section first: that is where its article stands.")
        plan.article = filing.file_story(
            copy=filing.Copy(headline=plan.title, section=plan.section), by=by
        )
        plan.save(update_fields=["article"])
    return plan.article


def board(*, since: date, section: SectionPage | None = None, person: User | None = None) -> list[Day]:
    """Two weeks of plans from `since`, and before them, on the day `since`, nothing that is over."""
    until = since + timedelta(days=BOARD_DAYS)
    found = _plans(since, until, section, person)
    return [Day(day=day, plans=[p for p in found if p.day == day]) for day in _days(since, until)]


def overdue(*, person: User | None = None) -> QuerySet[Plan]:
    """Plans of days gone by of which nothing became."""
    open_ones = Plan.objects.filter(state=PlanState.PLANNED, day__lt=today(), article=None)
    return (open_ones.filter(people=person) if person else open_ones).order_by("-day", "title")


def calendar(*, first: date, until: date, section: SectionPage | None = None) -> list[list[Day]]:
    """The weeks that hold the days from `first` to the day before `until`, Monday first."""
    start = first - timedelta(days=first.weekday())
    end = until + timedelta(days=-until.weekday() % 7)
    days = {day: Day(day=day) for day in _days(start, end)}
    for plan in _plans(start, end, section, None):
        days[plan.day].plans.append(plan)
    _fill(days, _entries(start, end, section))
    in_order = list(days.values())
    return [in_order[place : place + 7] for place in range(0, len(in_order), 7)]


def _plans(since: date, until: date, section: SectionPage | None, person: User | None) -> list[Plan]:
    found = Plan.objects.filter(day__gte=since, day__lt=until).exclude(state=PlanState.DROPPED)
    if section:
        found = found.filter(section=section)
    if person:
        found = found.filter(people=person)
    found = found.select_related("section", "article").prefetch_related("people")
    return list(found.order_by("day", "title", "pk"))


def _entries(since: date, until: date, section: SectionPage | None) -> QuerySet[DeskEntry]:
    """What came out or is to come out in these days."""
    found = DeskEntry.objects.filter(dated_at__gte=_midnight(since), dated_at__lt=_midnight(until))
    found = found.filter(stage=Stage.SCHEDULED) | found.filter(live=True)
    if section:
        found = found.filter(section_id=section.pk)
    return found.order_by("dated_at", "article_id")


def _fill(days: dict[date, Day], entries: QuerySet[DeskEntry]) -> None:
    for entry in entries.iterator():
        day = days[timezone.localdate(entry.dated_at)]
        if len(day.entries) + len(day.plans) < IN_A_CELL:
            day.entries.append(entry)
        else:
            day.more += 1


def is_late(entry: DeskEntry) -> bool:
    """Whether it should have come out by now and has not."""
    return entry.stage == Stage.SCHEDULED and entry.dated_at < now()


def _days(since: date, until: date) -> list[date]:
    return [since + timedelta(days=number) for number in range((until - since).days)]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
