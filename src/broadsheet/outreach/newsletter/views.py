"""The newsletter as readers see it."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from broadsheet.edition.api import depends_on, public_page, valid_until
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.foundation.requests import address_prefix, client_address, same_origin_posts
from broadsheet.foundation.text import paragraphs
from broadsheet.news import shown
from broadsheet.outreach.models import Subscriber, SubscriberState
from broadsheet.outreach.newsletter import actions, queries, tokens, writing
from broadsheet.outreach.newsletter.forms import SignUpForm

TOO_OFTEN = 429
ISSUES_SHOWN = 12
STAMP_HOLDS = timedelta(hours=12)  # the page is made anew before its form is too old


@same_origin_posts
def newsletter(request: HttpRequest) -> HttpResponseBase:
    """Sign up, and see what has gone out."""
    if request.method == "POST":
        return _sign_up(request)
    if request.GET.get("email"):
        return _page(request, SignUpForm(initial={"email": request.GET["email"][:254]}))
    return _plain_page(request)


@public_page
def _plain_page(request: HttpRequest) -> HttpResponse:
    valid_until(now() + STAMP_HOLDS)
    return _page(request, SignUpForm())


@public_page
def asked(request: HttpRequest) -> HttpResponse:
    """The same for every address."""
    return render(request, "outreach/newsletter/asked.html", {"days": tokens.CONFIRM_AGE.days})


@public_page
def issue(request: HttpRequest, issue_id: int) -> HttpResponse:
    """An issue that went out, as a page."""
    found = get_object_or_404(queries.out(), pk=issue_id)
    depends_on(f"issue:{found.pk}")
    context = {
        "issue": found,
        "intro": paragraphs(found.intro),
        "articles": shown.shows(writing.stories(found)),
    }
    return render(request, "outreach/newsletter/issue.html", context)


@same_origin_posts
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Only the button confirms: programs that look at mail follow links."""
    subscriber = tokens.who_confirms(token)
    if subscriber is None:
        return _link_over(request)
    if request.method == "POST":
        actions.confirm(subscriber=subscriber)
    return _private(request, "confirm", subscriber)


@csrf_exempt  # mail programs press this for their owner, from no page of ours (RFC 8058 §3.2)
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Leave by POST alone; the page has a way back."""
    subscriber = tokens.who_leaves(token)
    if subscriber is None:
        return _link_over(request)
    if request.method == "POST":
        act = actions.confirm if request.POST.get("answer") == "return" else actions.leave
        act(subscriber=subscriber)
    return _private(request, "leave", subscriber)


@login_required
@require_POST
def account(request: HttpRequest) -> HttpResponse:
    """Subscribe or leave with the confirmed address of the account."""
    assert isinstance(request.user, User)
    email = queries.verified_address(user=request.user)
    if email and request.POST.get("answer") == "subscribe":
        actions.subscribe_account(email=email)
    elif email:
        subscriber = Subscriber.objects.filter(email=email).first()
        if subscriber:
            actions.leave(subscriber=subscriber)
    return redirect("profile")


def _sign_up(request: HttpRequest) -> HttpResponse:
    form = SignUpForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    if form.trapped:
        return redirect("newsletter_asked")
    reader = salted_hmac(
        "broadsheet.newsletter.reader", address_prefix(client_address(request)), algorithm="sha256"
    ).hexdigest()[:32]
    try:
        actions.sign_up(email=form.cleaned_data["email"], reader=reader)
    except actions.TooManySignUps:
        form.add_error(None, _("Many people sign up right now. Please try again in an hour."))
        return _page(request, form, status=TOO_OFTEN)
    return redirect("newsletter_asked")


def _page(request: HttpRequest, form: SignUpForm, status: int = 200) -> HttpResponse:
    depends_on("newsletter")
    form.renew()
    context = {"form": form, "issues": list(queries.out()[:ISSUES_SHOWN])}
    return render(request, "outreach/newsletter/page.html", context, status=status)


def _link_over(request: HttpRequest) -> HttpResponse:
    return _closed(render(request, "outreach/newsletter/link_over.html", status=404))


def _private(request: HttpRequest, name: str, subscriber: Subscriber) -> HttpResponse:
    subscriber.refresh_from_db()
    context = {"subscriber": subscriber, "is_in": subscriber.state == SubscriberState.CONFIRMED}
    return _closed(render(request, f"outreach/newsletter/{name}.html", context))


def _closed(response: HttpResponse) -> HttpResponse:
    """A page whose address is a secret: it goes into no index, cache or referrer."""
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    return response
