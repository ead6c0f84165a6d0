"""The print edition in the newsroom: what there is, and a button for today's."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.auth import permission_required

from broadsheet.foundation.models import User
from broadsheet.foundation.newsroom import furniture
from broadsheet.outreach.models import PaperSize, PrintEdition
from broadsheet.outreach.printing.newspaper import actions
from broadsheet.outreach.printing.newspaper.setting import NothingToPrint

PERMISSION = "outreach.print_paper"
SHOWN = 60


@permission_required(PERMISSION)
def desk(request: HttpRequest) -> HttpResponse:
    """The last editions, those that are being made among them."""
    context = furniture(_("Print edition"), icon="doc-full") | {
        "editions": PrintEdition.objects.all()[:SHOWN],
        "sizes": PaperSize.choices,
    }
    return render(request, "outreach/print/newsroom.html", context)


@permission_required(PERMISSION)
@require_POST
def order(request: HttpRequest) -> HttpResponse:
    """Have today's edition made, or made anew."""
    assert isinstance(request.user, User)
    paper = request.POST.get("paper", "")
    if paper in PaperSize.values:
        try:
            actions.order(day=timezone.localdate(), paper=PaperSize(paper), by=request.user)
        except NothingToPrint as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The print edition is being made. It takes some seconds."))
    return redirect("print_desk")
