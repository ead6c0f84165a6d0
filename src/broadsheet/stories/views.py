"""“Send your stories” as readers see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from broadsheet.edition.api import public_page
from broadsheet.foundation.models import User
from broadsheet.foundation.requests import client_address, same_origin_posts
from broadsheet.foundation.text import clean_line, clean_text
from broadsheet.stories import actions, keeping, licence, limits, queries
from broadsheet.stories.actions import Submission
from broadsheet.stories.forms import StoryForm, TipForm
from broadsheet.stories.links import Purpose, contribution_of
from broadsheet.stories.models import Call, Contribution, State, StoriesSettings
from broadsheet.stories.transitions import NotPossible
from broadsheet.stories.uploads import receiving
from broadsheet.stories.uploads.checking import Upload
from broadsheet.stories.uploads.errors import FilesRefused

SHARED = 4000  # letters of what another app hands over
TOO_MUCH = 413
TOO_OFTEN = 429


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Which of the forms: any story, a call's, or a tip."""

    call: Call | None = None
    is_tip: bool = False

    def form(self, *args: Any, **kw: Any) -> StoryForm:
        return TipForm(*args, **kw) if self.is_tip else StoryForm(*args, call=self.call, **kw)

    @property
    def template(self) -> str:
        return "stories/tip.html" if self.is_tip else f"stories/{'call' if self.call else 'send'}.html"


@same_origin_posts
def send(request: HttpRequest) -> HttpResponse:
    """Any story, at any time."""
    return send_with(request, Ask())


@same_origin_posts
def tip(request: HttpRequest) -> HttpResponse:
    """Something the newsroom should look into."""
    return send_with(request, Ask(is_tip=True))


def send_with(request: HttpRequest, ask: Ask) -> HttpResponse:
    """One of the forms. Not kept as a page: it is stamped anew for every reader."""
    if request.method != "POST":
        begun = _known_sender(request, ask) | _begun(request)
        return _form_page(request, ask, ask.form(initial=begun))
    received = receiving.receive(request, field_name="attachments")
    form = ask.form(received.fields, uploads=received.files, problems=received.problems)
    if not limits.may_try(address=client_address(request)):
        message = _("Too many forms came from here. Please wait an hour.")
        return _again(request, ask, form, message, TOO_OFTEN)
    if not form.is_valid():
        too_much = receiving.too_large_in_all() in received.problems
        return _again(request, ask, form, status=TOO_MUCH if too_much else 200)
    return _take(request, ask, form)


@public_page
def check_mail(request: HttpRequest) -> HttpResponse:
    """After sending without a confirmed address: the same for everybody."""
    return render(request, "stories/check_mail.html", {"days": keeping.UNVERIFIED.days})


@public_page
def thanks(request: HttpRequest) -> HttpResponse:
    """The story is with the newsroom."""
    return render(request, "stories/thanks.html")


@same_origin_posts
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link in the mail. Only its button confirms: programs follow links too."""
    contribution = contribution_of(token=token, purpose=Purpose.CONFIRM)
    if contribution is None:
        return _private(render(request, "stories/link_over.html", status=404))
    if request.method != "POST":
        return _private(render(request, "stories/confirm.html", _about(contribution)))
    return _confirm_or_discard(request, contribution)


@same_origin_posts
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Take a story back, from the link in the mail or the account page."""
    contribution = contribution_of(token=token, purpose=Purpose.WITHDRAW)
    if contribution is None:
        return _private(render(request, "stories/link_over.html", status=404))
    context = _about(contribution)
    if request.method == "POST":
        context |= _attempt(lambda: actions.withdraw(contribution=contribution))
        contribution.refresh_from_db()
    return _private(render(request, "stories/withdraw.html", context))


def _take(request: HttpRequest, ask: Ask, form: StoryForm) -> HttpResponse:
    data = form.cleaned_data
    if not limits.may_send(address=client_address(request), email=data["email"]):
        message = _("Many stories came from here today. Please send this one tomorrow.")
        return _again(request, ask, form, message, TOO_OFTEN)
    submission = Submission(
        name=data["name"],
        email=data["email"].lower(),
        headline=data["headline"],
        text=data.get("text", ""),
        place=data.get("place", ""),
        licence=data.get("licence", ""),
        call=ask.call,
        answers=form.answers(),
        is_tip=ask.is_tip,
    )
    uploads = [Upload(name=file.name or "", file=file.file) for file in data.get("attachments", [])]
    try:
        return _keep(request, submission, uploads)
    except FilesRefused as refusal:
        for reason in refusal.reasons:
            form.add_error("attachments", reason)
        return _again(request, ask, form)


def _keep(request: HttpRequest, submission: Submission, uploads: list[Upload]) -> HttpResponse:
    user = request.user
    if isinstance(user, User) and submission.email in queries.verified_addresses(user=user):
        actions.take_in_from_account(submission=submission, uploads=uploads, user=user)
        return redirect("stories_thanks")
    actions.take_in(submission=submission, uploads=uploads)
    return redirect("stories_check_mail")


def _confirm_or_discard(request: HttpRequest, contribution: Contribution) -> HttpResponse:
    if request.POST.get("answer") == "discard":
        result = _attempt(lambda: actions.discard(contribution=contribution))
        page = "stories/confirm.html" if result["problem"] else "stories/discarded.html"
        return _private(render(request, page, _about(contribution) | result))
    actions.confirm(contribution=contribution)
    return redirect("stories_thanks")


def _attempt(act: Callable[[], object]) -> dict[str, str]:
    try:
        act()
    except NotPossible as error:
        return {"problem": str(error)}
    return {"problem": ""}


def _about(contribution: Contribution) -> dict[str, Any]:
    return {"contribution": contribution, "waits": contribution.state == State.UNVERIFIED}


def _again(
    request: HttpRequest, ask: Ask, form: StoryForm, message: str = "", status: int = 200
) -> HttpResponse:
    """The form filled in, with what is wrong. Browsers never fill in files again."""
    if message:
        form.add_error(None, message)
    form.again()
    return _form_page(request, ask, form, status=status)


def _form_page(request: HttpRequest, ask: Ask, form: StoryForm, status: int = 200) -> HttpResponse:
    channel = StoriesSettings.objects.order_by("pk").first() or StoriesSettings()
    context = {
        "form": form,
        "call": ask.call,
        "is_tip": ask.is_tip,
        "safe_channel": channel.safe_channel,
        "safe_channel_note": channel.safe_channel_note,
        "tip_days": keeping.TIPS.days,
        "error_summary": _("The story was not sent yet. Please look at what is marked below."),
        "files_lost": form.is_bound and bool(form.uploads or form.problems),
        "licence_text": licence.text_of(form.terms),
        "confirm_days": keeping.UNVERIFIED.days,
        "unused_days": keeping.UNUSED.days,
    }
    response = render(request, ask.template, context, status=status)
    # Not `no-store`: going back must bring back what somebody wrote.
    response["Cache-Control"] = "private, no-cache"
    return response


def _begun(request: HttpRequest) -> dict[str, str]:
    """What was shared to the paper from another app is the beginning of a story."""
    said = {
        "headline": clean_line(request.GET.get("headline", "")),
        "text": clean_text(request.GET.get("text", "")),
    }
    return {name: words[:SHARED] for name, words in said.items() if words}


def _known_sender(request: HttpRequest, ask: Ask) -> dict[str, str]:
    """What a signed-in reader need not write; who gives a tip says their name themselves."""
    if not isinstance(request.user, User):
        return {}
    return {"email": request.user.email} | ({} if ask.is_tip else {"name": request.user.name})


def _private(response: HttpResponse) -> HttpResponse:
    """A page whose address is a secret: it goes into no index, cache or referrer."""
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    return response
