"""The newsroom's screens for what needs a reason: a kill, a legal hold, and their ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.desk.forms import KillForm, ReasonForm
from broadsheet.desk.permissions import may_publish, may_see_articles
from broadsheet.desk.views import under_articles
from broadsheet.foundation.models import User
from broadsheet.foundation.newsroom import furniture, person
from broadsheet.news import actions, kills
from broadsheet.news.models import ArticlePage


@dataclass(frozen=True, slots=True, kw_only=True)
class WithReason:
    """A screen that asks why, and then does something to an article.

    Args:
        act: takes `article`, `because` and `by`.
        do: on the button.
        done: said afterwards.
        to_records: whether the records of kills are shown then, and not the article.
        form: made of what was posted and of the article; what it asks beside the reason goes to `act`.
    """

    act: Callable[..., Any]
    title: Any
    do: Any
    done: Any
    warning: Any = ""
    to_records: bool = False
    form: Callable[..., ReasonForm] = ReasonForm

    def __call__(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = person(request)
        article = get_object_or_404(ArticlePage, pk=pk)
        if not may_publish(user=user, article=article):
            raise PermissionDenied
        form = self.form(request.POST or None, article=article)
        if request.method == "POST" and form.is_valid():
            try:
                self.act(article=article, by=user, **form.cleaned_data)
            except kills.NotKilled as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, str(self.done))
                return redirect("desk_kills") if self.to_records else redirect(_EDITOR, article.pk)
        context = furniture(str(self.title), icon="bin", under=under_articles())
        context |= {"form": form, "about": article, "do": self.do, "warning": self.warning}
        return render(request, "desk/form.html", context)


_EDITOR = "wagtailadmin_pages:edit"


def _kill(*, article: ArticlePage, because: str, by: User, here_only: bool = False) -> bool:
    verb = kills.kill_here if here_only else kills.kill
    return verb(article=article, because=because, by=by)


kill = WithReason(
    act=_kill,
    form=KillForm,
    title=gettext_lazy("Kill this article"),
    do=gettext_lazy("Kill it now"),
    done=gettext_lazy("It is gone from every page, and the record is signed."),
    warning=gettext_lazy(
        "It goes at once from every page, list, feed, search and newsletter of the archive, and "
        "cannot be published again until the kill is lifted. Its words stay in the newsroom. "
        "Copies that others have, and letters that were sent, cannot be called back."
    ),
    to_records=True,
)
lift = WithReason(
    act=kills.lift,
    title=gettext_lazy("Lift the kill"),
    do=gettext_lazy("Lift the kill"),
    done=gettext_lazy("It can be published again; readers do not see it yet."),
    to_records=True,
)
hold = WithReason(
    act=actions.hold,
    title=gettext_lazy("Put on legal hold"),
    do=gettext_lazy("Hold it"),
    done=gettext_lazy("It is on hold."),
    warning=gettext_lazy("A schedule waits. What readers see already stays: to take it away, kill it."),
)
release = WithReason(
    act=actions.release,
    title=gettext_lazy("Release from legal hold"),
    do=gettext_lazy("Release it"),
    done=gettext_lazy("It can be published."),
)


def records(request: HttpRequest) -> HttpResponse:
    """Every kill on record, newest first, each checked."""
    if not may_see_articles(request.user):
        raise PermissionDenied
    context = furniture(_("Killed articles"), icon="bin", under=under_articles())
    return render(request, "desk/kills.html", context | {"records": list(kills.records())[::-1]})
