"""The newsroom's queue of readers' stories, as screens in Wagtail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.auth import permission_required
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView

from broadsheet.stories import actions, drafting, licence, queries
from broadsheet.stories.forms import DeclineForm, DraftForm
from broadsheet.stories.models import Attachment, Contribution, State
from broadsheet.stories.transitions import TRANSITIONS, NotPossible
from broadsheet.stories.uploads import pictures, quarantine

PERMISSION = "stories.handle_contribution"
handles_contributions = permission_required(PERMISSION)
SHOWN_STATES = [choice for choice in State.choices if choice[0] != State.UNVERIFIED]
THUMBNAIL_SECONDS = 3600


class QueueFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=SHOWN_STATES)

    class Meta:
        model = Contribution
        fields = ["state"]


class Queue(IndexView):
    """The list, newest first, with a filter by state and a search."""

    model = Contribution
    any_permission_required = None  # who may come in is asked where the address is
    page_title = _("Readers' stories")
    header_icon = "mail"
    index_url_name = "stories_queue"
    index_results_url_name = "stories_queue_results"
    filterset_class = QueueFilters
    default_ordering = "-sent_at"
    paginate_by = 30
    is_searchable = True
    search_backend_name = None
    search_fields = ["headline", "name", "email", "place"]
    columns = [
        TitleColumn(
            "headline", label=_("Headline"), get_url=lambda one: reverse("stories_one", args=[one.pk])
        ),
        Column("name", label=_("From")),
        Column("place", label=_("Place")),
        Column("file_count", label=_("Files")),
        StatusTagColumn(
            "get_state_display", label=_("State"), primary=lambda one: one.state == "received"
        ),
        DateColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
    ]

    def get_base_queryset(self) -> QuerySet[Contribution]:
        return queries.queue()


@handles_contributions
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A story in full, with what may be done about it."""
    return _page(request, _found(pk))


@handles_contributions
@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """One click: a draft article, opened in the editor. Clicked again, the same draft."""
    contribution = _found(pk)
    if contribution.article_id:
        return redirect("wagtailadmin_pages:edit", contribution.article_id)
    form = DraftForm(request.POST, sections=drafting.sections_for(user=_user(request)))
    if not form.is_valid():
        return _page(request, contribution, draft=form)
    section = form.cleaned_data["section"]
    try:
        article = drafting.make_draft(contribution=contribution, section=section, by=_user(request))
    except NotPossible as error:
        messages.error(request, str(error))
        return redirect("stories_one", pk)
    return redirect("wagtailadmin_pages:edit", article.pk)


@handles_contributions
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    contribution, form = _found(pk), DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, contribution, decline=form)
    reason = form.cleaned_data["reason"]
    return _done(
        request, pk, lambda: actions.decline(contribution=contribution, reason=reason, by=_user(request))
    )


@handles_contributions
@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    contribution = _found(pk)
    return _done(request, pk, lambda: actions.put_back(contribution=contribution))


@handles_contributions
def original(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as it was sent: only ever as a download, and never run as anything."""
    attachment = _attachment(pk)
    response = _file(
        attachment.original, "application/octet-stream", as_attachment=True, filename=attachment.name
    )
    response["Cache-Control"] = "private, no-store"
    return response


@handles_contributions
def clean(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The clean copy of a picture, to look at."""
    attachment = _attachment(pk)
    if not attachment.clean_copy:
        raise Http404
    with quarantine.open_file(attachment.clean_copy) as file:
        kind = "image/png" if file.read(4) == b"\x89PNG" else "image/jpeg"
    return _file(attachment.clean_copy, kind)


@handles_contributions
def thumbnail(request: HttpRequest, pk: int) -> HttpResponse:
    attachment = _attachment(pk)
    if not attachment.clean_copy:
        raise Http404
    with quarantine.open_file(attachment.clean_copy) as file:
        response = HttpResponse(pictures.thumbnail(file), content_type="image/jpeg")
    response["Cache-Control"] = f"private, max-age={THUMBNAIL_SECONDS}"
    return _harmless(response)


def _page(request: HttpRequest, contribution: Contribution, **forms: Any) -> HttpResponse:
    sections = drafting.sections_for(user=_user(request))
    possible = TRANSITIONS[State(contribution.state)]
    context = {
        "contribution": contribution,
        "attachments": list(contribution.attachments.all()),
        "licence_text": licence.text_of(contribution.licence),
        "draft_form": forms.get("draft") or DraftForm(sections=sections),
        "decline_form": forms.get("decline") or DeclineForm(),
        "may_draft": bool(sections) and State.ACCEPTED in possible,
        "may_decline": State.DECLINED in possible,
        "may_put_back": State.RECEIVED in possible and not contribution.article_id,
        "no_sections": not sections,
        "header_title": contribution.headline,
        "header_icon": "mail",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("stories_queue"), "label": _("Readers' stories")},
            {"url": "", "label": contribution.headline},
        ],
    }
    return render(request, "stories/newsroom/contribution.html", context)


def _done(request: HttpRequest, pk: int, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except NotPossible as error:
        messages.error(request, str(error))
        return redirect("stories_one", pk)
    return redirect(f"{reverse('stories_queue')}?state={State.RECEIVED}")


def _found(pk: int) -> Contribution:
    """What nobody has confirmed is not the newsroom's to see."""
    confirmed = Contribution.objects.exclude(state=State.UNVERIFIED)
    return get_object_or_404(confirmed.select_related("article", "decided_by"), pk=pk)


def _attachment(pk: int) -> Attachment:
    confirmed = Attachment.objects.exclude(contribution__state=State.UNVERIFIED)
    return get_object_or_404(confirmed, pk=pk)


def _file(name: str, content_type: str, **options: Any) -> FileResponse:
    try:
        file = quarantine.open_file(name)
    except FileNotFoundError:
        raise Http404 from None
    response: FileResponse = _harmless(FileResponse(file, content_type=content_type, **options))
    return response


def _harmless(response: Any) -> Any:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _user(request: HttpRequest) -> Any:
    return request.user
