"""What the newsroom sees of this room in Wagtail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from broadsheet.outreach.models import Issue, IssueState
from broadsheet.outreach.newsletter import newsroom

register_snippet(newsroom.IssueViewSet)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return [
        path("newsletter/subscribers.csv", newsroom.subscribers, name="newsletter_subscribers"),
        path("newsletter/<int:pk>/", newsroom.one, name="newsletter_one"),
        path("newsletter/<int:pk>/html/", newsroom.as_html, name="newsletter_html"),
        path("newsletter/<int:pk>/test/", newsroom.test, name="newsletter_test"),
        path("newsletter/<int:pk>/send/", newsroom.send, name="newsletter_send"),
    ]


@hooks.register("register_snippet_listing_buttons")
def preview_button(snippet: Model, user: Any, next_url: str | None = None) -> Iterator[MenuItem]:
    if isinstance(snippet, Issue) and user.has_perm(newsroom.PERMISSION):
        url = reverse("newsletter_one", args=[snippet.pk])
        yield MenuItem(_("Preview and send"), url, icon_name="mail", priority=5)


@hooks.register("before_edit_snippet")
@hooks.register("before_delete_snippet")
def leave_sent_issues(request: HttpRequest, instances: Any) -> HttpResponse | None:
    """What has gone out stays as it was."""
    for one in instances if isinstance(instances, list) else [instances]:
        if isinstance(one, Issue) and one.state != IssueState.DRAFT:
            return redirect("newsletter_one", one.pk)
    return None


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Shown where the newsroom edits its groups."""
    found: Any = Permission.objects.filter(
        content_type__app_label="outreach", codename="send_newsletter"
    )
    return found
