"""How allauth signs readers in here: who a request comes from, and forms in our look."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from wagtail.admin.forms.auth import LoginForm as LoginFormOfWagtail

from broadsheet.foundation import limits
from broadsheet.foundation.models import User
from broadsheet.foundation.requests import address_prefix, client_address

WINDOW = timedelta(minutes=15)
A_PERSON, A_NETWORK = 10, 60  # wrong passwords in a window


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
        if "email" in self.fields:
            self.fields["email"].label = _("E-mail address")  # as everywhere else in the paper


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


class SecondStepForm(LabelsOnly, mfa_forms.AuthenticateForm):
    pass


class SecondStepAgainForm(LabelsOnly, mfa_forms.ReauthenticateForm):
    pass


class PasskeyForm(webauthn_forms.AuthenticateWebAuthnForm):
    """A passkey in the place of a code; what is no answer of a browser is a wrong one."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise forms.ValidationError(_("This passkey does not fit.")) from error


class PasskeyAgainForm(PasskeyForm):
    reauthenticated = True


class ActivateForm(LabelsOnly, ActivateTOTPForm):
    pass


class NewsroomLoginForm(LoginFormOfWagtail):
    """Sign-in with a password: after some wrong ones it stops listening for a while.

    To the right one as well, or guessing would go on; counted by address and network
    together, so that nobody is locked out by somebody elsewhere.
    """

    def clean(self) -> dict[str, Any]:
        assert self.request is not None
        network = address_prefix(client_address(self.request))
        email = str(self.cleaned_data.get("username", "")).lower()
        who = salted_hmac("broadsheet.sign-in", f"{network} {email}", algorithm="sha256").hexdigest()
        counts = [(f"sign-in:{who[:32]}", A_PERSON, WINDOW), (f"sign-in:{network}", A_NETWORK, WINDOW)]
        if limits.is_used_up(counts):
            raise forms.ValidationError(
                _("Too many wrong passwords. Try again in a quarter of an hour.")
            )
        try:
            return super().clean() or self.cleaned_data
        except forms.ValidationError:
            limits.allow_all(counts)
            raise
