"""Signing up, and choosing what comes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.clock import now
from broadsheet.foundation.forms import StampedForm
from broadsheet.outreach.models import MailingList, Subscriber
from broadsheet.outreach.newsletter import lists, zones

PAUSES = (7, 14, 30, 90)  # days
AS_IT_IS = "as it is"


class ListsField(forms.ModelMultipleChoiceField):
    """Lists with what comes on them."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: MailingList) -> str:
        return f"{obj.name} – {obj.description}" if obj.description else obj.name


class SignUpForm(StampedForm):
    purpose = "newsletter"

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_(
            "We write to it once and ask whether it was you. Nothing else comes before your yes."
        ),
    )
    lists = ListsField(
        MailingList.objects.none(),
        label=_("What would you like to get?"),
        error_messages={"required": _("Please choose at least one.")},
    )

    field_order = ("email", "lists")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = lists.offered()
        if offered:
            self._lists.queryset = offered
            self.initial.setdefault("lists", lists.preselected())
        else:
            del self.fields["lists"]

    @property
    def wanted(self) -> list[int]:
        """Keys of the lists that were chosen."""
        return [one.pk for one in self.cleaned_data.get("lists", ())]

    @property
    def _lists(self) -> Any:
        return self.fields["lists"]


class AskForLinkForm(StampedForm):
    purpose = "newsletter link"

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("A letter with a link comes to it, if it gets the newsletter."),
    )


class ChoiceForm(forms.Form):
    """All that a subscriber can choose."""

    lists = ListsField(
        MailingList.objects.none(),
        label=_("What you get"),
        required=False,
        help_text=_("With nothing ticked no more letters come."),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("How letters greet you."),
    )
    time_zone = forms.ChoiceField(label=_("Where you are"), required=False)
    hour = forms.TypedChoiceField(
        label=_("When letters come"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("at the hour of each list")), *((one, f"{one}:00") for one in range(24))],
        help_text=_("Breaking news does not wait."),
    )
    pause = forms.ChoiceField(label=_("Pause"), required=False)

    def __init__(self, data: Any = None, *, subscriber: Subscriber) -> None:
        is_paused = bool(subscriber.paused_until and subscriber.paused_until > now())
        initial = {
            "lists": list(lists.of(subscriber=subscriber).values_list("pk", flat=True)),
            "name": subscriber.name,
            "time_zone": subscriber.time_zone,
            "hour": subscriber.hour,
            "pause": AS_IT_IS if is_paused else "",
        }
        super().__init__(data, initial=initial, label_suffix="")
        self._until = subscriber.paused_until if is_paused else None
        fields: Any = self.fields
        fields["time_zone"].choices = _zones()
        fields["pause"].choices = self._pauses()
        choosable = lists.choosable(subscriber=subscriber)
        if choosable:
            fields["lists"].queryset = choosable
        else:
            del fields["lists"]

    @property
    def wanted(self) -> list[int] | None:
        """Keys of the lists that were chosen; None where the paper has none."""
        if "lists" not in self.fields:
            return None
        return [one.pk for one in self.cleaned_data["lists"]]

    @property
    def paused_until(self) -> datetime | None:
        pause = self.cleaned_data["pause"]
        if pause == AS_IT_IS:
            return self._until
        return now() + timedelta(days=int(pause)) if pause else None

    def _pauses(self) -> list[tuple[str, str]]:
        until = self._until and formats.date_format(timezone.localtime(self._until), "DATE_FORMAT")
        kept = [(AS_IT_IS, _now("until %(day)s, as it is") % {"day": until})] if until else []
        days = [(str(number), _now("for %(number)d days") % {"number": number}) for number in PAUSES]
        return [("", _now("no pause")), *kept, *days]


def _zones() -> list[tuple[str, str]]:
    paper = settings.TIME_ZONE.replace("_", " ")
    named = [(name, name.replace("_", " ")) for name in zones.names()]
    return [("", _now("where the paper is (%(place)s)") % {"place": paper}), *named]
