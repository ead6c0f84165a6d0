"""Forms of the reading pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from broadsheet.news import queries
from broadsheet.news.models import SectionPage
from broadsheet.news.search import Order


class SearchForm(forms.Form):
    """Words, and where and when to look."""

    q = forms.CharField(label=_("Search for"), required=False, max_length=200)
    section = forms.ModelChoiceField(
        label=_("Section"), queryset=SectionPage.objects.none(), required=False, to_field_name="slug",
        empty_label=_("All sections"),
    )  # fmt: skip
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    order = forms.ChoiceField(label=_("Order"), required=False, choices=Order.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["section"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.sections()

    def criteria(self) -> dict[str, Any]:
        """What `search.find` takes."""
        data = self.cleaned_data
        return {
            "words": data["q"],
            "section": data["section"],
            "since": data["since"],
            "until": data["until"],
            "order": Order(data["order"] or Order.BEST),
        }
