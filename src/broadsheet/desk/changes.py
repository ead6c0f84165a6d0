"""All that was done in the newsroom, newest first: Wagtail's two logs as one."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry, PageLogEntry

from broadsheet.desk.forms import ChangesForm
from broadsheet.desk.permissions import may_see_changes
from broadsheet.foundation.models import User
from broadsheet.foundation.newsroom import furniture

PER_SCREEN = 100
LOGS: tuple[Any, ...] = (PageLogEntry, ModelLogEntry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """A screen of the log; `earlier` is where the next one begins, None at its end."""

    entries: list[Any]
    earlier: datetime | None


def changes(*, by: User | None = None, before: datetime | None = None) -> Changes:
    """What was done, by somebody or by all, before a moment."""
    entries = list(islice(heapq.merge(*_logs(by, before), key=_when, reverse=True), PER_SCREEN + 1))
    if len(entries) <= PER_SCREEN:
        return Changes(entries=entries, earlier=None)
    # What was logged in one moment stays together, so that no line falls between two screens.
    moment = entries[PER_SCREEN].timestamp
    shown = [entry for entry in entries if entry.timestamp > moment] or entries[:PER_SCREEN]
    return Changes(entries=shown, earlier=shown[-1].timestamp)


def screen(request: HttpRequest) -> HttpResponse:
    """The log, for those who audit and those who run the paper."""
    if not may_see_changes(request.user):
        raise PermissionDenied
    form = ChangesForm(request.GET)
    form.is_valid()
    found = changes(by=form.cleaned_data.get("who"), before=_moment(request.GET.get("before", "")))
    context = furniture(_("All changes"), icon="history") | {"form": form, "changes": found}
    return render(request, "desk/changes.html", context)


def _logs(by: User | None, before: datetime | None) -> Iterable[Any]:
    wanted: dict[str, Any] = {"user": by} if by else {}
    wanted |= {"timestamp__lt": before} if before else {}
    for log in LOGS:
        found = log.objects.filter(**wanted).select_related("user", "content_type")
        yield found.order_by("-timestamp", "-pk")[: PER_SCREEN + 1]


def _when(entry: Any) -> datetime:
    moment: datetime = entry.timestamp
    return moment


def _moment(said: str) -> datetime | None:
    try:
        moment = parse_datetime(said)
    except ValueError:
        return None
    return moment if moment and is_aware(moment) else None
