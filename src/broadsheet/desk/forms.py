"""Forms of the newsroom's own screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from broadsheet.desk.listing import Order, Wanted
from broadsheet.desk.models import Stage
from broadsheet.foundation.models import User
from broadsheet.news import queries
from broadsheet.news.choosers import article_chooser
from broadsheet.news.models import Author, SectionPage


class CorrectionForm(forms.Form):
    """What was wrong, and what is right."""

    text = forms.CharField(
        label=_("What was wrong, what is right"), widget=forms.Textarea(attrs={"rows": 4})
    )


class BreakingForm(forms.Form):
    """The line on top of every page."""

    text = forms.CharField(
        label=_("The line on top of every page"),
        help_text=_("Take the text out to take the line away."),
        max_length=160,
        required=False,
    )
    article = forms.ModelChoiceField(
        label=_("Its article"),
        queryset=queries.published(),
        required=False,
        widget=article_chooser.widget_class,
    )


class ListForm(forms.Form):
    """The filters over the list of articles. All in the address, so a list can be kept as a link."""

    words = forms.CharField(label=_("Words in the headline"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *Stage.choices]
    )
    section = forms.ModelChoiceField(
        label=_("Section"), required=False, queryset=SectionPage.objects.none(),
        empty_label=_("All sections"),
    )  # fmt: skip
    author = forms.ModelChoiceField(
        label=_("Author"), required=False, queryset=Author.objects.none(), empty_label=_("All authors")
    )
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    order = forms.ChoiceField(label=_("Order"), required=False, choices=Order.choices)
    mine = forms.BooleanField(label=_("Only mine"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, queryset in (
            ("section", SectionPage.objects.only("path", "title").order_by("path")),
            ("author", Author.objects.only("name").order_by("name")),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = queryset

    def wanted(self, *, user: User) -> Wanted:
        """What `listing.screen` takes; a filter that makes no sense filters nothing."""
        self.is_valid()
        given = self.cleaned_data
        return Wanted(
            words=given.get("words", ""),
            stage=Stage(given["state"]) if given.get("state") else None,
            section=given.get("section"),
            author=given.get("author"),
            owner=user if given.get("mine") else None,
            since=given.get("since"),
            until=given.get("until"),
            order=Order(given["order"]) if given.get("order") else Order.TOUCHED,
        )
