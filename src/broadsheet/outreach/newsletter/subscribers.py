"""Who gets the newsletter, as the newsroom sees it: a list to search, and a table to take along."""

from __future__ import annotations

import csv
import json
from typing import Any

import django_filters
from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_required
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets import Button

from broadsheet.foundation.newsroom import furniture, person
from broadsheet.outreach.models import Subscriber, SubscriberState, Subscription
from broadsheet.outreach.newsletter import on_behalf

PERMISSION = "outreach.send_newsletter"
CHUNK = 1000
LETTERS_SHOWN = 30
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what makes a cell a formula in spreadsheets


class SubscriberFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=SubscriberState.choices)

    class Meta:
        model = Subscriber
        fields = ["state"]


class SubscriberList(IndexView):
    """Everybody who signed up, the newest first. Nobody is added here: they ask themselves."""

    model = Subscriber
    any_permission_required = None  # its address asks for the newsletter's own permission
    page_title = _("Subscribers")
    header_icon = "group"
    index_url_name = "newsletter_subscribers"
    index_results_url_name = "newsletter_subscribers_results"
    filterset_class = SubscriberFilters
    default_ordering = "-asked_at"
    paginate_by = 50
    is_searchable = True
    search_backend_name = None
    search_fields = ["email"]
    columns = [
        TitleColumn(
            "email", label=_("E-mail address"), sort_key="email", url_name="newsletter_subscriber"
        ),
        Column("name", label=_("Name"), sort_key="name"),
        StatusTagColumn(
            "get_state_display", label=_("State"), primary=lambda one: one.state == "confirmed"
        ),
        DateColumn("asked_at", label=_("Asked"), sort_key="asked_at"),
        DateColumn("confirmed_at", label=_("Confirmed"), sort_key="confirmed_at"),
        DateColumn("unsubscribed_at", label=_("Unsubscribed"), sort_key="unsubscribed_at"),
        DateColumn("suppressed_at", label=_("Letters came back"), sort_key="suppressed_at"),
    ]

    def get_base_queryset(self) -> QuerySet[Subscriber]:
        return Subscriber.objects.all()

    @property
    def header_more_buttons(self) -> list[Button]:
        return [
            Button(_("Returned letters"), reverse("newsletter_returned"), icon_name="mail"),
            Button(
                _("Take the list along"), reverse("newsletter_subscribers_csv"), icon_name="download"
            ),
        ]


@permission_required(PERMISSION)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: what they get and got, and what they may ask the newsroom to do for them."""
    reader = get_object_or_404(Subscriber, pk=pk)
    answer = request.POST.get("answer", "")
    if answer == "export":
        return _file(on_behalf.take_out(reader=reader, by=person(request)))
    if answer == "leave":
        on_behalf.end_letters(reader=reader, by=person(request))
        messages.success(request, _("No more letters go to %(address)s.") % {"address": reader.email})
        return redirect("newsletter_subscriber", pk)
    if answer == "erase" and request.POST.get("sure") == "yes":
        on_behalf.erase(reader=reader, by=person(request))
        messages.success(request, _("The address is erased."))
        return redirect("newsletter_subscribers")
    under = (reverse("newsletter_subscribers"), str(_("Subscribers")))
    context = furniture(reader.email, icon="user", under=under) | {
        "reader": reader,
        "is_in": reader.state == SubscriberState.CONFIRMED,
        "lists": reader.subscriptions.select_related("list").order_by("pk"),
        "letters": reader.deliveries.select_related("issue").order_by("-pk")[:LETTERS_SHOWN],
    }
    return render(request, "outreach/newsletter/newsroom/subscriber.html", context)


def _file(kept: dict[str, Any]) -> HttpResponse:
    text = json.dumps(kept, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="newsletter.json"'
    return response


@permission_required(PERMISSION)
def as_csv(request: HttpRequest) -> HttpResponse:
    """Everybody who signed up, as a table for a spreadsheet."""
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="subscribers.csv"'},
    )
    sheet = csv.writer(response)
    sheet.writerow(["email", "state", "confirmed", "unsubscribed", "came back", "name", "lists"])
    on_them = Subscription.objects.filter(left_at=None).select_related("list")
    everybody = Subscriber.objects.order_by("email").prefetch_related(
        Prefetch("subscriptions", queryset=on_them)
    )
    for subscriber in everybody.iterator(CHUNK):
        times = (subscriber.confirmed_at, subscriber.unsubscribed_at, subscriber.suppressed_at)
        row = (
            subscriber.email,
            subscriber.state,
            *(time.isoformat() if time else "" for time in times),
            subscriber.name,
            " ".join(one.list.slug for one in subscriber.subscriptions.all()),
        )
        sheet.writerow([_cell(value) for value in row])
    return response


def _cell(value: Any) -> str:
    """Text that a spreadsheet takes for text."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
