"""The planning board and the content calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from broadsheet.desk import planning
from broadsheet.desk.forms import PlanFilters, PlanForm
from broadsheet.desk.models import Plan, PlanState
from broadsheet.desk.permissions import may_plan, may_see_articles, may_write
from broadsheet.foundation.clock import today
from broadsheet.foundation.models import User
from broadsheet.foundation.newsroom import furniture, person

YEARS = 50  # board and calendar turn so far


def board(request: HttpRequest) -> HttpResponse:
    """What is planned for the next two weeks, by days."""
    user = _looker(request)
    filters = PlanFilters(request.GET)
    filters.is_valid()
    wanted = filters.cleaned_data
    mine = user if wanted.get("mine") else None
    since = _near(wanted.get("since"))
    context = furniture(_("Planning"), icon="date")
    context |= {
        "form": filters,
        "days": planning.board(since=since, section=wanted.get("section"), person=mine),
        "overdue": list(planning.overdue(person=mine).select_related("section")[:20]),
        "earlier": since - timedelta(days=planning.BOARD_DAYS),
        "later": since + timedelta(days=planning.BOARD_DAYS),
    }
    return render(request, "desk/planning.html", context)


def plan(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write a plan, or change one."""
    user = _writer(request)
    standing = _own_plan(user, pk) if pk else None
    form = PlanForm(request.POST or None, initial=_initial(request, standing))
    if form.is_valid() and not may_plan(user=user, section=form.cleaned_data["section"]):
        form.add_error("section", _("You may not plan for this section."))
    if request.method == "POST" and form.is_valid():
        planning.save_plan(plan=standing, by=user, **form.cleaned_data)
        return redirect("desk_planning")
    context = furniture(_("Change a plan") if pk else _("New plan"), icon="date")
    context |= {"form": form, "plan": standing, "states": PlanState}
    return render(request, "desk/plan.html", context)


@require_POST
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """Done, dropped, or planned again."""
    user = _writer(request)
    wanted = request.POST.get("state", "")
    if wanted not in PlanState.values:
        messages.error(request, _("There is no such state."))
    else:
        planning.set_state(plan=_own_plan(user, pk), state=PlanState(wanted), by=user)
    return redirect("desk_planning")


@require_POST
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """From a plan to its article."""
    user = _writer(request)
    wanted = _own_plan(user, pk)
    try:
        draft = planning.begin_article(plan=wanted, by=user)
    except planning.NoSection as error:
        messages.error(request, str(error))
        return redirect("desk_plan", pk)
    return redirect("wagtailadmin_pages:edit", draft.pk)


def calendar(request: HttpRequest) -> HttpResponse:
    """A month or a week of what is planned, scheduled and published."""
    _looker(request)
    filters = PlanFilters(request.GET)
    filters.is_valid()
    day = _near(filters.cleaned_data.get("since"))
    by_week = request.GET.get("by") == "week"
    first, until = _week(day) if by_week else _month(day)
    context = furniture(_("Calendar"), icon="date")
    context |= {
        "form": filters,
        "by_week": by_week,
        "first": first,
        "month": first.month,
        "before": first - timedelta(days=1),
        "after": until,
        "weeks": planning.calendar(
            first=first, until=until, section=filters.cleaned_data.get("section")
        ),
    }
    return render(request, "desk/calendar.html", context)


def _near(day: date | None) -> date:
    """The day asked for; today, where none is, or one that nobody plans for."""
    return day if day and abs(day.year - today().year) <= YEARS else today()


def _looker(request: HttpRequest) -> User:
    if not may_see_articles(request.user):
        raise PermissionDenied
    return person(request)


def _writer(request: HttpRequest) -> User:
    if not may_write(request.user):
        raise PermissionDenied
    return person(request)


def _own_plan(user: User, pk: int) -> Plan:
    """A plan that somebody may change."""
    found = get_object_or_404(Plan.objects.select_related("section", "article"), pk=pk)
    if not may_plan(user=user, section=found.section):
        raise PermissionDenied
    return found


def _initial(request: HttpRequest, standing: Plan | None) -> dict[str, Any]:
    if standing:
        fields = ("title", "day", "section", "note")
        return {name: getattr(standing, name) for name in fields} | {"people": standing.people.all()}
    return {"day": request.GET.get("day") or today(), "people": [request.user]}


def _week(day: date) -> tuple[date, date]:
    first = day - timedelta(days=day.weekday())
    return first, first + planning.WEEK


def _month(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)
