"""The newsletter in the newsroom: preview, test, send, and who gets it."""

from __future__ import annotations

from smtplib import SMTPException
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.auth import permission_required
from wagtail.admin.ui.tables import DateColumn, StatusTagColumn
from wagtail.admin.widgets import Button
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet

from broadsheet.foundation.models import User
from broadsheet.outreach.models import Back, DeliveryState, Issue, IssueState
from broadsheet.outreach.newsletter import queries, sending, writing
from broadsheet.outreach.newsletter.subscribers import PERMISSION
from broadsheet.outreach.newsletter.writing import Letter

sends_newsletters = permission_required(PERMISSION)


class IssueList(IndexView):
    """Issues, and the way to those who get them."""

    @property
    def header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = super().header_more_buttons
        if self.request.user.has_perm(PERMISSION):
            subscribers = reverse("newsletter_subscribers")
            buttons.append(Button(_("Subscribers"), subscribers, icon_name="group"))
        return buttons


class ToTheLetter:
    """After saving, the issue is shown as its readers will get it."""

    object: Issue

    def get_success_url(self) -> str:
        return reverse("newsletter_one", args=[self.object.pk])


class IssueCreate(ToTheLetter, CreateView):
    pass


class IssueEdit(ToTheLetter, EditView):
    pass


class IssueViewSet(SnippetViewSet):
    model = Issue
    icon = "mail"
    menu_label = gettext_lazy("Newsletter")
    add_to_admin_menu = True
    menu_order = 230
    index_view_class = IssueList
    add_view_class = IssueCreate
    edit_view_class = IssueEdit
    list_display = [
        "subject",
        StatusTagColumn(
            "get_state_display",
            label=gettext_lazy("State"),
            primary=lambda issue: issue.state != IssueState.DRAFT,
        ),
        DateColumn("started_at", label=gettext_lazy("Sent"), sort_key="started_at"),
    ]
    list_filter = ["state"]
    ordering = ["-created_at"]
    copy_view_enabled = False


@sends_newsletters
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """An issue before, while and after it is sent."""
    issue = get_object_or_404(Issue, pk=pk)
    counts = queries.progress(issue=issue)
    back = queries.came_back(issue=issue)
    shown = [(state.label, counts.get(state.value, 0)) for state in DeliveryState if counts]
    context = {
        "is_draft": issue.state == IssueState.DRAFT,
        "counts": shown + [(kind.label, back[kind.value]) for kind in Back if kind.value in back],
        "unclear": counts.get(DeliveryState.UNCLEAR.value, 0),
        "troubled": queries.troubled(issue=issue),
        "plain": _letter(issue).plain,
        "edit_url": Issue.snippet_viewset.get_url_name("edit"),
    }
    context |= _frame(issue, issue.subject)
    return render(request, "outreach/newsletter/newsroom/issue.html", context)


@sends_newsletters
def as_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as mail programs show it; no script runs in it."""
    response = HttpResponse(_letter(get_object_or_404(Issue, pk=pk)).html)
    response["Content-Security-Policy"] = (
        "default-src 'none'; img-src 'self' https: http:; style-src 'unsafe-inline'; "
        "frame-ancestors 'self'; sandbox"
    )
    return response


@sends_newsletters
@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    issue = get_object_or_404(Issue, pk=pk)
    assert isinstance(request.user, User)
    try:
        sending.send_test(issue=issue, to=request.user.email)
    except (SMTPException, OSError) as error:
        messages.error(request, _("The test was not sent: %(why)s") % {"why": error})
    else:
        messages.success(request, _("A test is on its way to %(to)s.") % {"to": request.user.email})
    return redirect("newsletter_one", pk)


@sends_newsletters
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, with the number of readers; the button sends."""
    issue = get_object_or_404(Issue, pk=pk)
    if request.method == "POST":
        return _send(request, issue)
    if issue.state != IssueState.DRAFT:
        return redirect("newsletter_one", pk)
    context = {"receivers": queries.confirmed_count(), "stories": writing.stories(issue)}
    context |= _frame(issue, _("Send this issue?"))
    return render(request, "outreach/newsletter/newsroom/send.html", context)


def _send(request: HttpRequest, issue: Issue) -> HttpResponse:
    assert isinstance(request.user, User)
    try:
        count = sending.start(issue=issue, by=request.user)
    except sending.CannotSend as error:
        messages.error(request, str(error))
    else:
        told = ngettext(
            "The issue is on its way to one reader.",
            "The issue is on its way to %(count)d readers.",
            count,
        )
        messages.success(request, told % {"count": count})
    return redirect("newsletter_one", issue.pk)


def _frame(issue: Issue, title: str) -> dict[str, Any]:
    """What Wagtail's page frame shows: the title and the way back."""
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse(Issue.snippet_viewset.get_url_name("list")), "label": _("Newsletter")},
        {"url": "", "label": issue.subject},
    ]
    return {
        "issue": issue,
        "page_title": title,
        "header_title": title,
        "header_icon": "mail",
        "breadcrumbs_items": crumbs,
    }


def _letter(issue: Issue) -> Letter:
    """What goes out, or what went out."""
    if issue.state == IssueState.DRAFT or not issue.html:
        return writing.write(issue=issue)
    return Letter(subject=issue.subject, html=issue.html, plain=issue.plain)
