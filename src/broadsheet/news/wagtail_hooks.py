"""What the newsroom sees of this room in Wagtail."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from broadsheet.news import admin, proposals  # noqa: F401 - admin registers the newsroom's screens
from broadsheet.news.actions import KILLED
from broadsheet.news.choosers import article_chooser
from broadsheet.news.filing import PROPOSED


@hooks.register("register_admin_viewset")
def choosers() -> Any:
    return article_chooser


class Because(LogFormatter):
    """A line of the history that gives the reason."""

    def format_message(self, log_entry: Any) -> str:
        return f"{self.label}: {log_entry.data.get('because', '')}"


@hooks.register("register_log_actions")
def history(actions: Any) -> None:
    lines = ((KILLED, _("Taken back by its sender")), (PROPOSED, _("Change of its sender filed")))
    for name, words in lines:
        formatter = type("Line", (Because,), {"label": words})
        actions.register_action(name)(formatter)


@hooks.register("before_edit_page")
def say_what_waits(request: HttpRequest, page: Page) -> None:
    """An editor who opens an article learns that its sender has changed it, and why."""
    if request.method == "GET" and (why := proposals.reason(page_id=page.pk)):
        words = gettext("The sender of this story has changed it, and the change waits here as a draft")
        messages.warning(request, f"{words}: {why}")
