"""What the newsroom sees of this room in Wagtail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet

from broadsheet.edition.api import stale
from broadsheet.outreach import history
from broadsheet.outreach.models import BlockedDomain, Issue, IssueState, MailingList
from broadsheet.outreach.newsletter import newsroom, returned, subscribers
from broadsheet.outreach.printing.newspaper import newsroom as press_room
from broadsheet.outreach.push import newsroom as push_desk

register_snippet(newsroom.IssueViewSet)
register_snippet(newsroom.MailingListViewSet)


class BlockedDomainViewSet(ModelViewSet):
    """Sites of the fediverse that the paper has nothing to do with."""

    model = BlockedDomain
    icon = "cross"
    add_to_settings_menu = True
    menu_label = gettext_lazy("Blocked in the fediverse")
    form_fields = ["domain", "because"]
    list_display = ["domain", "because", "since"]
    inspect_view_enabled = False


@hooks.register("register_admin_viewset")
def blocked_domains() -> ModelViewSet:
    return BlockedDomainViewSet("blocked_domains")


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    listed = newsroom.sends_newsletters(subscribers.SubscriberList.as_view())
    results = newsroom.sends_newsletters(subscribers.SubscriberList.as_view(results_only=True))
    return [
        path("newsletter/subscribers/", listed, name="newsletter_subscribers"),
        path("newsletter/subscribers/results/", results, name="newsletter_subscribers_results"),
        path("newsletter/subscribers/<int:pk>/", subscribers.one, name="newsletter_subscriber"),
        path("newsletter/subscribers.csv", subscribers.as_csv, name="newsletter_subscribers_csv"),
        path("newsletter/returned/", returned.returned, name="newsletter_returned"),
        path("newsletter/returned/<int:pk>/", returned.decide, name="newsletter_decide"),
        path("newsletter/set-up/", newsroom.set_up, name="newsletter_set_up"),
        path("newsletter/<int:pk>/", newsroom.one, name="newsletter_one"),
        path("newsletter/<int:pk>/html/", newsroom.as_html, name="newsletter_html"),
        path("newsletter/<int:pk>/test/", newsroom.test, name="newsletter_test"),
        path("newsletter/<int:pk>/subject/", newsroom.choose_subject, name="newsletter_subject"),
        path("newsletter/<int:pk>/halt/", newsroom.halt, name="newsletter_halt"),
        path("newsletter/<int:pk>/send/", newsroom.send, name="newsletter_send"),
        path("print-edition/", press_room.desk, name="print_desk"),
        path("print-edition/order/", press_room.order, name="print_order"),
        path("push/", push_desk.desk, name="push_desk"),
        path("push/ask/", push_desk.ask, name="push_ask"),
        path("push/<int:pk>/", push_desk.decide, name="push_decide"),
    ]


class PrintItem(MenuItem):
    """In the menu of those who may print the paper."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(press_room.PERMISSION))


@hooks.register("register_admin_menu_item")
def print_item() -> MenuItem:
    return PrintItem(_("Print edition"), reverse_lazy("print_desk"), icon_name="doc-full", order=460)


class PushItem(MenuItem):
    """In the menu of those who may send breaking news."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(push_desk.PERMISSION))


@hooks.register("register_admin_menu_item")
def push_item() -> MenuItem:
    url = reverse_lazy("push_desk")
    return PushItem(_("To readers' screens"), url, icon_name="mobile-alt", order=455)


@hooks.register("register_snippet_listing_buttons")
def preview_button(snippet: Model, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Issue) and user.has_perm(subscribers.PERMISSION):
        url = reverse("newsletter_one", args=[snippet.pk])
        yield Button(_("Preview and send"), url, icon_name="mail", priority=5)


@hooks.register("before_edit_snippet")
@hooks.register("before_delete_snippet")
def leave_sent_issues(request: HttpRequest, instances: Any) -> HttpResponse | None:
    """What has gone out stays as it was."""
    for one in instances if isinstance(instances, list) else [instances]:
        if isinstance(one, Issue) and one.state != IssueState.DRAFT:
            messages.warning(request, _("What has gone out stays as its readers got it."))
            return redirect("newsletter_one", one.pk)
    return None


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
@hooks.register("after_delete_snippet")
def show_lists_anew(request: HttpRequest, instances: Any) -> None:
    """The form for signing up names the lists."""
    found = instances if isinstance(instances, list) else [instances]
    if any(isinstance(one, MailingList) for one in found):
        stale("newsletter")


@hooks.register("register_log_actions")
def changes(actions: Any) -> None:
    for name, words in history.WORDS.items():
        actions.register_action(name, words, words)


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Shown where the newsroom edits its groups."""
    found: Any = Permission.objects.filter(
        content_type__app_label="outreach", codename__in=("send_newsletter", "print_paper", "send_push")
    )
    return found
