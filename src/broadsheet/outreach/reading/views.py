"""The reading list as readers see it."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
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


@require_POST
def save(request: HttpRequest, article_id: int) -> HttpResponse:
    article = get_object_or_404(news.published(), pk=article_id)
    page = article.url or reverse("reading_list")
    if not isinstance(request.user, User):
        return _sign_in(page)
    actions.save(user=request.user, article=article)
    return redirect(page)


@require_POST
def remove(request: HttpRequest, article_id: int) -> HttpResponse:
    """Back to where the button stood: the article, or the list."""
    article = news.published().filter(pk=article_id).first()
    page = article.url if article and request.POST.get("from") == "article" else None
    page = page or reverse("reading_list")
    if not isinstance(request.user, User):
        return _sign_in(page)
    actions.remove(user=request.user, article_id=article_id)
    return redirect(page)


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


def _sign_in(page: str) -> HttpResponse:
    """Sign in first, then back to a page: nobody can be sent back to a form's address."""
    return redirect_to_login(page, reverse("account_login"))
