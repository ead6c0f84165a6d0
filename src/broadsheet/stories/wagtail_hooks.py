"""What the newsroom sees of this room in Wagtail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.models import Page

from broadsheet.stories import admin as admin  # registers the lists
from broadsheet.stories import queries
from broadsheet.stories.models import Contribution, State
from broadsheet.stories.newsroom import files, story
from broadsheet.stories.newsroom.access import PERMISSION, handles_contributions
from broadsheet.stories.newsroom.queue import Queue


class StoriesMenuItem(MenuItem):
    """“Readers' stories (3)”: three wait."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))

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
    queue = handles_contributions(Queue.as_view())
    results = handles_contributions(Queue.as_view(results_only=True))
    return [
        path("stories/", queue, name="stories_queue"),
        path("stories/results/", results, name="stories_queue_results"),
        path("stories/<int:pk>/", story.one, name="stories_one"),
        path("stories/<int:pk>/draft/", story.draft, name="stories_draft"),
        path("stories/<int:pk>/decline/", story.decline, name="stories_decline"),
        path("stories/<int:pk>/put-back/", story.put_back, name="stories_put_back"),
        path("stories/<int:pk>/take-up/", story.take_up, name="stories_take_up"),
        path("stories/<int:pk>/vote/", story.to_the_vote, name="stories_to_the_vote"),
        path("stories/<int:pk>/verify/", story.verify, name="stories_verify"),
        path("stories/<int:pk>/write/", story.write, name="stories_write"),
        path("stories/file/<int:pk>/", files.original, name="stories_file"),
        path("stories/file/<int:pk>/clean/", files.clean, name="stories_clean"),
        path("stories/file/<int:pk>/thumbnail/", files.thumbnail, name="stories_thumbnail"),
    ]


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Shown where the newsroom edits its groups."""
    found: Any = Permission.objects.filter(
        content_type__app_label="stories", codename="handle_contribution"
    )
    return found


@hooks.register("before_publish_page", order=-1)  # says more than that it was killed
def not_what_was_taken_back(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A story that its sender took back is not published, whoever presses the button."""
    if not Contribution.objects.filter(article=page.pk, state=State.WITHDRAWN).exists():
        return None
    why = gettext("The reader who sent this took it back. It cannot be published; you can delete it.")
    messages.error(request, why)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def none_that_was_taken_back(
    request: HttpRequest, action_type: str, pages: list[Any], action: Any
) -> HttpResponse | None:
    if action_type != "publish":
        return None
    refused = (not_what_was_taken_back(request, page) for page in pages if isinstance(page, Page))
    return next((answer for answer in refused if answer), None)
