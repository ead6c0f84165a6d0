"""One reader's story in the newsroom, with what may be done about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from broadsheet.foundation.newsroom import furniture, person
from broadsheet.stories import actions, correspondence, drafting, erasing, licence, verifying, voting
from broadsheet.stories.forms import CheckForm, DeclineForm, DraftForm, LetterForm
from broadsheet.stories.models import Candidate, Check, Contribution, State
from broadsheet.stories.newsroom.access import confirmed_story, handles_contributions
from broadsheet.stories.newsroom.evidence import shown_files
from broadsheet.stories.transitions import TRANSITIONS, NotPossible
from broadsheet.stories.verifying import Finding


@handles_contributions
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A story in full, with what may be done about it."""
    return _page(request, confirmed_story(pk))


@handles_contributions
@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """One click: a draft article, opened in the editor. Clicked again, the same draft."""
    contribution = confirmed_story(pk)
    if contribution.article_id:
        return redirect("wagtailadmin_pages:edit", contribution.article_id)
    form = DraftForm(request.POST, sections=drafting.sections_for(user=person(request)))
    if not form.is_valid():
        return _page(request, contribution, draft=form)
    section = form.cleaned_data["section"]
    try:
        article = drafting.make_draft(contribution=contribution, section=section, by=person(request))
    except NotPossible as error:
        messages.error(request, str(error))
        return redirect("stories_one", pk)
    return redirect("wagtailadmin_pages:edit", article.pk)


@handles_contributions
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    contribution, form = confirmed_story(pk), DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, contribution, decline=form)
    reason = form.cleaned_data["reason"]
    return _done(
        request,
        pk,
        lambda: actions.decline(
            contribution=contribution, reason=reason, tell=form.cleaned_data["tell"], by=person(request)
        ),
    )


@handles_contributions
@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    contribution = confirmed_story(pk)
    return _done(request, pk, lambda: actions.put_back(contribution=contribution))


@handles_contributions
@require_POST
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody follows a tip."""
    contribution = confirmed_story(pk)
    return _stay(request, pk, lambda: actions.take_up(contribution=contribution, by=person(request)))


@handles_contributions
@require_POST
def to_the_vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a story to the vote of readers, or take it out of it."""
    contribution = confirmed_story(pk)
    if "out" in request.POST:
        return _stay(request, pk, lambda: voting.take_out(contribution=contribution))
    return _stay(request, pk, lambda: voting.put_forward(contribution=contribution, by=person(request)))


@handles_contributions
@require_POST
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin to check it, or write down what came of a step."""
    contribution, form = confirmed_story(pk), CheckForm(request.POST)
    if "begin" in request.POST:
        return _stay(request, pk, lambda: verifying.begin(contribution=contribution))
    if not form.is_valid():
        return _page(request, contribution, check=form)
    finding = Finding(
        step=Check.Step(form.cleaned_data["step"]),
        result=Check.Result(form.cleaned_data["result"]),
        note=form.cleaned_data["note"],
    )
    by = person(request)
    return _stay(request, pk, lambda: verifying.note(contribution=contribution, finding=finding, by=by))


@handles_contributions
@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter to the sender."""
    contribution, form = confirmed_story(pk), LetterForm(request.POST)
    if not form.is_valid():
        return _page(request, contribution, letter=form)
    text, by = form.cleaned_data["text"], person(request)
    return _stay(request, pk, lambda: correspondence.write(contribution=contribution, text=text, by=by))


def _page(request: HttpRequest, contribution: Contribution, **forms: Any) -> HttpResponse:
    sections = drafting.sections_for(user=person(request))
    possible = TRANSITIONS[State(contribution.state)]
    stands_to_vote = Candidate.objects.filter(contribution=contribution).exists()
    context = {
        "contribution": contribution,
        "files": shown_files(contribution),
        "letters": list(contribution.letters.select_related("by")),
        "checks": _checks(contribution, forms.get("check")),
        "unfinished": verifying.unfinished(contribution=contribution),
        "ends_at": erasing.ends_at(contribution),
        "letter_form": forms.get("letter") or _letter(request, contribution),
        "templates": correspondence.templates(),
        "may_write": contribution.email and contribution.state not in correspondence.CLOSED,
        "may_verify": State.VERIFYING in possible,
        "verifies": contribution.state == State.VERIFYING,
        "licence_text": licence.text_of(contribution.licence),
        "draft_form": forms.get("draft") or DraftForm(sections=sections),
        "decline_form": forms.get("decline") or DeclineForm(),
        "may_draft": bool(sections)
        and not contribution.is_tip
        and (State.ACCEPTED in possible or (stands_to_vote and not contribution.article_id)),
        "may_take_up": contribution.is_tip and State.ACCEPTED in possible,
        "stands_to_vote": stands_to_vote,
        "may_put_forward": contribution.call is not None
        and not stands_to_vote
        and contribution.state in {State.RECEIVED, State.VERIFYING, State.ACCEPTED},
        "may_decline": State.DECLINED in possible,
        "may_put_back": contribution.state in {State.ACCEPTED, State.DECLINED}
        and not contribution.article_id
        and not stands_to_vote,
        "no_sections": not sections,
    }
    under = (reverse("stories_queue"), _("Readers' stories"))
    frame = furniture(contribution.headline, icon="mail", under=under)
    return render(request, "stories/newsroom/contribution.html", frame | context)


def _letter(request: HttpRequest, contribution: Contribution) -> LetterForm:
    """An empty letter, or one begun from a template that a link names."""
    key = request.GET.get("template", "")
    return LetterForm(initial={"text": correspondence.begun(key=key, contribution=contribution)})


def _checks(contribution: Contribution, wrong: CheckForm | None) -> list[tuple[Check, CheckForm]]:
    """Each step with its form; the one that was filled in wrongly as it was sent."""
    pairs = []
    for check in contribution.checks.select_related("by"):
        is_wrong = wrong is not None and wrong.data.get("step") == check.step
        form = (
            wrong
            if wrong and is_wrong
            else CheckForm(
                initial={"step": check.step, "result": check.result, "note": check.note},
                prefix_id=check.step,
            )
        )
        pairs.append((check, form))
    return pairs


def _done(request: HttpRequest, pk: int, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except NotPossible as error:
        messages.error(request, str(error))
        return redirect("stories_one", pk)
    return redirect(f"{reverse('stories_queue')}?state={State.RECEIVED}")


def _stay(request: HttpRequest, pk: int, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except NotPossible as error:
        messages.error(request, str(error))
    return redirect("stories_one", pk)
