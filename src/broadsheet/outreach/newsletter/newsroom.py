"""The newsletter in the newsroom: preview, test, send, and who gets it."""

from __future__ import annotations

from smtplib import SMTPException
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.auth import permission_required
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, StatusTagColumn
from wagtail.admin.widgets import Button
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet

from broadsheet.foundation.models import User
from broadsheet.foundation.newsroom import furniture, person
from broadsheet.outreach.models import Back, DeliveryState, Issue, IssueState, MailingList, Variant
from broadsheet.outreach.models.lists import HOURS
from broadsheet.outreach.newsletter import (
    clicks,
    halting,
    lists,
    queries,
    records,
    sending,
    subjects,
    writing,
)
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
            records_url = reverse("newsletter_set_up")
            buttons.append(Button(_("Will letters arrive?"), records_url, icon_name="help"))
        if self.request.user.has_perm("outreach.change_mailinglist"):
            mailing_lists = reverse(MailingListViewSet().get_url_name("list"))
            buttons.append(Button(_("Lists"), mailing_lists, icon_name="list-ul"))
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
        "list",
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


class MailingListViewSet(SnippetViewSet):
    model = MailingList
    icon = "list-ul"
    list_display = [
        "name",
        Column("get_rule_display", label=gettext_lazy("Issues")),
        Column("readers", label=gettext_lazy("Readers")),
        BooleanColumn("is_open", label=gettext_lazy("Offered")),
    ]
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[MailingList]:
        return lists.with_readers()


@sends_newsletters
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """An issue before, while and after it is sent."""
    issue = get_object_or_404(Issue, pk=pk)
    letter, is_draft = _letter(issue), issue.state == IssueState.DRAFT
    counts = queries.progress(issue=issue)
    back = queries.came_back(issue=issue)
    shown = [(state.label, counts.get(state.value, 0)) for state in DeliveryState if counts]
    context = {
        "is_draft": is_draft,
        "is_going": issue.state == IssueState.SENDING,
        "is_paused": issue.state == IssueState.PAUSED,
        "is_stopped": issue.state == IssueState.STOPPED,
        "is_tried": issue.is_tried and issue.state in halting.ON_THE_WAY,
        "tried": subjects.tried(issue=issue),
        "totals": [] if is_draft else queries.totals(issue=issue),
        "clicked": clicks.by_article(issue=issue) if issue.count_clicks else [],
        "warnings": writing.warnings(issue=issue, letter=letter) if is_draft else [],
        "next_due": queries.next_due(issue=issue),
        "counts": shown + [(kind.label, back[kind.value]) for kind in Back if kind.value in back],
        "unclear": counts.get(DeliveryState.UNCLEAR.value, 0),
        "troubled": queries.troubled(issue=issue),
        "plain": letter.plain,
        "edit_url": Issue.snippet_viewset.get_url_name("edit"),
    }
    context |= _frame(issue, issue.subject)
    return render(request, "outreach/newsletter/newsroom/issue.html", context)


@sends_newsletters
def as_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as mail programs show it, with `?in=dark` as in the dark; no script runs in it."""
    html = _letter(get_object_or_404(Issue, pk=pk)).html
    if request.GET.get("in") == "dark":
        html = html.replace(writing.IN_THE_DARK, "@media all", 1)
    response = HttpResponse(html)
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
    context = {
        "receivers": lists.receivers(issue=issue).count(),
        "stories": writing.stories(issue),
        "hours": HOURS,
        "hour": issue.list.hour if issue.list and issue.planned_at else None,
    }
    context |= _frame(issue, _("Send this issue?"))
    return render(request, "outreach/newsletter/newsroom/send.html", context)


def _send(request: HttpRequest, issue: Issue) -> HttpResponse:
    assert isinstance(request.user, User)
    try:
        count = sending.start(issue=issue, by=request.user, hour=_hour(request.POST.get("hour", "")))
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


@sends_newsletters
@require_POST
def choose_subject(request: HttpRequest, pk: int) -> HttpResponse:
    """The rest gets this of the two subjects."""
    issue = get_object_or_404(Issue, pk=pk)
    answer = request.POST.get("answer", "")
    if answer in Variant and subjects.choose(issue=issue, variant=answer, by=person(request)):
        messages.success(request, _("The rest gets this subject."))
    else:
        messages.warning(request, _("Nothing was changed: it is decided already."))
    return redirect("newsletter_one", pk)


@sends_newsletters
def set_up(request: HttpRequest) -> HttpResponse:
    """What the records in DNS lack, asked when the page is opened."""
    context = furniture(_("Will letters arrive?"), icon="mail", under=_all_issues())
    return render(
        request, "outreach/newsletter/newsroom/set_up.html", context | {"findings": records.check()}
    )


def _hour(value: str) -> int | None:
    """The hour that was chosen; anything else is at once."""
    return int(value) if value in {str(hour) for hour, _name in HOURS} else None


@sends_newsletters
@require_POST
def halt(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause, go on, or stop."""
    issue = get_object_or_404(Issue, pk=pk)
    verbs = {
        "pause": (halting.pause, _("It is paused.")),
        "resume": (halting.resume, _("It goes on.")),
        "stop": (halting.stop, _("It is stopped: who has not got it yet gets it no more.")),
    }
    answer = request.POST.get("answer", "")
    if answer in verbs:
        verb, told = verbs[answer]
        if verb(issue=issue, by=person(request)):
            messages.success(request, told)
        else:
            messages.warning(request, _("Nothing was changed: it is no longer on its way like that."))
    return redirect("newsletter_one", pk)


def _frame(issue: Issue, title: str) -> dict[str, Any]:
    here = issue.subject
    return furniture(title, icon="mail", under=_all_issues(), here=here) | {"issue": issue}


def _all_issues() -> tuple[str, str]:
    return reverse(Issue.snippet_viewset.get_url_name("list")), _("Newsletter")


def _letter(issue: Issue) -> Letter:
    """What goes out, or what went out."""
    if issue.state == IssueState.DRAFT or not issue.html:
        return writing.write(issue=issue)
    return writing.fixed(issue=issue)
