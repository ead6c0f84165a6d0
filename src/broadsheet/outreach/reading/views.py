"""The reading list as readers see it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from broadsheet.edition.api import public_page
from broadsheet.foundation.models import User
from broadsheet.news import queries as news
from broadsheet.outreach.reading import actions, queries


@public_page
def reading_list(request: HttpRequest) -> HttpResponse:
    """What the account keeps; the browser's own list is filled in by a script."""
    kept = queries.saved(user=request.user) if isinstance(request.user, User) else []
    return render(request, "outreach/reading/list.html", {"kept": kept})


@login_required
@require_POST
def save(request: HttpRequest, article_id: int) -> HttpResponse:
    article = get_object_or_404(news.published(), pk=article_id)
    assert isinstance(request.user, User)
    actions.save(user=request.user, article=article)
    return redirect(article.url or "reading_list")


@login_required
@require_POST
def remove(request: HttpRequest, article_id: int) -> HttpResponse:
    """Back to where the button stood: the article, or the list."""
    assert isinstance(request.user, User)
    actions.remove(user=request.user, article_id=article_id)
    article = news.published().filter(pk=article_id).first()
    if request.POST.get("from") == "article" and article:
        return redirect(article.url or "reading_list")
    return redirect("reading_list")


@require_POST
def merge(request: HttpRequest) -> HttpResponse:
    """Take over what the browser kept, once its reader has signed in."""
    if not isinstance(request.user, User):
        return JsonResponse({"error": _("Please sign in first.")}, status=403)
    try:
        added = actions.merge(user=request.user, sent=request.body)
    except actions.NotAList as error:
        return JsonResponse({"error": str(error)}, status=400)
    return JsonResponse({"added": added})
