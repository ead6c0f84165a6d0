"""What the newsroom sees of this room in Wagtail."""

from typing import Any

from wagtail import hooks

from broadsheet.news import admin  # noqa: F401 - registers the newsroom's screens
from broadsheet.news.choosers import article_chooser


@hooks.register("register_admin_viewset")
def choosers() -> Any:
    return article_chooser
