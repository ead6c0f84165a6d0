"""Forms that strangers fill in on pages made for everybody."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation import stamps
from broadsheet.foundation.stamps import StampState

LAY_OPEN = _(
    "This form lay open for a long time. Everything you wrote is still here: please send it once more."
)
VERY_QUICK = _("That was very quick. Please look at what you wrote and send it once more.")


class RowChoiceField(forms.ModelChoiceField):
    """A row of a table; a number that no database holds is none, as any other that there is not."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except OverflowError as error:  # of a page's key Django does not know how long it may be
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value}
            ) from error


class StampedForm(forms.Form):
    """A form with a signed time and a field that only machines fill in.

    A stamp that is old, forged or missing never costs the reader a word: the
    form is shown again, filled in, and may then be sent at once. Templates put
    `website` where nobody sees it.
    """

    purpose: ClassVar[str] = "form"

    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.initial["stamp"] = partial(stamps.stamp, purpose=self.purpose)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        state = self.state_of(data.get("stamp", ""))
        if state == StampState.TOO_FAST:
            self.add_error(None, VERY_QUICK)
        elif state != StampState.GOOD:
            self.add_error(None, LAY_OPEN)
        return data

    def renew(self, **fields: str) -> None:
        """Give the form, shown again, a stamp with which it can be sent at once.

        `fields` are put in the place of what was sent under their names.
        """
        if self.is_bound:
            sent: Any = self.data.copy()  # type: ignore[attr-defined]  # every value of each name
            for name, value in {"stamp": stamps.stamp(purpose=self._again()), **fields}.items():
                sent[name] = value
            self.data = sent

    def may_be_quick(self) -> None:
        """Let a fresh form be sent at once."""
        self.initial["stamp"] = stamps.stamp(purpose=self._again())

    @property
    def trapped(self) -> bool:
        """Whether a machine filled in what nobody sees."""
        return bool(self.cleaned_data.get("website"))

    @classmethod
    def state_of(cls, stamp: str) -> StampState:
        """What a stamp says of the form it came with; one that was shown again may be sent at once."""
        again = stamps.read_stamp(stamp, purpose=cls._again())
        if again in {StampState.GOOD, StampState.TOO_FAST}:
            return StampState.GOOD
        return stamps.read_stamp(stamp, purpose=cls.purpose)

    @classmethod
    def _again(cls) -> str:
        return f"{cls.purpose} again"
