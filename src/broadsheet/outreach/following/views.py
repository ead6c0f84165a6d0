"""Following: the button, the list, “For you”, and the feed of one reader."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.foundation.limits import allow
from broadsheet.foundation.models import User
from broadsheet.foundation.private import private
from broadsheet.foundation.requests import reader_post
from broadsheet.news import languages
from broadsheet.outreach.addresses import absolute
from broadsheet.outreach.feeds import channels
from broadsheet.outreach.feeds.formats import FORMATS
from broadsheet.outreach.feeds.links import KINDS
from broadsheet.outreach.following import actions, letters, queries, turns
from broadsheet.outreach.models import PrivateFeed, Subject
from broadsheet.outreach.push import readers as push

PER_PAGE = 20
FETCHES = 60  # of one private feed in an hour


@reader_post
def follow(request: HttpRequest, what: Subject) -> HttpResponse:
    """The button on a page that is everybody's; who is not signed in does that first."""
    thing = queries.target(what)
    if thing is None:
        raise Http404(_("There is nothing to follow."))
    page = _page_of(thing, request)
    if not isinstance(request.user, User):
        return redirect_to_login(page, reverse("account_login"))
    try:
        actions.follow(user=request.user, thing=thing)
    except actions.TooMany as error:
        messages.error(request, str(error))
    return redirect(page)


@reader_post
def unfollow(request: HttpRequest, what: Subject) -> HttpResponse:
    """Back to where the button stood: the page of what was followed, or the list."""
    thing = queries.target(what)
    is_there = request.POST.get("from") == "page"
    page = _page_of(thing, request) if thing and is_there else reverse("following")
    if not isinstance(request.user, User):
        return redirect_to_login(page, reverse("account_login"))
    actions.unfollow(user=request.user, what=what)
    if not is_there:  # a page says it with its button
        messages.success(request, _("You follow it no more."))
    return redirect(page)


@reader_post
def choose(request: HttpRequest, what: Subject) -> HttpResponse:
    if not isinstance(request.user, User):
        return redirect_to_login(reverse("following"), reverse("account_login"))
    wanted = {name: name in request.POST for name in ("by_letter", "by_push", "in_feed")}
    actions.choose(user=request.user, what=what, **wanted)
    messages.success(request, _("Your choice is kept."))
    if wanted["by_push"] and not push.browsers(user=request.user):
        messages.warning(request, _("No browser of yours is told yet. Below is how to begin."))
    if wanted["by_letter"] and not turns.address(user=request.user):
        messages.warning(request, _("Your account has no confirmed e-mail address for letters yet."))
    return redirect("following")


def letters_over(request: HttpRequest, token: str) -> HttpResponse:
    """Letters of what is followed end by POST alone: programs follow links too. Needs no cookie."""
    user = letters.who_leaves(token)
    if user is None:
        raise Http404(_("This link leads nowhere."))
    if request.method == "POST":
        actions.end_letters(user=user)
    context = {"done": request.method == "POST"}
    return private(render(request, "outreach/following/letters_over.html", context))


# Mail programs press this button for their owner, from no page of ours (RFC 8058 §3.2).
letters_over.csrf_exempt = True  # type: ignore[attr-defined]


@reader_post
def own_feed(request: HttpRequest) -> HttpResponse:
    """A feed of one's own, another address for it, or none."""
    if not isinstance(request.user, User):
        return redirect_to_login(reverse("following"), reverse("account_login"))
    if request.POST.get("answer") == "end":
        actions.end_feed(user=request.user)
        messages.success(request, _("Your feed is gone; its address leads nowhere."))
    elif actions.make_feed(user=request.user):
        messages.success(request, _("Your feed is made; its addresses stand below."))
    else:
        messages.success(request, _("Your feed has a new address; the old one leads nowhere."))
    return redirect("following")


@login_required
def following(request: HttpRequest) -> HttpResponse:
    """All a reader follows, and where it goes."""
    user = _reader(request)
    own = PrivateFeed.objects.filter(user=user).first()
    context = {
        "follows": queries.follows(user=user),
        "feeds": _addresses(own) if own else [],
        "made_at": own.made_at if own else None,
        "browsers": push.browsers(user=user),
        "letter": turns.of(user=user),
        "address": turns.address(user=user),
    }
    return _mine(render(request, "outreach/following/list.html", context))


@login_required
def for_you(request: HttpRequest) -> HttpResponse:
    """The newest in what a reader follows, newest first, each with the reason why it is there."""
    found = queries.for_you(user=_reader(request))
    page_of = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return _mine(render(request, "outreach/following/for_you.html", {"page_of": page_of}))


def feed(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """One reader's feed: whoever knows the address reads it, so nobody keeps or finds it."""
    user = queries.feed_owner(token=token)
    if user is None:
        return private(_plain(_("This feed is no more."), HTTPStatus.NOT_FOUND))
    if not allow(key=f"following:feed:{user.pk}", limit=FETCHES, per=timedelta(hours=1)):
        return private(_plain(_("Too often. Please wait an hour."), HTTPStatus.TOO_MANY_REQUESTS))
    channel = channels.of_chosen(
        path=reverse("private_feed", args=[token]),
        title=_("For you"),
        url=reverse("for_you"),
        keys=queries.newest(user=user, in_feed=True, most=channels.ITEMS),
    )
    content_type, write = FORMATS[kind]
    return private(HttpResponse(write(channel), content_type=content_type))


def _page_of(thing: queries.Target, request: HttpRequest) -> str:
    """Where the button stands, in the edition it names; the list for two topics without a page."""
    with languages.reading(request.POST.get("edition", "")):
        return thing.url if queries.has_page(thing) else reverse("following")


def _addresses(own: PrivateFeed) -> list[tuple[str, str]]:
    """The feed's full address in each format, by the format's name."""
    path = reverse("private_feed", args=[queries.feed_token(feed=own)])
    return [(name, absolute(f"{path}.{kind}")) for kind, name, _mime in KINDS]


def _mine(response: HttpResponse) -> HttpResponse:
    """Nobody keeps or finds a reader's own pages. They have forms, so they say where they come from."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _plain(text: str, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")


def _reader(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)  # login_required
    return user
