"""Letters that came back without a mark of ours: the newsroom decides."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.auth import permission_required

from broadsheet.foundation.models import User
from broadsheet.foundation.newsroom import furniture
from broadsheet.outreach.models import ReturnedLetter, ReturnState
from broadsheet.outreach.newsletter import returns
from broadsheet.outreach.newsletter.subscribers import PERMISSION

PER_PAGE = 50


@permission_required(PERMISSION)
def returned(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the newest first."""
    waiting = ReturnedLetter.objects.filter(state=ReturnState.OPEN)
    under = (reverse("newsletter_subscribers"), _("Subscribers"))
    context = furniture(_("Returned letters"), icon="mail", under=under)
    context["letters"] = Paginator(waiting, PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "outreach/newsletter/newsroom/returned.html", context)


@permission_required(PERMISSION)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    letter = get_object_or_404(ReturnedLetter, pk=pk)
    assert isinstance(request.user, User)
    if request.POST.get("answer") == "suppress":
        returns.suppress(letter=letter, by=request.user)
        messages.success(request, _("No more letters go to %(address)s.") % {"address": letter.address})
    elif request.POST.get("answer") == "set aside":
        returns.set_aside(letter=letter, by=request.user)
    return redirect("newsletter_returned")
