"""What every screen of the moderators shares."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.auth import permission_required

from broadsheet.foundation import newsroom
from broadsheet.talk.models import Appeal, Ban, Lead
from broadsheet.talk.moderation import queue

PERMISSION = "talk.moderate"
moderators_only = permission_required(PERMISSION)


def screen(request: HttpRequest, template: str, title: str, context: dict[str, Any]) -> HttpResponse:
    """A page in Wagtail's admin, with the ways to the other screens."""
    under = (reverse("talk_moderation"), _("Moderation"))
    frame = newsroom.furniture(title, icon="comment", under=under)
    more = {"ways": ways(request), "here": request.get_full_path()}
    return render(request, template, frame | more | context)


def ways(request: HttpRequest) -> list[dict[str, Any]]:
    """The screens, with how much waits on each."""
    rows = [
        ("talk_moderation", _("Queue"), queue.count_waiting()),
        ("talk_appeals", _("Appeals"), Appeal.objects.filter(outcome="").count()),
        ("talk_leads", _("From comments"), Lead.objects.filter(done_at=None).count()),
        ("talk_bans", _("Bans"), Ban.objects.in_force().count()),
        ("talk_lists", _("Word lists"), 0),
        ("talk_log", _("Decisions"), 0),
        ("talk_quality", _("How well it works"), 0),
    ]
    return [
        {"url": reverse(name), "label": label, "number": number, "on": request.path == reverse(name)}
        for name, label, number in rows
    ]


def back(request: HttpRequest, to: str = "talk_moderation") -> HttpResponse:
    """To the screen the button was on."""
    return newsroom.back(request, to)


moderator = newsroom.person
