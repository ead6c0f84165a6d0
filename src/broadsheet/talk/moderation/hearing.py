"""Appeals, and comments that became work for the newsroom."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from broadsheet.foundation.text import clean_line
from broadsheet.talk import work
from broadsheet.talk.errors import AlreadyDecided, TalkError
from broadsheet.talk.models import Appeal, Lead
from broadsheet.talk.moderation.screens import back, moderator, moderators_only, screen

SHOWN = 30
OPEN_SHOWN = 100  # the oldest; the next come as these are done


@moderators_only
def appeals(request: HttpRequest) -> HttpResponse:
    """What writers ask to be looked at again, and what was answered lately."""
    heard = Appeal.objects.exclude(outcome="").order_by("-decided_at")
    context = {
        "open": work.open_appeals()[:OPEN_SHOWN],
        "heard": heard.select_related("decision__post", "decided_by")[:SHOWN],
    }
    return screen(request, "talk/moderation/appeals.html", _("Appeals"), context)


@moderators_only
@require_POST
def hear(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """Decide an appeal."""
    appeal = get_object_or_404(Appeal, pk=appeal_id)
    granted = request.POST.get("act") == "grant"
    answer = clean_line(request.POST.get("answer", ""))
    try:
        heard = work.hear(appeal=appeal, granted=granted, answer=answer, by=moderator(request))
    except (TalkError, AlreadyDecided) as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, _("The appeal is answered: %(how)s.") % {
            "how": heard.get_outcome_display()})  # fmt: skip
    return back(request, "talk_appeals")


@moderators_only
def leads(request: HttpRequest) -> HttpResponse:
    """Corrections asked for, questions and leads that came in comments."""
    done = Lead.objects.exclude(done_at=None).order_by("-done_at")
    context = {
        "open": work.open_leads()[:OPEN_SHOWN],
        "done": done.select_related("post__thread__article", "done_by")[:SHOWN],
    }
    return screen(request, "talk/moderation/leads.html", _("From comments"), context)


@moderators_only
@require_POST
def finish(request: HttpRequest, lead_id: int) -> HttpResponse:
    """The work a comment made is done."""
    work.finish_lead(lead=get_object_or_404(Lead, pk=lead_id), by=moderator(request))
    return back(request, "talk_leads")


@moderators_only
@require_POST
def take_back(request: HttpRequest, lead_id: int) -> HttpResponse:
    """The comment is no work after all, or its work is not done after all."""
    lead = get_object_or_404(Lead.objects.select_related("post"), pk=lead_id)
    words = {"kind": lead.get_kind_display(), "name": lead.post.name}
    if work.reopen_lead(lead=lead):
        messages.success(request, _("Open again: %(kind)s by %(name)s.") % words)
    elif work.take_lead_back(lead=lead):
        messages.success(request, _("Taken back: %(kind)s by %(name)s.") % words)
    return back(request, "talk_leads")
