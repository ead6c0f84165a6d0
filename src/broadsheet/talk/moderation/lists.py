"""The word lists, and a test of them on the last comments before they are saved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.talk.models import ListEntry, ListKind, Post, PostState
from broadsheet.talk.moderation.forms import ListForm
from broadsheet.talk.moderation.screens import back, moderator, moderators_only, screen
from broadsheet.talk.pipeline.folding import fold, phrase
from broadsheet.talk.pipeline.lists import Hit, Lists

TESTED = 1000
EXAMPLES = 20
PER_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A comment that the new phrases would have caught."""

    post: Post
    phrases: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What new phrases would have done with the last comments.

    `harmless` are those among the caught that are public today.
    """

    looked_at: int
    caught: int
    harmless: int
    examples: list[Found]


@moderators_only
def editor(request: HttpRequest) -> HttpResponse:
    """The lists; new phrases are tried on the last comments, then saved."""
    form = ListForm(request.POST or None)
    trial = None
    if request.method == "POST" and form.is_valid():
        kind, phrases = ListKind(form.cleaned_data["kind"]), form.cleaned_data["phrases"]
        if request.POST.get("act") == "save":
            number = save(phrases, kind=kind, note=form.cleaned_data["note"], by=moderator(request))
            told = ngettext("%(number)d phrase saved.", "%(number)d phrases saved.", number)
            messages.success(request, told % {"number": number})
            return HttpResponseRedirect(reverse("talk_lists"))
        trial = try_out(phrases, kind=kind)
    words = request.GET.get("words", "")
    entries = ListEntry.objects.filter(folded__contains=phrase(words).strip()).select_related("added_by")
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("p", "1"))
    context = {"form": form, "trial": trial, "page_of": page, "words": words}
    return screen(request, "talk/moderation/lists.html", _("Word lists"), context)


@moderators_only
@require_POST
def remove(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Take a phrase off its list."""
    entry = get_object_or_404(ListEntry, pk=entry_id)
    entry.delete()
    messages.success(request, _("“%(phrase)s” is off the list.") % {"phrase": entry.phrase})
    return back(request, "talk_lists")


def save(phrases: Iterable[str], *, kind: ListKind, note: str, by: User) -> int:
    """Put phrases on a list; one that is on another moves over. How many there were."""
    entries = {
        phrase(one): ListEntry(
            phrase=one, folded=phrase(one), kind=kind, note=note, added_by=by, added_at=now()
        )
        for one in phrases
    }
    with transaction.atomic():
        ListEntry.objects.bulk_create(
            entries.values(),
            batch_size=500,
            update_conflicts=True,
            unique_fields=["folded"],
            update_fields=["phrase", "kind", "note", "added_by", "added_at"],
        )
    return len(entries)


def try_out(phrases: Iterable[str], *, kind: ListKind) -> Trial:
    """Look for phrases in the last comments, as the pipeline would."""
    phrases = list(phrases)
    standing = ListEntry.objects.values_list("phrase", "folded", "kind")
    if kind == ListKind.ALLOW:
        lists = Lists([*standing, *((one, phrase(one), kind) for one in phrases)])
        before = Lists(standing)
    else:
        allowed = standing.filter(kind=ListKind.ALLOW)
        lists = Lists([*allowed, *((one, phrase(one), kind) for one in phrases)])
        before = Lists([])
    last = list(Post.objects.order_by("-pk").select_related("thread__article")[:TESTED])
    found = []
    for post in last:
        folded = fold(f"{post.name}\n{post.text}")
        now_hit, once_hit = lists.hits(folded), before.hits(folded)
        changed = _freed(once_hit, now_hit) if kind == ListKind.ALLOW else now_hit
        if changed:
            found.append(Found(post=post, phrases=", ".join(hit.phrase for hit in changed)))
    return Trial(
        looked_at=len(last),
        caught=len(found),
        harmless=sum(one.post.state == PostState.PUBLISHED for one in found),
        examples=found[:EXAMPLES],
    )


def _freed(before: list[Hit], after: list[Hit]) -> list[Hit]:
    still = {hit.phrase for hit in after}
    return [hit for hit in before if hit.phrase not in still]
