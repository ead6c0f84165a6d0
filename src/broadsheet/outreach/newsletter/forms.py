"""Signing up."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.forms import StampedForm


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
