"""The page behind the links in letters about replies."""

from __future__ import annotations

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from broadsheet.foundation.private import private
from broadsheet.foundation.requests import is_cross_site
from broadsheet.talk import notices
from broadsheet.talk.models import NoticeState


@csrf_exempt  # mail programs press the button for their owner, from no page of ours (RFC 8058 §3.2)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Only a POST acts: programs that look at mail follow links."""
    try:
        email = notices.email_in(token)
    except signing.BadSignature:
        raise Http404(_("This link is too old, or was changed on its way.")) from None
    if request.method == "POST":
        _decide(request, email)
    context = {"email": email, "state": notices.state_of(email), "done": request.method == "POST"}
    return private(render(request, "talk/notices.html", context))


def _decide(request: HttpRequest, email: str) -> None:
    if request.POST.get("answer") != "yes":
        notices.set_state(email, NoticeState.REFUSED)
    elif not is_cross_site(request):  # only our own page has that button
        notices.set_state(email, NoticeState.CONFIRMED)
