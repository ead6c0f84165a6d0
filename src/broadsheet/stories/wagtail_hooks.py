"""What the newsroom sees of this room in Wagtail."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from broadsheet.stories import newsroom, queries


class StoriesMenuItem(MenuItem):
    """“Readers' stories (3)”: three wait."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(newsroom.PERMISSION))

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        waiting = queries.waiting_count()
        label = f"{self.label} ({waiting})" if waiting else str(self.label)
        return LinkMenuItem(self.name, label, str(self.url), icon_name=self.icon_name)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    address = format_lazy("{}?state=received", reverse_lazy("stories_queue"))
    return StoriesMenuItem(
        _("Readers' stories"), address, name="readers-stories", icon_name="mail", order=220
    )


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    queue = newsroom.handles_contributions(newsroom.Queue.as_view())
    results = newsroom.handles_contributions(newsroom.Queue.as_view(results_only=True))
    return [
        path("stories/", queue, name="stories_queue"),
        path("stories/results/", results, name="stories_queue_results"),
        path("stories/<int:pk>/", newsroom.one, name="stories_one"),
        path("stories/<int:pk>/draft/", newsroom.draft, name="stories_draft"),
        path("stories/<int:pk>/decline/", newsroom.decline, name="stories_decline"),
        path("stories/<int:pk>/put-back/", newsroom.put_back, name="stories_put_back"),
        path("stories/file/<int:pk>/", newsroom.original, name="stories_file"),
        path("stories/file/<int:pk>/clean/", newsroom.clean, name="stories_clean"),
        path("stories/file/<int:pk>/thumbnail/", newsroom.thumbnail, name="stories_thumbnail"),
    ]


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Shown where the newsroom edits its groups."""
    found: Any = Permission.objects.filter(
        content_type__app_label="stories", codename="handle_contribution"
    )
    return found
