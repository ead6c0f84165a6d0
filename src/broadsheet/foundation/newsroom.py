"""What the newsroom's screens of every room share."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from broadsheet.foundation.models import User


def back(request: HttpRequest, to: str) -> HttpResponse:
    """To the screen the button was on, named in `next`; never to another house."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(target if safe else reverse(to))


def person(request: HttpRequest) -> User:
    """Who of the newsroom sends this.

    Raises:
        PermissionDenied: nobody who is signed in.
    """
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
