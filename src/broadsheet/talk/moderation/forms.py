"""How a moderator narrows the queue."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.clock import now
from broadsheet.foundation.text import clean_line
from broadsheet.news import queries as news
from broadsheet.talk.models import BanKind, ListKind, LockdownKind
from broadsheet.talk.moderation.queue import Shown
from broadsheet.talk.pipeline.folding import phrase as fold_phrase

PHRASES_AT_ONCE = 5000


class LockdownForm(forms.Form):
    """What a lockdown does, and for how long."""

    kind = forms.ChoiceField(label=_("What it does"), choices=LockdownKind)
    hours = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[
            (1, _("one hour")),
            (3, _("three hours")),
            (12, _("twelve hours")),
            (0, _("until it is lifted")),
        ],
        initial=3,
    )

    def until(self) -> datetime | None:
        hours = self.cleaned_data["hours"]
        return now() + timedelta(hours=hours) if hours else None


class BanForm(forms.Form):
    """Who may not write, why, and how long."""

    kind = forms.ChoiceField(label=_("What it does"), choices=BanKind, initial=BanKind.SUSPENSION)
    days = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[
            (1, _("a day")),
            (7, _("a week")),
            (30, _("thirty days")),
            (365, _("a year")),
            (0, _("for good")),
        ],
        initial=7,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("The reader is told this, and until when."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def clean_reason(self) -> str:
        return clean_line(self.cleaned_data["reason"])

    def until(self) -> datetime | None:
        days = self.cleaned_data["days"]
        return now() + timedelta(days=days) if days else None


class ListForm(forms.Form):
    """Phrases to be put on a list, one a line."""

    kind = forms.ChoiceField(label=_("What they do"), choices=ListKind)
    phrases = forms.CharField(
        label=_("Words and phrases, one a line"),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=_(
            "In plain spelling: whole words are looked for, in any case, with letters disguised, "
            "stretched or set apart. A phrase that is never minded takes the sting out of a word in it."
        ),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def clean_phrases(self) -> list[str]:
        lines = [clean_line(line) for line in self.cleaned_data["phrases"].splitlines()]
        phrases = list(dict.fromkeys(line for line in lines if line))
        if len(phrases) > PHRASES_AT_ONCE:
            raise forms.ValidationError(_("That are more than 5,000 at once."))
        for phrase in phrases:
            if len(phrase) > 100:
                raise forms.ValidationError(_("“%(start)s…” is longer than 100 characters.") % {
                    "start": phrase[:40]})  # fmt: skip
            if not fold_phrase(phrase).strip():
                raise forms.ValidationError(_("“%(phrase)s” has no letters.") % {"phrase": phrase})
        return phrases


class QueueForm(forms.Form):
    """Which posts, of which section, with which words."""

    show = forms.ChoiceField(label=_("Show"), choices=Shown, required=False)
    section = forms.TypedChoiceField(label=_("Section"), coerce=int, required=False, empty_value=None)
    words = forms.CharField(label=_("Words"), required=False, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = [(section.pk, section.title) for section in news.sections()]
        field = self.fields["section"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("All sections")), *sections]

    def criteria(self) -> dict[str, Any]:
        """What `queue.page` takes; a filter that is wrong filters nothing."""
        data = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return {
            "show": Shown(data.get("show") or Shown.WAITING),
            "section": data.get("section"),
            "words": data.get("words", ""),
        }
