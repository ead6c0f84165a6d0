"""Sources and rules: who is asked, and where what they send goes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views.generic import CreateView, DeleteView, EditView
from wagtail.admin.viewsets.model import ModelViewSet

from broadsheet.foundation.outside import Unreachable
from broadsheet.wire.errors import ImportRefused
from broadsheet.wire.models import Rule, Source
from broadsheet.wire.newsroom.forms import TryForm
from broadsheet.wire.newsroom.screens import back, keeps_sources, screen
from broadsheet.wire.sources import keeping, looking

SHOWN = 10  # stories of an address that is tried
LONGEST_ADDRESS = 500


class ToTheSources:
    """A form that ends at the wire's own list of sources."""

    def get_success_url(self) -> str:
        return reverse("wire_sources")


class AddSource(ToTheSources, CreateView):
    """A new source; an address that was tried first is in it already."""

    def get_initial_form_instance(self) -> Source:
        return Source(address=self.request.GET.get("address", "")[:LONGEST_ADDRESS])


class ChangeSource(ToTheSources, EditView):
    """What is known of a source."""


class DeleteSource(ToTheSources, DeleteView):
    """The end of a source."""


class SourceViewSet(ModelViewSet):
    """The forms of a source."""

    model = Source
    add_view_class = AddSource
    edit_view_class = ChangeSource
    delete_view_class = DeleteSource
    icon = "download"
    add_to_admin_menu = False
    form_fields = [
        "name", "kind", "address", "section", "language", "pictures", "whole", "senders", "interval",
    ]  # fmt: skip
    list_display = ["name", "kind", "address", "state"]
    inspect_view_enabled = False


class RuleViewSet(ModelViewSet):
    """Where stories go that have something in common."""

    model = Rule
    icon = "list-ol"
    add_to_admin_menu = False
    menu_label = gettext_lazy("Rules")
    form_fields = ["name", "order", "source", "words", "subject", "urgency", "section", "act"]
    list_display = ["name", "order", "source", "section", "get_act_display"]
    ordering = ["order", "pk"]
    inspect_view_enabled = False


@keeps_sources
def sources(request: HttpRequest) -> HttpResponse:
    """All sources, and how they are."""
    found = Source.objects.select_related("section")
    context = {"sources": found, "form": TryForm()}
    return screen(request, "wire/sources.html", _("Sources"), context)


@keeps_sources
def attempt(request: HttpRequest) -> HttpResponse:
    """Show what would be taken from an address; nothing is kept."""
    form = TryForm(request.POST or None)
    received, trouble = None, ""
    if request.method == "POST" and form.is_valid():
        try:
            received = looking.preview(address=form.cleaned_data["address"])
        except (Unreachable, ImportRefused) as error:
            trouble = str(error)
    context = {
        "form": form,
        "received": received,
        "stories": received.stories[::-1][:SHOWN] if received else (),
        "trouble": trouble,
    }
    return screen(request, "wire/try.html", _("Try an address"), context)


@keeps_sources
def attempt_source(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the next look at a source would take; nothing is kept."""
    source = get_object_or_404(Source, pk=pk)
    received, trouble = None, ""
    try:
        received = looking.preview_of(source=source)
    except (Unreachable, ImportRefused) as error:
        trouble = str(error)
    stories = received.stories[::-1][:SHOWN] if received else ()
    context = {"source": source, "received": received, "stories": stories, "trouble": trouble}
    return screen(request, "wire/try.html", source.name, context)


@keeps_sources
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause a source, go on with it, or look at it now."""
    source = get_object_or_404(Source, pk=pk)
    verb = request.POST.get("act")
    if verb == "pause":
        keeping.pause(source=source)
        messages.success(request, _("“%(name)s” is paused.") % {"name": source.name})
    elif verb == "resume":
        keeping.resume(source=source)
        messages.success(request, _("“%(name)s” is looked at again.") % {"name": source.name})
    elif verb == "look":
        taken = looking.look(source=source)
        number = len(taken.new) + len(taken.changed)
        said = ngettext("%(number)d story came in.", "%(number)d stories came in.", number)
        if source.failures:
            messages.error(request, f"“{source.name}”: {source.trouble}")
        else:
            messages.success(request, said % {"number": number})
    return back(request, "wire_sources")
