"""The queue, its buttons, and the log, in Wagtail's admin."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from broadsheet.talk import actions, lockdown, work
from broadsheet.talk.errors import NothingToUndo
from broadsheet.talk.models import DigestReader, LeadKind, LockdownKind, Post, Reason, Thread
from broadsheet.talk.moderation import deciding, queue
from broadsheet.talk.moderation.forms import LockdownForm, QueueForm
from broadsheet.talk.moderation.screens import back, moderator, moderators_only, screen


@moderators_only
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits, with everything that helps to decide."""
    form = QueueForm(request.GET)
    criteria = form.criteria()
    page = queue.page(**criteria, number=request.GET.get("p", "1"))
    context = {
        "form": form,
        "show": criteria["show"],
        "page_of": page,
        "lines": queue.lines(posts=page),
        "reasons": Reason.choices,
        "lead_kinds": LeadKind.choices,
        "batches": queue.last_batches(user=moderator(request)),
        "lockdown": lockdown.in_force(),
        "lockdown_form": LockdownForm(),
        "me": moderator(request),
        "has_digest": DigestReader.objects.filter(user=moderator(request)).exists(),
    }
    return screen(request, "talk/moderation/queue.html", _("Moderation"), context)


@moderators_only
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """One press of a button, for one post or all that are ticked."""
    try:
        act = deciding.read(request.POST)
    except deciding.UnknownAct:
        messages.error(request, _("Choose a reason for the rejection."))
        return back(request)
    outcome = deciding.carry_out(act=act, by=moderator(request))
    for problem in outcome.problems:
        messages.warning(request, problem)
    if outcome.done:
        messages.success(request, _told(outcome))
    elif not outcome.problems:
        messages.warning(request, _("No comment was ticked."))
    return back(request)


@moderators_only
@require_POST
def undo(request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
    """Put the posts of one press back to where they were."""
    try:
        undone = actions.undo(batch=batch, by=moderator(request))
    except NothingToUndo as problem:
        messages.warning(request, str(problem))
        return back(request)
    told = ngettext("Undone for %(number)d comment.", "Undone for %(number)d comments.", len(undone))
    messages.success(request, told % {"number": len(undone)})
    return back(request)


@moderators_only
@require_POST
def claim(request: HttpRequest, post_id: int) -> HttpResponse:
    """Take a comment on while it is being read; tells when somebody else is at it."""
    post = get_object_or_404(Post, pk=post_id)
    taken = work.claim(posts=[post], who=moderator(request))
    return JsonResponse({"mine": not taken})


@moderators_only
@require_POST
def thread_state(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Close a thread, or open it again."""
    thread = get_object_or_404(Thread, pk=thread_id)
    change = actions.close if request.POST.get("act") == "close" else actions.reopen
    change(thread=thread)
    messages.success(request, _("Done: “%(thread)s”.") % {"thread": thread.heading})
    return back(request)


@moderators_only
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Lock the comments of the whole paper, or open them again."""
    if request.POST.get("act") == "lift":
        if lockdown.lift(by=moderator(request)):
            messages.success(request, _("The lockdown is over."))
        return back(request)
    form = LockdownForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose what the lockdown does, and for how long."))
        return back(request)
    kind = LockdownKind(form.cleaned_data["kind"])
    lockdown.begin(kind=kind, by=moderator(request), until=form.until())
    messages.success(request, _("Lockdown: %(what)s.") % {"what": kind.label})
    return back(request)


@moderators_only
def log(request: HttpRequest) -> HttpResponse:
    """Every decision, newest first."""
    page = queue.log(number=request.GET.get("p", "1"))
    return screen(request, "talk/moderation/log.html", _("Decisions"), {"page_of": page})


def _told(outcome: deciding.Outcome) -> str:
    if outcome.leads:
        return _("Noted for the newsroom: %(kind)s.") % {"kind": outcome.leads[0].get_kind_display()}
    if outcome.picks:
        return _("Done: %(name)s.") % {"name": ", ".join(post.name for post in outcome.picks)}
    number = len(outcome.decisions)
    if number == 1:
        decision = outcome.decisions[0]
        words = {"name": decision.post.name, "verb": decision.get_verb_display()}
        return _("The comment by %(name)s: %(verb)s.") % words
    return _("%(number)d comments: %(verb)s.") % {
        "number": number,
        "verb": outcome.decisions[0].get_verb_display(),
    }
