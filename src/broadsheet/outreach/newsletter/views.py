"""The newsletter as readers see it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from broadsheet.edition.api import depends_on, public_page, valid_until
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.foundation.requests import (
    address_prefix,
    client_address,
    is_cross_site,
    same_origin_posts,
)
from broadsheet.foundation.text import clean_line, paragraphs
from broadsheet.news import shown
from broadsheet.outreach.models import Issue, Subscriber, SubscriberState
from broadsheet.outreach.newsletter import actions, choosing, lists, queries, tokens, writing
from broadsheet.outreach.newsletter.forms import SignUpForm

TOO_OFTEN = 429
ISSUES_SHOWN = 12
REGION = "components/newsletter_form.html"
STAMP_HOLDS = timedelta(hours=12)  # the page is made anew before its form is too old


@same_origin_posts
def newsletter(request: HttpRequest) -> HttpResponseBase:
    """Sign up, and see what has gone out."""
    if request.method == "POST":
        return _sign_up(request)
    if request.GET.get("email"):
        return closed(_page(request, _filled_in(request.GET["email"])))
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
    """An issue that went out, as a page; without what was withdrawn since."""
    found = get_object_or_404(queries.out().prefetch_related("stories"), pk=issue_id)
    # Of all its articles, also of those not public now: they may come back.
    depends_on(f"issue:{found.pk}", *[f"article:{story.article_id}" for story in found.stories.all()])
    context = {
        "issue": found,
        "intro": paragraphs(found.public_intro),
        "articles": shown.shows(writing.stories(found)),
    }
    return render(request, "outreach/newsletter/issue.html", context)


@public_page
def issues(request: HttpRequest) -> HttpResponse:
    """Every issue that went out, newest first."""
    depends_on("newsletter")
    context = {"page_of": queries.page_of_issues(request.GET.get("page"))}
    return render(request, "outreach/newsletter/issues.html", context)


@same_origin_posts
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Only the button confirms: programs that look at mail follow links."""
    found = tokens.who_confirms(token)
    if found is None:
        return link_over(request)
    subscriber, wanted = found
    if request.method == "POST":
        actions.confirm(subscriber=subscriber, wanted=wanted)
    named = lists.offered().filter(pk__in=wanted)
    has_all = not set(wanted) - {one.pk for one in lists.of(subscriber=subscriber)}
    return _private(request, "confirm", subscriber, wanted=named, has_all=has_all)


@csrf_exempt  # mail programs press this for their owner, from no page of ours (RFC 8058 §3.2)
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Leave the letter's list by POST alone; the page has a way back, and the way out of all."""
    found = tokens.who_leaves(token)
    if found is None:
        return link_over(request)
    subscriber, issue = found
    one = issue.list if issue else None
    if request.method == "POST":
        _leave_or_return(request, subscriber, issue)
    is_on = one is not None and lists.of(subscriber=subscriber).filter(pk=one.pk).exists()
    context = {
        "list": one, "is_on": is_on, "others": lists.of(subscriber=subscriber),
        "choose_url": reverse("newsletter_mine", args=[token]),
    }  # fmt: skip
    return _private(request, "leave", subscriber, **context)


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


def _leave_or_return(request: HttpRequest, subscriber: Subscriber, issue: Issue | None) -> None:
    """A mail program's press says no more than `List-Unsubscribe=One-Click`: it means this list."""
    one = issue.list if issue else None
    answer = request.POST.get("answer")
    if answer == "return":
        if is_cross_site(request):  # only our own page has that button
            return
        if one is None:
            actions.come_back(subscriber=subscriber)
        else:
            choosing.rejoin(subscriber=subscriber, one=one)
    else:
        choosing.leave_by_letter(subscriber=subscriber, issue=issue, everything=answer == "all")


def _sign_up(request: HttpRequest) -> HttpResponse:
    if "stamp" not in request.POST:  # from a page made for everybody, perhaps days ago
        return _again(request, _filled_in(request.POST.get("email", "")), one_more_click=True)
    form = SignUpForm(request.POST)
    if not form.is_valid():
        return _again(request, form)
    if form.trapped:
        return _asked(request)
    try:
        actions.sign_up(email=form.cleaned_data["email"], reader=who_asks(request), wanted=form.wanted)
    except actions.TooManySignUps:
        form.add_error(None, _("Many people sign up right now. Please try again in an hour."))
        return _again(request, form, status=TOO_OFTEN)
    return _asked(request)


def who_asks(request: HttpRequest) -> str:
    """Where a question comes from, as a key that can be counted but not read back."""
    network = address_prefix(client_address(request))
    keyed = salted_hmac("broadsheet.newsletter.reader", network, algorithm="sha256")
    return keyed.hexdigest()[:32]


def _filled_in(email: str) -> SignUpForm:
    """The form with an address in it, which its owner has only to look at."""
    form = SignUpForm(initial={"email": clean_line(email)[:254]})
    form.may_be_quick()
    return form


def _asked(request: HttpRequest) -> HttpResponse:
    if _wants_region(request):
        context = {"newsletter_asked": True, "days": tokens.CONFIRM_AGE.days}
        return closed(render(request, REGION, context))
    return redirect("newsletter_asked")


def _again(request: HttpRequest, form: SignUpForm, *, status: int = 200, **more: Any) -> HttpResponse:
    """The form filled in, on its page or in the place it was sent from."""
    if not _wants_region(request):
        return closed(_page(request, form, status, **more))
    form.renew()
    return closed(render(request, REGION, {"newsletter_form": form, **more}, status=status))


def _wants_region(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _page(request: HttpRequest, form: SignUpForm, status: int = 200, **more: Any) -> HttpResponse:
    depends_on("newsletter")
    form.renew()
    newest = list(queries.out().defer("html", "plain")[: ISSUES_SHOWN + 1])
    context = {"form": form, "issues": newest[:ISSUES_SHOWN], "has_more": len(newest) > ISSUES_SHOWN}
    return render(request, "outreach/newsletter/page.html", context | more, status=status)


def link_over(request: HttpRequest) -> HttpResponse:
    return closed(render(request, "outreach/newsletter/link_over.html", status=404))


def _private(request: HttpRequest, name: str, subscriber: Subscriber, **more: Any) -> HttpResponse:
    subscriber.refresh_from_db()
    context = {"subscriber": subscriber, "is_in": subscriber.state == SubscriberState.CONFIRMED} | more
    return closed(render(request, f"outreach/newsletter/{name}.html", context))


def closed(response: HttpResponse) -> HttpResponse:
    """A page for one reader: it goes into no index, cache or referrer."""
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    return response
