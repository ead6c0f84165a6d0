"""What the newsroom's screens of every room share."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

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


def furniture(
    title: str, *, icon: str, under: tuple[str, str] | None = None, here: str = ""
) -> dict[str, Any]:
    """What Wagtail's page frame shows: the title, and the way back.

    Args:
        under: address and name of the screen that leads here.
        here: what this one is called on the way, where that is not its title.
    """
    here = here or title
    way = [(reverse("wagtailadmin_home"), _("Home"))]
    if under and under[1] != here:
        way.append(under)
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [{"url": url, "label": label} for url, label in [*way, ("", here)]],
    }
