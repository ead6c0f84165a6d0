"""A reader's own page: their name, what they did in the paper, and how to leave."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation import accounts
from broadsheet.foundation.models import User
from broadsheet.foundation.private import private
from broadsheet.foundation.text import clean_line
from broadsheet.talk.names import is_a_staff_name, key


class NameForm(forms.Form):
    """The name other readers see. It must not pass for somebody else's."""

    name = forms.CharField(
        label=_("Public name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
        help_text=_("It stands beside what you write. Your e-mail address is never shown."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.initial["name"] = user.name

    def clean_name(self) -> str:
        name = clean_line(self.cleaned_data["name"])
        if not key(name) or not any(letter.isalnum() for letter in name):
            raise forms.ValidationError(_("Please give a name with letters in it."))
        if is_a_staff_name(name, user=self.user) or _is_taken(name, self.user):
            raise forms.ValidationError(_("This name is, or looks like, somebody else's here."))
        return name


class LeaveForm(forms.Form):
    """One more step before everything is gone."""

    sure = forms.BooleanField(
        label=_("Yes, delete my account."),
        error_messages={"required": _("Please say that you are sure.")},
    )


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """The account; a POST changes the public name."""
    user = _reader(request)
    form = NameForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        User.objects.filter(pk=user.pk).update(name=form.cleaned_data["name"])
        messages.success(request, _("Your name is changed. What you wrote before keeps the old one."))
        return redirect("profile")
    context = {"form": form, "parts": _parts(request, user), "is_staff": _is_staff(user)}
    return render(request, "account/profile.html", context)


@login_required
def data(request: HttpRequest) -> HttpResponse:
    """Everything the paper keeps of a reader, as a file."""
    answer = JsonResponse(
        accounts.export(user=_reader(request)), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return private(answer)


@login_required
def leave(request: HttpRequest) -> HttpResponse:
    """Delete the account, after asking once more."""
    user = _reader(request)
    form = LeaveForm(request.POST or None)
    if request.method != "POST" or _is_staff(user) or not form.is_valid():
        return render(request, "account/leave.html", {"form": form, "is_staff": _is_staff(user)})
    logout(request)
    accounts.erase(user=user)
    return render(request, "account/left.html")


def _parts(request: HttpRequest, user: User) -> list[dict[str, str]]:
    """What every room shows of this reader, each rendered with its own context."""
    return [
        {"title": part.title, "html": render_to_string(part.template, part.context, request)}
        for part in accounts.parts(user=user)
    ]


def _is_taken(name: str, user: User) -> bool:
    return User.objects.filter(name__iexact=name).exclude(pk=user.pk).exists()


def _is_staff(user: User) -> bool:
    """Accounts of the newsroom are the publisher's to delete: articles hang on them."""
    return user.is_staff or user.has_perm("wagtailadmin.access_admin")


def _reader(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)  # login_required
    return user
