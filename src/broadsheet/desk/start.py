"""The newsroom's start screen: what waits, what comes, what came, what is mine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from broadsheet.desk import mentions, planning
from broadsheet.desk.listing import lines
from broadsheet.desk.models import DeskEntry, Stage
from broadsheet.desk.permissions import may_see_articles
from broadsheet.foundation.clock import now, today
from broadsheet.foundation.models import User
from broadsheet.news import languages, translating, waiting

SHOWN = 6  # of each list
LATE = timedelta(minutes=1)  # after its time, what is still scheduled needs a look


class NumbersPanel(Component):
    """How much waits in the rooms, each number a link."""

    name = "broadsheet_numbers"
    template_name = "desk/parts/numbers.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        assert parent_context is not None
        return {"numbers": waiting.numbers(user=parent_context["request"].user)}


class MentionsPanel(Component):
    """Comments in which somebody was asked for something with an `@`."""

    name = "broadsheet_mentions"
    template_name = "desk/parts/mentions.html"
    order = 11

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        assert parent_context is not None
        request = parent_context["request"]
        waiting = list(mentions.waiting_for(request.user)[:SHOWN])
        return {"mentions": waiting, "csrf_token": get_token(request) if waiting else ""}


class ArticlesPanel(Component):
    """The first few of one of the newsroom's lists, with a link to the whole."""

    template_name = "desk/parts/panel.html"
    heading: Any = ""
    filters: Mapping[str, str] = {}

    def entries(self, user: User) -> QuerySet[DeskEntry]:
        raise NotImplementedError

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        assert parent_context is not None
        user = parent_context["request"].user
        if not may_see_articles(user):
            return {"lines": []}
        return {
            "panel_id": self.name,
            "heading": self.heading,
            "lines": lines(entries=list(self.entries(user)[:SHOWN]), user=user),
            "url": f"{reverse('desk_articles')}?{urlencode(self.filters)}",
        }


class AttentionPanel(ArticlesPanel):
    """What is on legal hold, what should be out by now, and translations behind their originals."""

    name = "broadsheet_attention"
    order = 12
    heading = _("Needs attention")

    def entries(self, user: User) -> QuerySet[DeskEntry]:
        late = Q(stage=Stage.SCHEDULED, dated_at__lt=now() - LATE)
        wanted = late | Q(article__legal_hold=True)
        if languages.several():
            wanted |= Q(article__in=translating.outdated())
        return DeskEntry.objects.filter(wanted).order_by("dated_at")


class LivePanel(ArticlesPanel):
    name = "broadsheet_live"
    order = 14
    heading = _("Live now")
    filters = {"state": Stage.PUBLIC.value, "order": "newest"}

    def entries(self, user: User) -> QuerySet[DeskEntry]:
        return DeskEntry.objects.filter(live=True, article__live_coverage=True).order_by("-touched_at")


class PlannedPanel(Component):
    """What is planned for today and tomorrow, and what of it is late."""

    name = "broadsheet_planned"
    template_name = "desk/parts/planned.html"
    order = 16

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        assert parent_context is not None
        if not may_see_articles(parent_context["request"].user):
            return {"days": []}
        days = planning.board(since=today())[:2]
        return {"days": [day for day in days if day.plans], "overdue": planning.overdue().count()}


class ReviewPanel(ArticlesPanel):
    name = "broadsheet_review"
    order = 20
    heading = _("Waiting for review")
    filters = {"state": Stage.REVIEW.value}

    def entries(self, user: User) -> QuerySet[DeskEntry]:
        return DeskEntry.objects.filter(stage=Stage.REVIEW).order_by("touched_at")


class ScheduledPanel(ArticlesPanel):
    name = "broadsheet_scheduled"
    order = 30
    heading = _("Scheduled")
    filters = {"state": Stage.SCHEDULED.value, "order": "oldest"}

    def entries(self, user: User) -> QuerySet[DeskEntry]:
        return DeskEntry.objects.filter(stage=Stage.SCHEDULED).order_by("dated_at")


class DraftsPanel(ArticlesPanel):
    name = "broadsheet_drafts"
    order = 40
    heading = _("My drafts")
    filters = {"state": Stage.DRAFT.value, "mine": "on"}

    def entries(self, user: User) -> QuerySet[DeskEntry]:
        mine = DeskEntry.objects.filter(stage=Stage.DRAFT, owner_id=user.pk)
        return mine.order_by("-touched_at")


class PublishedPanel(ArticlesPanel):
    name = "broadsheet_published"
    order = 50
    heading = _("Just published")
    filters = {"state": Stage.PUBLIC.value, "order": "newest"}

    def entries(self, user: User) -> QuerySet[DeskEntry]:
        return DeskEntry.objects.filter(live=True).order_by("-dated_at", "-article_id")


def panels() -> list[Component]:
    """The start screen's own parts, above those of Wagtail."""
    return [
        NumbersPanel(), MentionsPanel(), AttentionPanel(), LivePanel(), PlannedPanel(), ReviewPanel(),
        ScheduledPanel(), DraftsPanel(), PublishedPanel(),
    ]  # fmt: skip
