"""The newsroom's screens for what needs a reason: a kill, a legal hold, and their ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from broadsheet.desk.forms import ReasonForm
from broadsheet.desk.permissions import may_publish, may_see_articles
from broadsheet.desk.views import furniture
from broadsheet.foundation.newsroom import person
from broadsheet.news import actions, kills
from broadsheet.news.models import ArticlePage


def kill(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an article out of everything, with the reason."""
    return _with_reason(
        request,
        pk,
        kills.kill,
        title=_("Kill this article"),
        do=_("Kill it now"),
        done=_("It is gone from every page, and the record is signed."),
        warning=_(
            "It goes at once from every page, list, feed, search and newsletter of the archive, and "
            "cannot be published again until the kill is lifted. Its words stay in the newsroom. "
            "Copies that others have, and letters that were sent, cannot be called back."
        ),
    )


def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a killed article be published again."""
    return _with_reason(
        request,
        pk,
        kills.lift,
        title=_("Lift the kill"),
        do=_("Lift the kill"),
        done=_("It can be published again; readers do not see it yet."),
        warning="",
    )


def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep an article from being published while lawyers look at it."""
    return _with_reason(
        request,
        pk,
        actions.hold,
        title=_("Put on legal hold"),
        do=_("Hold it"),
        done=_("It is on hold."),
        warning=_("A schedule waits. What readers see already stays: to take it away, kill it."),
        then="wagtailadmin_pages:edit",
    )


def release(request: HttpRequest, pk: int) -> HttpResponse:
    """End a legal hold."""
    return _with_reason(
        request,
        pk,
        actions.release,
        title=_("Release from legal hold"),
        do=_("Release it"),
        done=_("It can be published."),
        warning="",
        then="wagtailadmin_pages:edit",
    )


def records(request: HttpRequest) -> HttpResponse:
    """Every kill on record, newest first, each checked."""
    if not may_see_articles(request.user):
        raise PermissionDenied
    context = furniture(_("Killed articles"), icon="bin", under_articles=True)
    return render(request, "desk/kills.html", context | {"records": list(kills.records())[::-1]})


def _with_reason(
    request: HttpRequest,
    pk: int,
    act: Callable[..., Any],
    *,
    title: str,
    do: str,
    done: str,
    warning: str,
    then: str = "",
) -> HttpResponse:
    user = person(request)
    article = get_object_or_404(ArticlePage, pk=pk)
    if not may_publish(user=user, article=article):
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(article=article, because=form.cleaned_data["because"], by=user)
        except kills.NotKilled as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(then, article.pk) if then else redirect("desk_kills")
    context = furniture(title, icon="bin", under_articles=True)
    context |= {"form": form, "about": article, "do": do, "warning": warning}
    return render(request, "desk/form.html", context)
