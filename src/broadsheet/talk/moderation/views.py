"""The queue, its buttons, and the log, in Wagtail's admin."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from broadsheet.foundation.models import User
from broadsheet.talk import actions
from broadsheet.talk.errors import NothingToUndo
from broadsheet.talk.models import Reason, Thread
from broadsheet.talk.moderation import deciding, queue
from broadsheet.talk.moderation.forms import QueueForm

PERMISSION = "talk.moderate"
moderators_only = permission_required(PERMISSION)


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
        "batches": queue.last_batches(user=_moderator(request)),
        "here": request.get_full_path(),
    }
    return _screen(request, "talk/moderation/queue.html", _("Moderation"), context)


@moderators_only
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """One press of a button, for one post or all that are ticked."""
    try:
        act = deciding.read(request.POST)
    except deciding.UnknownAct:
        messages.error(request, _("Choose a reason for the rejection."))
        return _back(request)
    outcome = deciding.carry_out(act=act, by=_moderator(request))
    for problem in outcome.problems:
        messages.warning(request, problem)
    if outcome.decisions:
        messages.success(request, _told(outcome))
    elif not outcome.problems:
        messages.warning(request, _("No comment was ticked."))
    return _back(request)


@moderators_only
@require_POST
def undo(request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
    """Put the posts of one press back to where they were."""
    try:
        undone = actions.undo(batch=batch, by=_moderator(request))
    except NothingToUndo as problem:
        messages.warning(request, str(problem))
        return _back(request)
    told = ngettext("Undone for %(number)d comment.", "Undone for %(number)d comments.", len(undone))
    messages.success(request, told % {"number": len(undone)})
    return _back(request)


@moderators_only
@require_POST
def thread_state(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Close a thread, or open it again."""
    thread = get_object_or_404(Thread, pk=thread_id)
    change = actions.close if request.POST.get("act") == "close" else actions.reopen
    change(thread=thread)
    messages.success(request, _("Done: “%(thread)s”.") % {"thread": thread.heading})
    return _back(request)


@moderators_only
def log(request: HttpRequest) -> HttpResponse:
    """Every decision, newest first."""
    page = queue.log(number=request.GET.get("p", "1"))
    context = {"page_of": page, "here": request.get_full_path()}
    return _screen(request, "talk/moderation/log.html", _("Decisions"), context)


def _screen(request: HttpRequest, template: str, title: str, context: dict[str, Any]) -> HttpResponse:
    furniture = {
        "header_title": title,
        "page_title": title,
        "header_icon": "comment",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("talk_moderation"), "label": title},
        ],
    }
    return render(request, template, furniture | context)


def _told(outcome: deciding.Outcome) -> str:
    number = len(outcome.decisions)
    if number == 1:
        decision = outcome.decisions[0]
        words = {"name": decision.post.name, "verb": decision.get_verb_display()}
        return _("The comment by %(name)s: %(verb)s.") % words
    return _("%(number)d comments: %(verb)s.") % {
        "number": number,
        "verb": outcome.decisions[0].get_verb_display(),
    }


def _back(request: HttpRequest) -> HttpResponse:
    """To the screen the button was on."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(target if safe else reverse("talk_moderation"))


def _moderator(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
