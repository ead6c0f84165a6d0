"""What a moderator does with a thread on its own page: on top of its board or not, closed or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.models import User
from broadsheet.foundation.requests import same_origin_posts
from broadsheet.talk import actions, writers
from broadsheet.talk.actions.counting import spoil
from broadsheet.talk.models import Thread, ThreadState


def stick(*, thread: Thread) -> None:
    """Keep a thread on top of its board."""
    _set_sticky(thread, to=True)


def unstick(*, thread: Thread) -> None:
    """Let a thread take its turn again."""
    _set_sticky(thread, to=False)


ACTS: dict[str, tuple[Any, Callable[..., None]]] = {
    "stick": (_("Keep on top"), stick),
    "unstick": (_("No longer on top"), unstick),
    "close": (_("Close the thread"), actions.close),
    "reopen": (_("Open the thread"), actions.reopen),
}


def acts(*, thread: Thread, user: User | None) -> list[tuple[str, Any]]:
    """The verbs, with their labels, that this user may use on a thread now."""
    if thread.pk is None or user is None or not user.has_perm("talk.moderate"):
        return []
    found = ["unstick" if thread.is_sticky else "stick"]
    if thread.state != ThreadState.HIDDEN:
        found.append("reopen" if thread.state == ThreadState.CLOSED else "close")
    return [(act, ACTS[act][0]) for act in found]


@same_origin_posts
def keep(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Take a moderator's button; the thread's page is the answer."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user = writers.account(request)
    if user is None or not user.has_perm("talk.moderate"):
        raise PermissionDenied
    thread = get_object_or_404(Thread.objects.select_related("article"), pk=thread_id)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        return HttpResponse(_("There is no such button."), status=400)
    act[1](thread=thread)
    return HttpResponseRedirect(thread.url)


def _set_sticky(thread: Thread, *, to: bool) -> None:
    with transaction.atomic():
        if Thread.objects.filter(pk=thread.pk, is_sticky=not to).update(is_sticky=to):
            thread.is_sticky = to
            spoil(thread)
