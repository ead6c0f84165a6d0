"""Forms of the newsroom's own screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from broadsheet.desk.listing import Order, Wanted
from broadsheet.desk.models import Stage
from broadsheet.foundation.forms import RowChoiceField
from broadsheet.foundation.models import User
from broadsheet.news import kills, live, queries
from broadsheet.news.choosers import article_chooser
from broadsheet.news.languages import native_name
from broadsheet.news.models import ArticlePage, Author, SectionPage


class CorrectionForm(forms.Form):
    """What was wrong, and what is right."""

    text = forms.CharField(
        label=_("What was wrong, what is right"), widget=forms.Textarea(attrs={"rows": 4})
    )

    before = forms.CharField(
        label=_("The words as they stand"),
        help_text=_(
            "Copied from the article: they are replaced, and shown with the correction. "
            "Left empty, the text stays as it is."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    after = forms.CharField(
        label=_("The words that are right"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class EntryForm(forms.Form):
    """An entry of a live coverage."""

    text = forms.CharField(
        label=_("What happens"),
        help_text=_("Plain text; an empty line begins a paragraph. Ctrl and Enter publish it."),
        max_length=live.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True, "data-quick": ""}),
    )
    headline = forms.CharField(label=_("Headline"), required=False, max_length=200)
    is_key = forms.BooleanField(label=_("Key event"), required=False)
    is_pinned = forms.BooleanField(label=_("Stays on top"), required=False)


class PlanForm(forms.Form):
    """Something to cover."""

    title = forms.CharField(label=_("What"), max_length=200)
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    section = RowChoiceField(label=_("Section"), required=False, queryset=SectionPage.objects.none())
    people = forms.ModelMultipleChoiceField(
        label=_("People"), required=False, queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_from(self.fields["section"], SectionPage.objects.only("path", "title").order_by("path"))
        newsroom = User.objects.filter(is_active=True, groups__isnull=False).distinct()
        _choose_from(self.fields["people"], newsroom.order_by("name", "email"))
        self.fields["people"].label_from_instance = _colleague  # type: ignore[attr-defined]


def _colleague(user: User) -> str:
    return user.name or user.get_full_name() or user.email


class PlanFilters(forms.Form):
    """What of the planning is shown; all in the address."""

    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    section = RowChoiceField(
        label=_("Section"), required=False, queryset=SectionPage.objects.none(),
        empty_label=_("All sections"),
    )  # fmt: skip
    mine = forms.BooleanField(label=_("Only mine"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_from(self.fields["section"], SectionPage.objects.only("path", "title").order_by("path"))


def _choose_from(field: forms.Field, queryset: Any) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = queryset


class ReasonForm(forms.Form):
    """Why something is done that stays on record."""

    because = forms.CharField(
        label=_("Why"),
        help_text=_("Stays on record with your name."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, article: ArticlePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.article = article


class KillForm(ReasonForm):
    """A reason; where the article is there in other languages, whether those go as well."""

    here_only = forms.BooleanField(
        label=_("Only in this language"),
        help_text=_("Left empty, it goes in every language that it is there in:"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [one for one in kills.in_every_language(self.article) if one.pk != self.article.pk]
        if not others:
            del self.fields["here_only"]
            return
        ways = ((reverse("desk_kill", args=[one.pk]), native_name(one.language)) for one in others)
        links = format_html_join(", ", '<a href="{}">{}</a>', ways)
        field = self.fields["here_only"]
        field.help_text = format_html("{} {}", field.help_text, links)


class ChangesForm(forms.Form):
    """Whose changes are looked at."""

    who = RowChoiceField(
        label=_("By"), required=False, queryset=User.objects.none(), empty_label=_("Everybody")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = User.objects.filter(Q(groups__isnull=False) | Q(is_superuser=True))
        _choose_from(self.fields["who"], everybody.distinct().order_by("name", "email"))


class BreakingForm(forms.Form):
    """The line on top of every page, and to readers' screens."""

    text = forms.CharField(
        label=_("The line on top of every page"),
        help_text=_("Take the text out to take the line away."),
        max_length=160,
        required=False,
    )
    article = RowChoiceField(
        label=_("Its article"),
        queryset=queries.published(),
        required=False,
        widget=article_chooser.widget_class,
    )
    to_screens = forms.BooleanField(
        label=_("Send it to readers' screens, too"),
        help_text=_("To those who want breaking news there, once an article. It cannot be called back."),
        required=False,
    )

    def __init__(self, *args: Any, may_send: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_send:
            del self.fields["to_screens"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("to_screens") and not (given.get("text") and given.get("article")):
            self.add_error("to_screens", _("It needs a line and an article that it leads to."))
        return given


class ListForm(forms.Form):
    """The filters over the list of articles. All in the address, so a list can be kept as a link."""

    words = forms.CharField(label=_("Words in the headline"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *Stage.choices]
    )
    section = RowChoiceField(
        label=_("Section"), required=False, queryset=SectionPage.objects.none(),
        empty_label=_("All sections"),
    )  # fmt: skip
    author = RowChoiceField(
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
