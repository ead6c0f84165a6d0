"""Calls for stories and votes, as readers see them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from broadsheet.edition.api import depends_on, public_page
from broadsheet.foundation import browsers
from broadsheet.foundation.requests import client_address, reader_post, same_origin_posts
from broadsheet.stories import limits, views, voting
from broadsheet.stories.calls import queries
from broadsheet.stories.models import Call, Candidate
from broadsheet.stories.transitions import NotPossible

GONE_BY = 410
TOO_OFTEN = 429


@public_page
def calls(request: HttpRequest) -> HttpResponse:
    """What the newsroom asks for, and what is being voted on."""
    return render(request, "stories/calls.html", queries.all_calls())


@same_origin_posts
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """A call with its form; after the deadline what became of it."""
    found = get_object_or_404(Call, slug=slug, is_public=True)
    if found.takes_stories:
        return views.send_with(request, views.Ask(call=found))
    status = GONE_BY if request.method == "POST" else 200
    context = {"call": found, "has_vote": found.candidates.exists() and found.vote_until}
    return render(request, "stories/call_over.html", context, status=status)


@public_page
def ballot(request: HttpRequest, slug: str) -> HttpResponse:
    """What stands to the vote, or how it ended."""
    found = _with_vote(slug)
    context = {"call": found, "candidates": queries.candidates(call=found), "open": found.takes_votes}
    return render(request, "stories/vote.html", context)


@reader_post
def cast(request: HttpRequest, slug: str) -> HttpResponse:
    """A reader's one voice. Sent twice it is the same; sent for another story it moves."""
    found = _with_vote(slug)
    key = request.POST.get("candidate", "")
    candidates = Candidate.objects.filter(call=found)
    candidate = get_object_or_404(candidates, pk=int(key) if key.isdecimal() and len(key) < 12 else 0)
    if not limits.may_vote(address=client_address(request)):
        return _not_counted(request, found, _("Too many votes came from here. Please wait an hour."))
    reader = browsers.reader_of(request)
    try:
        voting.vote(call=found, candidate=candidate, reader=reader)
    except NotPossible as error:
        return _not_counted(request, found, str(error), status=GONE_BY)
    except voting.TooManyFromHere:
        message = _("Many readers of your network voted without an account. Sign in, and yours counts.")
        return _not_counted(request, found, message)
    response = redirect("stories_voted", found.slug)
    browsers.remember(response, reader=reader)
    return response


@public_page
def voted(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for everybody: it does not say for whom."""
    found = _with_vote(slug)
    depends_on(voting.tag(found))
    return render(request, "stories/voted.html", {"call": found})


def _with_vote(slug: str) -> Call:
    return get_object_or_404(Call, slug=slug, is_public=True, vote_until__isnull=False)


def _not_counted(
    request: HttpRequest, call: Call, message: str, status: int = TOO_OFTEN
) -> HttpResponse:
    context = {"call": call, "problem": message}
    response = render(request, "stories/voted.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
