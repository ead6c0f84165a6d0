"""The newsroom's page for covering something live: write, look, change, all from one place."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from broadsheet.desk.forms import EntryForm
from broadsheet.desk.permissions import may_publish
from broadsheet.desk.views import under_articles
from broadsheet.foundation.newsroom import furniture, person
from broadsheet.news import live
from broadsheet.news.models import ArticlePage, LiveEntry


def coverage(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for the next entry above those that are written."""
    article = _article(request, pk)
    form = EntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            live.add_entry(article=article, by=person(request), **form.cleaned_data)
        except live.NotLive as error:
            form.add_error(None, str(error))
        else:
            return redirect("desk_live", article.pk)
    entries = list(article.live_entries.select_related("written_by"))
    context = furniture(_("Live coverage"), icon="history", under=under_articles())
    context |= {"form": form, "article": article, "entries": entries}
    return render(request, "desk/live.html", context)


def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring an entry to what it is to say."""
    entry = _entry(request, pk)
    standing = {name: getattr(entry, name) for name in EntryForm.base_fields}
    form = EntryForm(request.POST or None, initial=standing)
    if request.method == "POST" and form.is_valid():
        live.change_entry(entry=entry, by=person(request), **form.cleaned_data)
        return redirect("desk_live", entry.article_id)
    context = furniture(_("Change an entry"), icon="edit", under=under_articles())
    context |= {"form": form, "about": entry.article, "do": _("Save")}
    return render(request, "desk/form.html", context)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an entry away."""
    entry = _entry(request, pk)
    live.remove_entry(entry=entry, by=person(request))
    messages.success(request, _("The entry is gone."))
    return redirect("desk_live", entry.article_id)


@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the coverage, or go on with it."""
    article = _article(request, pk)
    if article.live_coverage:
        live.close(article=article, by=person(request))
        messages.success(request, _("The coverage is closed: it reads from the beginning now."))
    else:
        live.open_again(article=article, by=person(request))
        messages.success(request, _("The coverage goes on."))
    return redirect("desk_live", article.pk)


def _article(request: HttpRequest, pk: int) -> ArticlePage:
    article = get_object_or_404(ArticlePage, pk=pk)
    if not may_publish(user=person(request), article=article):
        raise PermissionDenied
    return article


def _entry(request: HttpRequest, pk: int) -> LiveEntry:
    entry = get_object_or_404(LiveEntry.objects.select_related("article"), pk=pk)
    if not may_publish(user=person(request), article=entry.article):
        raise PermissionDenied
    return entry
