"""Where a reader says what to be told on their screen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from broadsheet.edition.api import depends_on, public_page
from broadsheet.foundation import limits
from broadsheet.foundation.models import User
from broadsheet.foundation.requests import address_prefix, client_address, reader_post
from broadsheet.news import queries
from broadsheet.outreach.push import readers, sealing
from broadsheet.topics.models import Topic

MOST_BYTES = 20_000
LIMIT = ("push", 30, timedelta(hours=1))  # from one network
OFFERED = 60  # topics on the page


@public_page
def page(request: HttpRequest) -> HttpResponse:
    """What can be chosen. The button works with a script alone; the other ways are named beside it."""
    depends_on("names")
    topics = Topic.objects.filter(article_topics__page__live=True).distinct().order_by("name")
    context = {"key": sealing.own_public_key(), "topics": topics[:OFFERED],
               "chosen_from": queries.section_list()}  # fmt: skip
    return render(request, "outreach/push/page.html", context)


@reader_post
def subscribe(request: HttpRequest) -> HttpResponse:
    """A browser's subscription with its reader's choice, as JSON."""
    if not _may_ask(request):
        return _no(_("Too often. Please try again later."), 429)
    try:
        sent = _json(request)
        browser = readers.browser_in(sent)
    except readers.NotAReader as error:
        return _no(str(error), 400)
    user = request.user if isinstance(request.user, User) else None
    reader = readers.subscribe(browser=browser, choice=readers.choice_in(sent), user=user)
    return JsonResponse({"told": str(reader)})


@reader_post
def choice(request: HttpRequest) -> HttpResponse:
    """What this browser has chosen; it says so itself by its endpoint."""
    try:
        found = readers.choice_of(endpoint=_endpoint(request))
    except readers.NotAReader as error:
        return _no(str(error), 400)
    if found is None:
        return JsonResponse({"told": False})
    return JsonResponse(
        {
            "told": True, "breaking": found.breaking, "topics": found.topics, "sections": found.sections,
            "quiet_from": found.quiet_from and f"{found.quiet_from:%H:%M}",
            "quiet_to": found.quiet_to and f"{found.quiet_to:%H:%M}",
        }
    )  # fmt: skip


@reader_post
def leave(request: HttpRequest) -> HttpResponse:
    try:
        readers.leave(endpoint=_endpoint(request))
    except readers.NotAReader as error:
        return _no(str(error), 400)
    return JsonResponse({"told": False})


def _json(request: HttpRequest) -> Mapping[str, Any]:
    if len(request.body) > MOST_BYTES:
        raise readers.NotAReader("That is too long.")
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise readers.NotAReader("This is no JSON.") from error
    if not isinstance(sent, dict):
        raise readers.NotAReader("This is no subscription of a browser.")
    return sent


def _endpoint(request: HttpRequest) -> str:
    endpoint = _json(request).get("endpoint")
    if not isinstance(endpoint, str):
        raise readers.NotAReader("This names no browser.")
    return endpoint


def _may_ask(request: HttpRequest) -> bool:
    name, limit, per = LIMIT
    network = address_prefix(client_address(request))
    return limits.allow(key=f"{name}:{network}", limit=limit, per=per)


def _no(sentence: str, status: int) -> HttpResponse:
    return JsonResponse({"error": sentence}, status=status)
