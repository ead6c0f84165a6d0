"""Breaking news to readers' screens, in the newsroom."""

from __future__ import annotations

import re

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
KEY = re.compile("[1-9][0-9]{0,17}")


@permission_required(PERMISSION)
def desk(request: HttpRequest) -> HttpResponse:
    """Write a line; see what was sent, and to how many."""
    return _page(request)


@permission_required(PERMISSION)
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Send it; what cannot be sent comes back with every word."""
    assert isinstance(request.user, User)
    number, text = request.POST.get("article", ""), request.POST.get("text", "").strip()
    article = queries.published().filter(pk=number).first() if KEY.fullmatch(number) else None
    if article is None:
        messages.error(request, _("Choose an article that readers can see."))
        return _page(request, text=text)
    try:
        note = actions.ask(
            article=article, text=(text or article.title)[: actions.LONGEST * 4], by=request.user
        )
    except actions.NotNow as error:
        messages.error(request, str(error))
        return _page(request, chosen=article.pk, text=text)
    messages.success(request, note.get_state_display())
    return redirect("push_desk")


def _page(request: HttpRequest, *, chosen: int = 0, text: str = "") -> HttpResponse:
    sent = Count("copies", filter=Q(copies__state=CopyState.SENT))
    notes = PushNote.objects.select_related("article", "asked_by", "approved_by").annotate(
        sent=sent, all=Count("copies")
    )[:SHOWN]
    context = furniture(_("To readers' screens"), icon="mobile-alt") | {
        "notes": notes,
        "articles": queries.published().only("pk", "title", "published_at")[:NEWEST],
        "readers": PushReader.objects.filter(breaking=True).count(),
        "longest": actions.LONGEST,
        "chosen": chosen,
        "text": text,
    }
    return render(request, "outreach/push/newsroom.html", context)


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
