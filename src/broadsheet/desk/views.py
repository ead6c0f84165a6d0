"""The newsroom's own screens. Wagtail's admin lets only staff come this far."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import PageLogEntry

from broadsheet.desk import listing, mentions, reports
from broadsheet.desk.forms import BreakingForm, CorrectionForm, ListForm
from broadsheet.desk.models import Mention
from broadsheet.desk.permissions import (
    may_announce,
    may_edit,
    may_publish,
    may_see_articles,
    may_write_in,
)
from broadsheet.foundation.newsroom import furniture, person
from broadsheet.news import actions, queries
from broadsheet.news.models import ArticlePage, SectionPage
from broadsheet.news.naming import Naming
from broadsheet.outreach.push import actions as push
from broadsheet.outreach.push import newsroom as push_screen

MOST = 500  # lines of a record


def articles(request: HttpRequest) -> HttpResponse:
    """The list of all articles, with its filters."""
    if not may_see_articles(request.user):
        raise PermissionDenied
    form = ListForm(request.GET)
    user: Any = request.user
    found = listing.screen(
        wanted=form.wanted(user=user), user=user, number=_number(request.GET.get("p", ""))
    )
    context = furniture(_("Articles"), icon="doc-full") | {"form": form, "screen": found}
    return render(request, "desk/articles.html", context)


def record(request: HttpRequest, pk: int) -> HttpResponse:
    """What an article says now and said in public, and all that was done to it, to be looked at only."""
    if not may_see_articles(request.user):
        raise PermissionDenied
    article = get_object_or_404(ArticlePage, pk=pk)
    context = furniture(_("Record"), icon="history", under=under_articles())
    context |= {
        "article": article,
        "newest": article.get_latest_revision_as_object(),
        "entries": PageLogEntry.objects.filter(page=pk)
        .select_related("user")
        .order_by("-timestamp")[:MOST],
    }
    return render(request, "desk/record.html", context)


def report(request: HttpRequest) -> HttpResponse:
    """What the paper did in the last weeks."""
    if not may_see_articles(request.user):
        raise PermissionDenied
    context = furniture(_("The last weeks"), icon="history") | reports.report()
    return render(request, "desk/report.html", context)


def new_article(request: HttpRequest) -> HttpResponse:
    """Choose the section of a new article; with only one there is nothing to choose."""
    user: Any = request.user
    sections = [
        section
        for section in SectionPage.objects.order_by("path")
        if may_write_in(user=user, section=section)
    ]
    if not sections:
        raise PermissionDenied
    if len(sections) == 1:
        return redirect("wagtailadmin_pages:add", "news", "articlepage", sections[0].pk)
    context = furniture(_("New article"), icon="plus", under=under_articles()) | {"sections": sections}
    return render(request, "desk/new_article.html", context)


def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a correction; readers see it at once."""
    user: Any = request.user
    article = get_object_or_404(ArticlePage, pk=pk)
    if not may_publish(user=user, article=article):
        raise PermissionDenied
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct(article=article, by=user, **form.cleaned_data)
        except (actions.NotPublic, actions.WordsNotThere) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The correction is on the article."))
            return redirect("wagtailadmin_pages:edit", article.pk)
    title = _("Add a correction")
    context = furniture(title, icon="edit", under=under_articles()) | {"form": form, "about": article}
    return render(request, "desk/form.html", context | {"do": _("Publish the correction")})


@require_POST
def mention_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has done what they were named for; only they say so."""
    user: Any = request.user
    mentions.settle(mention=get_object_or_404(Mention, pk=pk, user=user))
    return redirect("wagtailadmin_home")


def named(request: HttpRequest, pk: int) -> HttpResponse:
    """What the newest version of an article names, as its editor shows it."""
    user: Any = request.user
    article = get_object_or_404(ArticlePage, pk=pk)
    if not may_edit(user=user, article=article):
        raise PermissionDenied
    newest = article.get_latest_revision_as_object()
    context = {"article": newest, "naming": Naming(newest)}
    return render(request, "news/newsroom/named.html", context)


def breaking(request: HttpRequest) -> HttpResponse:
    """The breaking line: set it, change it, take it away."""
    if not may_announce(request.user):
        raise PermissionDenied
    paper = queries.paper_settings()
    standing = {"text": paper.breaking_text, "article": paper.breaking_article}
    may_send = request.user.has_perm(push_screen.PERMISSION)
    form = BreakingForm(request.POST or None, initial=standing, may_send=may_send)
    if request.method == "POST" and form.is_valid() and _announced(request, form):
        return redirect("desk_breaking")
    context = furniture(_("Breaking news"), icon="warning") | {"form": form, "do": _("Publish")}
    return render(request, "desk/form.html", context)


def _announced(request: HttpRequest, form: BreakingForm) -> bool:
    """Both or neither: the line stands on the pages, and is on its way to readers' screens."""
    given, user = form.cleaned_data, person(request)
    article, note = given["article"], None
    try:
        with transaction.atomic():
            actions.announce(text=given["text"], article=article, by=user)
            if given.get("to_screens"):
                note = push.ask(article=article, text=given["text"], by=user)
    except push.NotNow as error:
        form.add_error("to_screens", str(error))
        return False
    messages.success(request, _("Every page shows it now."))
    if note:
        messages.success(
            request, _("To readers' screens: %(state)s.") % {"state": note.get_state_display()}
        )
    return True


def under_articles() -> tuple[str, str]:
    """The newsroom's list, from which most screens of the desk are come to."""
    return reverse("desk_articles"), _("Articles")


def _number(given: str) -> int:
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 7 else 1
