"""The room's place in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from broadsheet.talk.moderation import queue
from broadsheet.talk.moderation.views import PERMISSION

AFTER_PAGES = 150  # in the menu; Wagtail's page tree has 100


class ModerationItem(MenuItem):
    """“Moderation (3)” for those who may."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        component = super().render_component(request)
        if waiting := queue.count_waiting():
            component.label = f"{self.label} ({waiting})"
        return component


@hooks.register("register_admin_menu_item")
def moderation_item() -> MenuItem:
    return ModerationItem(
        _("Moderation"),
        reverse_lazy("talk_moderation"),
        name="moderation",
        icon_name="comment",
        order=AFTER_PAGES,
    )


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("moderation/", include("broadsheet.talk.moderation.urls"))]


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """What the newsroom may give to a group."""
    return Permission.objects.filter(content_type__app_label="talk", codename="moderate")
