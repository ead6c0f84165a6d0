"""The page of one sender about one story: where it stands, and the letters about it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from broadsheet.foundation.private import private
from broadsheet.foundation.requests import client_address, same_origin_posts
from broadsheet.stories import correspondence, limits
from broadsheet.stories.forms import AnswerForm
from broadsheet.stories.links import Purpose, contribution_of, link
from broadsheet.stories.models import Contribution, State
from broadsheet.stories.transitions import TRANSITIONS, NotPossible

TOO_OFTEN = 429


@same_origin_posts
def yours(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link in our letters. An answer is kept with the letters, and nowhere else."""
    contribution = contribution_of(token=token, purpose=Purpose.YOURS)
    if contribution is None or contribution.state == State.UNVERIFIED:
        return private(render(request, "stories/link_over.html", status=404))
    if request.method != "POST":
        return _page(request, contribution, AnswerForm())
    form = AnswerForm(request.POST)
    if not form.is_valid() or form.trapped:
        form.renew()
        return _page(request, contribution, form)
    if not limits.may_answer(address=client_address(request), key=contribution.key):
        form.add_error(None, _("Many letters came from here today. Please send this one tomorrow."))
        return _page(request, contribution, form, status=TOO_OFTEN)
    try:
        correspondence.answer(contribution=contribution, text=form.cleaned_data["text"])
    except NotPossible as error:
        form.add_error(None, str(error))
        return _page(request, contribution, form)
    return private(redirect(f"{request.path}?sent=1#letters"))


def _page(
    request: HttpRequest, contribution: Contribution, form: AnswerForm, status: int = 200
) -> HttpResponse:
    article = contribution.article
    may_withdraw = State.WITHDRAWN in TRANSITIONS[State(contribution.state)]
    context = {
        "contribution": contribution,
        "form": form,
        "letters": list(contribution.letters.all()),
        "published": article if article and article.live else None,
        "may_answer": contribution.state not in correspondence.CLOSED,
        "was_sent": "sent" in request.GET,
        "withdraw": link(contribution=contribution, purpose=Purpose.WITHDRAW) if may_withdraw else "",
    }
    return private(render(request, "stories/yours.html", context, status=status))
