"""How allauth signs readers in here: who a request comes from, and forms in our look."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django import forms
from django.http import HttpRequest

from broadsheet.foundation.models import User
from broadsheet.foundation.requests import client_address


class AccountAdapter(DefaultAccountAdapter):
    """Limits go by the reader's own address, not that of the proxy in front of the paper."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)


class LabelsOnly:
    """Fields with their label above; allauth repeats it inside, in a colour too weak to read."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class LoginForm(LabelsOnly, allauth_forms.LoginForm):
    pass


class SignupForm(LabelsOnly, allauth_forms.SignupForm):
    pass


class AddEmailForm(LabelsOnly, allauth_forms.AddEmailForm):
    pass


class ResetPasswordForm(LabelsOnly, allauth_forms.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(LabelsOnly, allauth_forms.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(LabelsOnly, allauth_forms.ChangePasswordForm):
    pass


class SetPasswordForm(LabelsOnly, allauth_forms.SetPasswordForm):
    pass


class ReauthenticateForm(LabelsOnly, allauth_forms.ReauthenticateForm):
    pass


class RequestLoginCodeForm(LabelsOnly, allauth_forms.RequestLoginCodeForm):
    """Also for accounts that were made at the desk and never confirmed their address here.

    Entering the code then confirms it, which needs allauth's row for the address.
    """

    _user: User | None

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if self._user and not EmailAddress.objects.filter(user=self._user).exists():
            EmailAddress.objects.create(user=self._user, email=self._user.email, primary=True)
        return email


class ConfirmLoginCodeForm(LabelsOnly, allauth_forms.ConfirmLoginCodeForm):
    pass


class ConfirmEmailVerificationCodeForm(LabelsOnly, allauth_forms.ConfirmEmailVerificationCodeForm):
    pass
