"""What a subscriber has chosen, without a password: whoever has the letter has the link."""

from __future__ import annotations

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from broadsheet.edition.api import public_page, valid_until
from broadsheet.foundation.clock import now
from broadsheet.foundation.requests import same_origin_posts
from broadsheet.outreach.models import Subscriber, SubscriberState
from broadsheet.outreach.newsletter import actions, choosing, queries, tokens
from broadsheet.outreach.newsletter.forms import AskForLinkForm, ChoiceForm
from broadsheet.outreach.newsletter.views import (
    STAMP_HOLDS,
    TOO_OFTEN,
    closed,
    link_over,
    who_asks,
)


@same_origin_posts
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """See and change it, take it along, leave, or be forgotten."""
    found = tokens.who_chooses(token)
    if found is None:
        return link_over(request)
    if found.is_over:
        return _over(request, found.subscriber)
    if request.method == "POST":
        return _changed(request, found.subscriber, token)
    return _shown(request, found.subscriber, ChoiceForm(subscriber=found.subscriber))


@same_origin_posts
def ask_for_link(request: HttpRequest) -> HttpResponseBase:
    """For who has no letter at hand. The answer is the same for every address."""
    if request.method != "POST":
        return _ask_page(request)
    form = AskForLinkForm(request.POST)
    if not form.is_valid():
        return _ask_again(request, form)
    if not form.trapped:
        try:
            actions.ask_for_link(email=form.cleaned_data["email"], reader=who_asks(request))
        except actions.TooManySignUps:
            form.add_error(None, _("Too much is asked for right now. Please try again in an hour."))
            return _ask_again(request, form, status=TOO_OFTEN)
    return redirect("newsletter_link_asked")


@public_page
def link_asked(request: HttpRequest) -> HttpResponse:
    return render(request, "outreach/newsletter/link_asked.html", {"days": tokens.MINE_AGE.days})


@public_page
def _ask_page(request: HttpRequest) -> HttpResponse:
    valid_until(now() + STAMP_HOLDS)
    return render(request, "outreach/newsletter/ask_for_link.html", {"form": AskForLinkForm()})


def _ask_again(request: HttpRequest, form: AskForLinkForm, *, status: int = 200) -> HttpResponse:
    form.renew()
    return closed(
        render(request, "outreach/newsletter/ask_for_link.html", {"form": form}, status=status)
    )


def _changed(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    answer = request.POST.get("answer")
    if answer == "export":
        return _file(subscriber)
    if answer == "erase":
        return _erased(request, subscriber)
    if answer == "leave":
        actions.leave(subscriber=subscriber)
    elif answer == "save":
        form = ChoiceForm(request.POST, subscriber=subscriber)
        if not form.is_valid():
            return _shown(request, subscriber, form)
        choosing.choose(
            subscriber=subscriber,
            lists=form.wanted,
            name=form.cleaned_data["name"],
            time_zone=form.cleaned_data["time_zone"],
            hour=form.cleaned_data["hour"],
            paused_until=form.paused_until,
        )
    elif answer == "return":
        actions.come_back(subscriber=subscriber)
    subscriber.refresh_from_db()
    return _shown(request, subscriber, ChoiceForm(subscriber=subscriber), is_saved=True)


def _file(subscriber: Subscriber) -> HttpResponse:
    text = json.dumps(
        queries.everything_of(subscriber=subscriber),
        cls=DjangoJSONEncoder, ensure_ascii=False, indent=2,
    )  # fmt: skip
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="newsletter.json"'
    return closed(response)


def _erased(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Only with the tick beside the button: nothing brings it back."""
    if request.POST.get("sure") != "yes":
        form = ChoiceForm(subscriber=subscriber)
        return _shown(request, subscriber, form, is_unsure=True)
    choosing.erase(subscriber=subscriber)
    return closed(render(request, "outreach/newsletter/erased.html"))


def _over(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """The link is too old to show anything: a new one goes to the address itself."""
    is_sent = request.method == "POST" and actions.send_link(subscriber=subscriber)
    context = {"is_asked": request.method == "POST", "is_sent": is_sent}
    return closed(render(request, "outreach/newsletter/link_old.html", context))


def _shown(
    request: HttpRequest,
    subscriber: Subscriber,
    form: ChoiceForm,
    *,
    is_saved: bool = False,
    is_unsure: bool = False,
) -> HttpResponse:
    context = {
        "subscriber": subscriber, "form": form, "is_saved": is_saved, "is_unsure": is_unsure,
        "is_in": subscriber.state == SubscriberState.CONFIRMED, "has_lists": "lists" in form.fields,
    }  # fmt: skip
    return closed(render(request, "outreach/newsletter/mine.html", context))
