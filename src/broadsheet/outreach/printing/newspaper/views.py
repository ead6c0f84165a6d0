"""The print editions for readers: by date, and each file."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from broadsheet.edition.api import depends_on, leaf, public_page
from broadsheet.outreach.printing.newspaper import queries
from broadsheet.outreach.printing.newspaper.actions import TAG
from broadsheet.outreach.printing.views import PDF_POLICY

PER_PAGE = 60


@public_page
def editions(request: HttpRequest) -> HttpResponse:
    """Every day that has a print edition, the newest first."""
    depends_on(TAG)
    page = leaf(queries.out(), size=PER_PAGE, number=request.GET.get("page"))
    days = [(day, list(files)) for day, files in groupby(page, key=lambda one: one.day)]
    return render(request, "outreach/print/editions.html", {"days": days, "page_of": page})


def edition(request: HttpRequest, year: int, month: int, day: int, paper: str) -> HttpResponse:
    """The file of a day; asked for anew each time, because it is gone when a story of it is."""
    try:
        wanted = date(year, month, day)
    except ValueError:
        raise Http404(_("There is no such day.")) from None
    found = get_object_or_404(queries.out(), day=wanted, paper=paper)
    try:
        with found.file.open("rb") as file:
            response = HttpResponse(file.read(), content_type="application/pdf")
    except FileNotFoundError:
        raise Http404(_("There is no such edition.")) from None
    response["Cache-Control"] = "no-cache"
    response["Content-Security-Policy"] = PDF_POLICY
    return response
