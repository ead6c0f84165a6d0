"""Who sends, and to whom."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.forms import StampedForm
from broadsheet.foundation.text import clean_line

NAME_LENGTH = 60  # as in `FriendLetter`
NOT_IN_NAMES = re.compile(r"[\d@/:\\<>$€£%]|\bwww\b", re.IGNORECASE)
POINT_IN_WORD = re.compile(r"[.。．｡](?=\w)")  # mail programs make a link of "pills.example"


class FriendForm(StampedForm):
    """A name and one address; there is no room for words of one's own."""

    purpose = "friend"

    name = forms.CharField(
        label=_("Your name"),
        max_length=NAME_LENGTH,
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
        """A name and nothing else: a letter in our name must not carry somebody's advertisement."""
        name = clean_line(self.cleaned_data["name"])
        if not any(letter.isalpha() for letter in name):
            raise forms.ValidationError(_("Please give a name with letters in it."))
        if NOT_IN_NAMES.search(name):
            raise forms.ValidationError(_("Please give a name, not an address or a number."))
        return POINT_IN_WORD.sub(". ", name)[:NAME_LENGTH]
