"""Who sends, and to whom."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.forms import StampedForm
from broadsheet.foundation.text import clean_line


class FriendForm(StampedForm):
    """A name and one address; there is no room for words of one's own."""

    purpose = "friend"

    name = forms.CharField(
        label=_("Your name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        help_text=_("It stands in the letter, so that your friend knows who asked for it."),
    )
    email = forms.EmailField(
        label=_("Your friend’s e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("Used for this one letter and then deleted."),
    )

    def clean_name(self) -> str:
        name = clean_line(self.cleaned_data["name"])
        if not any(letter.isalpha() for letter in name):
            raise forms.ValidationError(_("Please give a name with letters in it."))
        # A letter sent for somebody must not carry an address of theirs: that would be an advertisement.
        if any(mark in name.lower() for mark in ("http", "www.", "@", "://")):
            raise forms.ValidationError(_("Please give a name, not an address."))
        return name
