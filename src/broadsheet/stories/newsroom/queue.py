"""The newsroom's list of readers' stories."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView

from broadsheet.stories import queries
from broadsheet.stories.models import Call, Contribution, State

SHOWN_STATES = [choice for choice in State.choices if choice[0] != State.UNVERIFIED]


class QueueFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=SHOWN_STATES)

    call = django_filters.ModelChoiceFilter(label=_("Call"), queryset=Call.objects.all())
    is_tip = django_filters.BooleanFilter(label=_("Tips"))

    class Meta:
        model = Contribution
        fields = ["state", "call", "is_tip"]


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
        Column("what", label=_("For")),
        Column("file_count", label=_("Files")),
        StatusTagColumn(
            "get_state_display", label=_("State"), primary=lambda one: one.state == "received"
        ),
        DateColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
    ]

    def get_base_queryset(self) -> QuerySet[Contribution]:
        return queries.queue()
