""" "E-mail a friend" as readers and receivers see it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from broadsheet.edition.api import public_page
from broadsheet.foundation.models import User
from broadsheet.foundation.requests import address_prefix, client_address, same_origin_posts
from broadsheet.news import queries
from broadsheet.news.models import ArticlePage
from broadsheet.outreach.friend import actions
from broadsheet.outreach.friend.forms import FriendForm

TOO_OFTEN = 429


@same_origin_posts
def send(request: HttpRequest, article_id: int) -> HttpResponse:
    """The form under an article's "E-mail"; its own mail program is offered first."""
    article = get_object_or_404(queries.published(), pk=article_id)
    if request.method != "POST":
        return _page(request, article, FriendForm(initial=_known(request)))
    form = FriendForm(request.POST)
    if not form.is_valid():
        return _page(request, article, form)
    if form.trapped:
        return redirect("friend_sent")
    try:
        actions.ask_for_letter(
            article=article,
            sender=form.cleaned_data["name"],
            recipient=form.cleaned_data["email"],
            reader=_reader(request),
        )
    except actions.TooManyLetters:
        enough = _("Enough letters were sent for today. Your own mail program can send more.")
        form.add_error(None, enough)
        return _page(request, article, form, status=TOO_OFTEN)
    return redirect("friend_sent")


@public_page
def sent(request: HttpRequest) -> HttpResponse:
    """The same for every address."""
    return render(request, "outreach/friend/sent.html")


def never_again(request: HttpRequest, token: str) -> HttpResponse:
    """Only the button acts on GET's page: programs follow links too. Works without cookies."""
    fingerprint = actions.read_token(token)
    if fingerprint is None:
        return _private(render(request, "outreach/friend/link_over.html", status=404))
    if request.method == "POST":
        actions.never_again(fingerprint=fingerprint)
    context = {"done": request.method == "POST"}
    return _private(render(request, "outreach/friend/never_again.html", context))


# Mail programs press this button for their owner, from no page of ours (RFC 8058 §3.2).
never_again.csrf_exempt = True  # type: ignore[attr-defined]


def _page(
    request: HttpRequest, article: ArticlePage, form: FriendForm, status: int = 200
) -> HttpResponse:
    form.renew()
    context = {"article": article, "form": form}
    response = render(request, "outreach/friend/send.html", context, status=status)
    response["Cache-Control"] = "private, no-cache"
    return response


def _known(request: HttpRequest) -> dict[str, str]:
    return {"name": request.user.name} if isinstance(request.user, User) else {}


def _reader(request: HttpRequest) -> str:
    """Who asks: the account, or the network; counted, not read back."""
    who = f"user:{request.user.pk}" if request.user.is_authenticated else ""
    who = who or address_prefix(client_address(request))
    return salted_hmac("broadsheet.friend.reader", who, algorithm="sha256").hexdigest()[:32]


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    return response
