"""The desk's places in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from broadsheet.desk import start
from broadsheet.desk.permissions import may_see_articles

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
