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

from broadsheet.wire.newsroom import queries
from broadsheet.wire.newsroom.customers import CustomerViewSet
from broadsheet.wire.newsroom.screens import PERMISSION
from broadsheet.wire.newsroom.sources import RuleViewSet, SourceViewSet

AFTER_STORIES = 230  # in the menu; readers' stories have 220


class WireItem(MenuItem):
    """“Wire (3)” for those who may."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        component = super().render_component(request)
        if waiting := queries.count_new():
            component.label = f"{self.label} ({waiting})"
        return component


@hooks.register("register_admin_menu_item")
def wire_item() -> MenuItem:
    return WireItem(
        _("Wire"), reverse_lazy("wire_list"), name="wire", icon_name="download", order=AFTER_STORIES
    )


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("wire/", include("broadsheet.wire.newsroom.urls"))]


@hooks.register("register_admin_viewset")
def forms() -> list[ModelViewSet]:
    return [
        SourceViewSet("wire_source", url_prefix="wire/source"),
        RuleViewSet("wire_rules", url_prefix="wire/rules"),
        CustomerViewSet("wire_customer", url_prefix="wire/customer"),
    ]


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """What the newsroom may give to a group."""
    verbs = ("add", "change", "delete")
    names = [f"{verb}_{name}" for verb in verbs for name in ("source", "rule", "customer")]
    return Permission.objects.filter(
        content_type__app_label="wire", codename__in=["handle_item", "change_servicesettings", *names]
    )
