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
from wagtail.admin.viewsets.model import ModelViewSet

from broadsheet.talk.models import Hook
from broadsheet.talk.moderation import queue
from broadsheet.talk.moderation.screens import PERMISSION
from broadsheet.talk.outside.newsroom import OutsideSiteViewSet

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


class HookViewSet(ModelViewSet):
    """Webhooks, for administrators."""

    model = Hook
    icon = "link-external"
    add_to_admin_menu = False
    add_to_settings_menu = True
    menu_label = _("Webhooks")
    form_fields = ["url", "secret", "is_active"]
    list_display = ["url", "is_active"]
    inspect_view_enabled = False


@hooks.register("register_admin_viewset")
def webhooks() -> ModelViewSet:
    return HookViewSet("talk_hooks")


@hooks.register("register_admin_viewset")
def outside_sites() -> ModelViewSet:
    return OutsideSiteViewSet("talk_outside")


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """What the newsroom may give to a group."""
    return Permission.objects.filter(
        content_type__app_label="talk",
        codename__in=[
            "moderate",
            *(f"{verb}_hook" for verb in ("add", "change", "delete")),
            *(f"{verb}_outsidesite" for verb in ("add", "change", "delete")),
        ],
    )
