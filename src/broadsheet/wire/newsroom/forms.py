"""The forms of the wire's screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.forms import RowChoiceField
from broadsheet.news.models import SectionPage
from broadsheet.wire.models import Customer, Source
from broadsheet.wire.newsroom.queries import Shown


class ListForm(forms.Form):
    """Which items the list shows. What it cannot read it takes as not given."""

    show = forms.ChoiceField(label=_("Show"), choices=Shown.choices, required=False)
    source = RowChoiceField(
        Source.objects.all(), label=_("Source"), required=False, empty_label=_("All sources")
    )
    q = forms.CharField(label=_("Words"), required=False, max_length=200)

    def criteria(self) -> dict[str, Any]:
        self.is_valid()
        found = getattr(self, "cleaned_data", {})
        source = found.get("source")
        return {
            "show": found.get("show") or Shown.NEW,
            "source": source.pk if source else None,
            "words": found.get("q") or "",
        }


class DraftForm(forms.Form):
    """Into which section a draft goes."""

    section = RowChoiceField(SectionPage.objects.order_by("path"), label=_("Section"), empty_label=None)


class TryForm(forms.Form):
    """An address to be tried."""

    address = forms.URLField(
        label=_("Address"), max_length=500, assume_scheme="https",
        help_text=_("Of a feed, a news page, or a file of agency copy."),
    )  # fmt: skip


class CustomerForm(forms.ModelForm):
    """A new customer."""

    class Meta:
        model = Customer
        fields = ["name", "contact", "per_minute", "others_copy"]
