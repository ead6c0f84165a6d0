"""The desk's places in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from broadsheet.desk.permissions import may_see_articles

FIRST = 1  # Wagtail's page tree has 100


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
