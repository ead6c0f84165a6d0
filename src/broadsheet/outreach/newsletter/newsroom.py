"""The newsletter in the newsroom: preview, test, send, and who gets it."""

from __future__ import annotations

import csv
from smtplib import SMTPException
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.auth import permission_required
from wagtail.snippets.views.snippets import SnippetViewSet

from broadsheet.foundation.models import User
from broadsheet.outreach.models import DeliveryState, Issue, IssueState, Subscriber
from broadsheet.outreach.newsletter import queries, sending, writing
from broadsheet.outreach.newsletter.writing import Letter

PERMISSION = "outreach.send_newsletter"
sends_newsletters = permission_required(PERMISSION)
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what makes a cell a formula in spreadsheets


class IssueViewSet(SnippetViewSet):
    model = Issue
    icon = "mail"
    menu_label = "Newsletter"
    add_to_admin_menu = True
    menu_order = 230
    list_display = ["subject", "state", "started_at"]
    list_filter = ["state"]
    ordering = ["-created_at"]
    copy_view_enabled = False


@sends_newsletters
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """An issue before, while and after it is sent."""
    issue = get_object_or_404(Issue, pk=pk)
    counts = queries.progress(issue=issue)
    context = {
        "issue": issue,
        "page_title": issue.subject,
        "header_icon": "mail",
        "is_draft": issue.state == IssueState.DRAFT,
        "receivers": queries.confirmed_count(),
        "counts": [(state.label, counts.get(state.value, 0)) for state in DeliveryState]
        if counts
        else [],
        "unclear": counts.get(DeliveryState.UNCLEAR.value, 0),
        "plain": _letter(issue).plain,
        "edit_url": Issue.snippet_viewset.get_url_name("edit"),
    }
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
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    issue = get_object_or_404(Issue, pk=pk)
    assert isinstance(request.user, User)
    try:
        count = sending.start(issue=issue, by=request.user)
    except sending.CannotSend as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The issue is on its way to %(count)s readers.") % {"count": count})
    return redirect("newsletter_one", pk)


@sends_newsletters
def subscribers(request: HttpRequest) -> HttpResponse:
    """Everybody who signed up, as a table for a spreadsheet."""
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="subscribers.csv"'},
    )
    sheet = csv.writer(response)
    sheet.writerow(["email", "state", "confirmed", "unsubscribed"])
    for subscriber in Subscriber.objects.order_by("email").iterator():
        times = (subscriber.confirmed_at, subscriber.unsubscribed_at)
        row = (subscriber.email, subscriber.state, *(time.isoformat() if time else "" for time in times))
        sheet.writerow([_cell(value) for value in row])
    return response


def _letter(issue: Issue) -> Letter:
    """What goes out, or what went out."""
    if issue.state == IssueState.DRAFT or not issue.html:
        return writing.write(issue=issue)
    return Letter(subject=issue.subject, html=issue.html, plain=issue.plain)


def _cell(value: Any) -> str:
    """Text that a spreadsheet takes for text."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
