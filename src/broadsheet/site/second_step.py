"""The second step of signing in to the newsroom.

allauth keeps the authenticators (passkeys, an app's codes, recovery codes) and asks for
them when somebody signs in on the readers' page. The newsroom's own sign-in by
password knows nothing of them: what is still to be shown is noted in the
session when it begins, and until it is shown the session opens no door.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_authentication
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from broadsheet.foundation.clock import now
from broadsheet.foundation.middleware import NEWSROOM
from broadsheet.foundation.models import User
from broadsheet.site.signing_in import PasskeyForm, SecondStepForm

ACCOUNT = "/account/"
DUE = "second step due"  # in a session: an authenticator is still to be shown
MISSING = "second step missing"  # in a session: somebody of the newsroom has no authenticator
BY_APP = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class Adapter(DefaultMFAAdapter):
    """Keeps what makes codes encrypted: a copy of the database alone makes none."""

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002
        kept = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)s") % {"number": kept + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Who asks for a passkey: the paper, at the host that the browser is at."""
        return super().get_public_key_credential_rp_entity() | {"name": settings.PAPER.name}


class SecondStepMiddleware:
    """Nobody gets on with a password alone where a second step is set up, or must be by now."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return _stopped(request) or self.get_response(request)


@login_required
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for a passkey, the code of the app, or one of the recovery codes."""
    by_passkey = "credential" in request.POST
    code = SecondStepForm(None if by_passkey else request.POST or None, user=request.user)
    passkey = PasskeyForm(request.POST if by_passkey else None, user=request.user)
    shown: SecondStepForm | PasskeyForm = passkey if by_passkey else code
    if request.method == "POST" and shown.is_valid():
        shown.save()
        request.session.cycle_key()
        request.session.pop(DUE, None)
        target = request.POST.get("next", "")
        safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
        return redirect(target if safe else reverse("wagtailadmin_home"))
    context = {"form": code, "passkey_form": passkey, "passkeys": _passkeys_of(request.user)}
    context |= {"next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "account/second_step.html", context)


def signed_in(*, request: HttpRequest, user: User, **__: Any) -> None:
    """Note in a session that begins what is still to be shown, and put it on the owner's list."""
    if "REMOTE_ADDR" not in request.META:
        return  # no browser: a command or a test signs in
    if request.path.startswith(NEWSROOM):
        record_authentication(request, user, "password")
        UserSession.objects.create_from_request(request)
    if _has_authenticator(user):
        request.session[DUE] = True
    elif user.has_perm("wagtailadmin.access_admin"):
        request.session[MISSING] = True


def authenticator_added(*, request: HttpRequest, user: User, **__: Any) -> None:
    """Whoever else is signed in as this user never showed it, and is signed out."""
    request.session.pop(MISSING, None)
    end_other_sessions(request, user)


def days_left(user: User) -> int:
    """Days until the newsroom opens only with a second step; 0 when it is so."""
    end = user.date_joined + timedelta(days=settings.PAPER.second_step_days)
    return max(0, (end - now()).days + (end > now()))


def _stopped(request: HttpRequest) -> HttpResponseBase | None:
    """Where somebody is led instead; None lets them through."""
    session = getattr(request, "session", None)
    if session is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    if session.get(DUE) and _is_guarded(request):
        return _ask(request)
    if session.get(MISSING) and request.path.startswith((NEWSROOM, ACCOUNT)):
        return None if _is_a_door(request) else _remind(request)
    return None


def _ask(request: HttpRequest) -> HttpResponseBase | None:
    records = get_authentication_records(request, request.user)
    if any(record.get("method") == "mfa" for record in records) or not request.user.is_authenticated:
        request.session.pop(DUE)
        return None
    if request.method not in {"GET", "HEAD"} or request.headers.get("x-requested-with"):
        return HttpResponseForbidden(_("Show your second step first."))
    return redirect(f"{reverse('second_step')}?{urlencode({'next': request.get_full_path()})}")


def _remind(request: HttpRequest) -> HttpResponseBase | None:
    user = request.user
    if not isinstance(user, User):
        request.session.pop(MISSING)
        return None
    if _has_authenticator(user):  # set up elsewhere since: here it was never shown
        request.session.pop(MISSING)
        request.session[DUE] = True
        return _ask(request)
    if request.path.startswith(ACCOUNT):
        return None
    if days := days_left(user):
        if request.path == NEWSROOM and request.method == "GET":
            words = _("In %(days)s days the newsroom asks for a second step: set it up in your account.")
            messages.warning(request, words % {"days": days})
        return None
    messages.warning(request, _("The newsroom asks for a second step: set it up here."))
    return redirect("mfa_activate_totp")


def _is_guarded(request: HttpRequest) -> bool:
    """The newsroom, the account, and whatever is sent anywhere."""
    if _is_a_door(request):
        return False
    return request.path.startswith((NEWSROOM, ACCOUNT)) or request.method not in {"GET", "HEAD"}


def _is_a_door(request: HttpRequest) -> bool:
    """Pages by which one comes in or goes out."""
    doors = ("second_step", "account_logout", "wagtailadmin_logout", "wagtailadmin_login",
             "account_login", "wagtailadmin_javascript_catalog", "wagtailadmin_sprite")  # fmt: skip
    return request.path in {reverse(name) for name in doors}


def _has_authenticator(user: User) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type__in=BY_APP).exists()


def _passkeys_of(user: Any) -> dict[str, Any] | None:
    """What a browser is to be asked for; None for whom has no passkey."""
    kept = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.WEBAUTHN)
    return begin_authentication(user) if kept.exists() else None


def _fernet() -> Fernet:
    key = salted_hmac("broadsheet.second-step", "", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
