"""Breaking news to readers' screens, in the newsroom."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.auth import permission_required

from broadsheet.foundation.models import User
from broadsheet.foundation.newsroom import furniture
from broadsheet.news import queries
from broadsheet.outreach.models import CopyState, PushNote, PushReader
from broadsheet.outreach.push import actions

PERMISSION = "outreach.send_push"
NEWEST = 30  # articles to choose from
SHOWN = 40


@permission_required(PERMISSION)
def desk(request: HttpRequest) -> HttpResponse:
    """Write a line; see what was sent, and to how many."""
    sent = Count("copies", filter=Q(copies__state=CopyState.SENT))
    notes = PushNote.objects.select_related("article", "asked_by", "approved_by").annotate(
        sent=sent, all=Count("copies")
    )[:SHOWN]
    context = furniture(_("To readers' screens"), icon="mobile-alt") | {
        "notes": notes,
        "articles": queries.published().only("pk", "title", "published_at")[:NEWEST],
        "readers": PushReader.objects.filter(breaking=True).count(),
        "longest": actions.LONGEST,
    }
    return render(request, "outreach/push/newsroom.html", context)


@permission_required(PERMISSION)
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    number = request.POST.get("article", "")
    article = get_object_or_404(queries.published(), pk=int(number) if number.isdecimal() else 0)
    text = request.POST.get("text", "").strip() or article.title
    try:
        note = actions.ask(article=article, text=text[: actions.LONGEST * 4], by=request.user)
    except actions.NotNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, note.get_state_display())
    return redirect("push_desk")


@permission_required(PERMISSION)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person's word, or the end of a note."""
    assert isinstance(request.user, User)
    note = get_object_or_404(PushNote, pk=pk)
    if request.POST.get("answer") == "drop":
        actions.drop(note=note, by=request.user)
        return redirect("push_desk")
    try:
        actions.approve(note=note, by=request.user)
    except actions.NotNow as error:
        messages.error(request, str(error))
    return redirect("push_desk")
