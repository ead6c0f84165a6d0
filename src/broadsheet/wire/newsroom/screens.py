"""What every screen of the wire shares."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.auth import permission_required

from broadsheet.foundation import newsroom
from broadsheet.wire.newsroom import queries

PERMISSION = "wire.handle_item"
SOURCES = "wire.change_source"
CUSTOMERS = "wire.change_customer"
handles_wire = permission_required(PERMISSION)
keeps_sources = permission_required(SOURCES)
keeps_customers = permission_required(CUSTOMERS)


def screen(request: HttpRequest, template: str, title: str, context: dict[str, Any]) -> HttpResponse:
    """A page in Wagtail's admin, with the ways to the other screens."""
    frame = newsroom.furniture(title, icon="download", under=(reverse("wire_list"), _("Wire")))
    more = {"ways": ways(request), "here": request.get_full_path()}
    return render(request, template, frame | more | context)


def ways(request: HttpRequest) -> list[dict[str, Any]]:
    """The screens that this person may open."""
    rows = [("wire_list", _("Wire list"), PERMISSION, queries.count_new())]
    rows += [("wire_sources", _("Sources"), SOURCES, 0), ("wire_rules:index", _("Rules"), SOURCES, 0)]
    rows += [("wire_customers", _("Customers"), CUSTOMERS, 0)]
    return [
        {"url": reverse(name), "label": label, "number": number, "on": request.path == reverse(name)}
        for name, label, permission, number in rows
        if request.user.has_perm(permission)
    ]


def back(request: HttpRequest, to: str = "wire_list") -> HttpResponse:
    """To the screen the button was on."""
    return newsroom.back(request, to)


person = newsroom.person
