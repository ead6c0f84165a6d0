"""The desk's places in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter

from broadsheet.desk import start
from broadsheet.desk.models import PlanState
from broadsheet.desk.permissions import may_announce, may_publish, may_see_articles, may_see_changes
from broadsheet.desk.planning import MOVED
from broadsheet.news.models import ArticlePage

FIRST = 1  # in the menu; Wagtail's page tree has 100
LAST = 1000  # after what other apps put there
KEPT_PANELS = {"workflow_objects_to_moderate", "user_objects_in_workflow_moderation", "locked_pages"}


class ArticlesItem(MenuItem):
    """Wagtail's menu, for those who write."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_articles(request.user)


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("", include("broadsheet.desk.urls"))]


@hooks.register("register_admin_menu_item")
def articles_item() -> MenuItem:
    return ArticlesItem(
        _("Articles"), reverse_lazy("desk_articles"), name="articles", icon_name="doc-full", order=FIRST
    )


@hooks.register("register_admin_menu_item")
def planning_item() -> MenuItem:
    return ArticlesItem(
        _("Planning"), reverse_lazy("desk_planning"), name="planning", icon_name="date", order=FIRST
    )


@hooks.register("register_admin_menu_item")
def calendar_item() -> MenuItem:
    return ArticlesItem(
        _("Calendar"), reverse_lazy("desk_calendar"), name="calendar", icon_name="calendar", order=FIRST
    )


class BreakingItem(MenuItem):
    """For those who publish."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_announce(request.user)


@hooks.register("register_admin_menu_item")
def breaking_item() -> MenuItem:
    return BreakingItem(
        _("Breaking news"),
        reverse_lazy("desk_breaking"),
        name="breaking",
        icon_name="warning",
        order=FIRST + 1,
    )


@hooks.register("register_page_header_buttons")
def correction_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Any:
    """On a public article, for those who publish."""
    if isinstance(page, ArticlePage) and page.live and may_publish(user=user, article=page):
        yield Button(
            _("Add a correction"),
            reverse("desk_correct", args=[page.pk]),
            icon_name="edit",
            priority=12,
        )


@hooks.register("register_page_header_buttons")
def live_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Any:
    """To the page from which an article is covered live, for those who publish."""
    if isinstance(page, ArticlePage) and not page.killed and may_publish(user=user, article=page):
        address = reverse("desk_live", args=[page.pk])
        yield Button(_("Live coverage"), address, icon_name="history", priority=13)


@hooks.register("register_page_header_buttons")
def kill_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Any:
    """On every article, for those who publish; on a killed one the way back."""
    if isinstance(page, ArticlePage) and may_publish(user=user, article=page):
        name, label = ("desk_lift_kill", _("Lift the kill")) if page.killed else ("desk_kill", _("Kill"))
        yield Button(label, reverse(name, args=[page.pk]), icon_name="bin", priority=90)


@hooks.register("register_page_header_buttons")
def hold_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Any:
    """Legal hold and its end, for those who publish."""
    if isinstance(page, ArticlePage) and not page.killed and may_publish(user=user, article=page):
        hold, release = ("desk_hold", _("Legal hold")), ("desk_release", _("Release"))
        name, label = release if page.legal_hold else hold
        yield Button(label, reverse(name, args=[page.pk]), icon_name="lock", priority=80)


@hooks.register("register_reports_menu_item")
def kills_item() -> MenuItem:
    return ArticlesItem(
        _("Killed articles"), reverse_lazy("desk_kills"), name="kills", icon_name="bin", order=LAST
    )


class ChangesItem(MenuItem):
    """For those who audit the newsroom or run the paper."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_changes(request.user)


@hooks.register("register_reports_menu_item")
def changes_item() -> MenuItem:
    return ChangesItem(
        _("All changes"), reverse_lazy("desk_changes"), name="changes", icon_name="history", order=LAST
    )


class PlanMoved(LogFormatter):
    label = _("Plan moved on")

    def format_message(self, log_entry: Any) -> str:
        state = log_entry.data.get("state", "")
        return f"{self.label}: {PlanState(state).label if state in PlanState.values else state}"


@hooks.register("register_log_actions")
def history(actions: Any) -> None:
    actions.register_action(MOVED)(PlanMoved)


@hooks.register("register_reports_menu_item")
def report_item() -> MenuItem:
    return ArticlesItem(
        _("The last weeks"), reverse_lazy("desk_report"), name="weeks", icon_name="history", order=FIRST
    )


@hooks.register("construct_homepage_panels", order=LAST)
def start_screen(request: HttpRequest, panels: list[Any]) -> None:
    """Our lists take the place of Wagtail's, but for its review with its buttons."""
    kept = [panel for panel in panels if panel.name in KEPT_PANELS]
    panels[:] = [*start.panels(), *kept]


@hooks.register("construct_homepage_summary_items", order=LAST)
def no_summary(request: HttpRequest, items: list[Any]) -> None:
    """How many pages, pictures and documents there are helps nobody to work."""
    items.clear()


@hooks.register("insert_global_admin_css")
def style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/desk.css"))
