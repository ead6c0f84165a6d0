"""The wire list and its items."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from broadsheet.wire.models import Item
from broadsheet.wire.newsroom import deciding, queries
from broadsheet.wire.newsroom.forms import DraftForm, ListForm
from broadsheet.wire.newsroom.screens import back, handles_wire, person, screen
from broadsheet.wire.newsroom.showing import dateline_of, parts_of, terms_of
from broadsheet.wire.sources import drafting
from broadsheet.wire.story import Release


@handles_wire
def wire_list(request: HttpRequest) -> HttpResponse:
    """What came in, newest first."""
    form = ListForm(request.GET)
    criteria = form.criteria()
    page = queries.page(**criteria, number=request.GET.get("p", "1"))
    context = {
        "form": form,
        "show": criteria["show"],
        "page_of": page,
        "newest": max((item.pk for item in page), default=0),
    }
    return screen(request, "wire/list.html", _("Wire"), context)


@handles_wire
def newer(request: HttpRequest) -> HttpResponse:
    """How many came after an item, for the open list."""
    after = request.GET.get("after", "")
    return JsonResponse({"number": queries.count_after(pk=int(after)) if after.isdecimal() else 0})


@handles_wire
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """An item in full, with what is said otherwise elsewhere."""
    found = Item.objects.select_related("source", "section", "article", "rule", "by")
    item = get_object_or_404(found, pk=pk)
    story = item.as_story
    context = {
        "item": item,
        "story": story,
        "killed": story.release == Release.CANCELLED,
        "parts": parts_of(story),
        "terms": terms_of(story),
        "dateline": dateline_of(story),
        "changes": queries.changes(item=item, story=story),
        "others": queries.alike(item=item, story=story),
        "form": DraftForm(initial={"section": drafting.section_for(item=item)}),
    }
    return screen(request, "wire/item.html", item.headline, context)


@handles_wire
@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a draft in the section chosen, and open it."""
    item = get_object_or_404(Item.objects.select_related("source", "section"), pk=pk)
    form = DraftForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a section."))
        return redirect("wire_item", pk)
    section = form.cleaned_data["section"]
    if not deciding.may_draft_in(section=section, by=person(request)):
        messages.error(request, _("You may not write in this section."))
        return redirect("wire_item", pk)
    try:
        article = drafting.draft(item=item, section=section, by=person(request))
    except drafting.NoDraft as error:
        messages.error(request, _("No draft was made: %(why)s.") % {"why": error})
        return redirect("wire_item", pk)
    return redirect("wagtailadmin_pages:edit", article.pk)


@handles_wire
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """One press of a button, for one item or all that are ticked."""
    outcome = deciding.carry_out(data=request.POST, by=person(request))
    for problem in outcome.problems:
        messages.warning(request, problem)
    for article in outcome.articles:
        edit = messages.button(reverse("wagtailadmin_pages:edit", args=[article.pk]), _("Edit"))
        said = _("Draft: “%(headline)s”.") % {"headline": article.title}
        messages.success(request, said, buttons=[edit])
    if outcome.moved:
        said = ngettext("%(number)d story moved.", "%(number)d stories moved.", outcome.moved)
        messages.success(request, said % {"number": outcome.moved})
    return back(request)
