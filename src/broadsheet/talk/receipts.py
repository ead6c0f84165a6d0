"""The page of a decision, for the writer whom it concerns: why, by whom, and one appeal."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from broadsheet.foundation.private import private
from broadsheet.foundation.requests import same_origin_posts
from broadsheet.talk import work
from broadsheet.talk.errors import TalkError
from broadsheet.talk.forms import AppealForm
from broadsheet.talk.models import Appeal, Decision, Verb

SHOWN = work.TAKEN_DOWN | {Verb.MOVE}


@same_origin_posts
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Show a decision; a POST appeals against it, once."""
    decision = work.decision_in(token)
    if decision is None or decision.verb not in SHOWN:
        raise Http404(_("There is no such decision."))
    if request.method == "POST":
        return _appeal(request, decision)
    form = AppealForm()
    form.may_be_quick()
    return _page(request, decision, form)


def _appeal(request: HttpRequest, decision: Decision) -> HttpResponse:
    form = AppealForm(request.POST)
    if form.is_valid():
        try:
            work.appeal(decision=decision, text=form.cleaned_data["text"])
            return private(HttpResponseRedirect(request.path))
        except TalkError as error:
            form.add_error(None, str(error))
    form.renew()
    return _page(request, decision, form, status=422)


def _page(request: HttpRequest, decision: Decision, form: AppealForm, status: int = 200) -> HttpResponse:
    context = {
        "decision": decision,
        "post": decision.post,
        "stands": work.last_removal(decision.post) == decision,
        "moved": decision.verb == Verb.MOVE,
        "appeal": Appeal.objects.filter(decision=decision).select_related("decided_by").first(),
        "may_appeal": work.may_appeal(decision),
        "days": work.APPEAL_WITHIN.days,
        "form": form,
    }
    return private(render(request, "talk/receipt.html", context, status=status))
