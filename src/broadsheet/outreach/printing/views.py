"""The clean page of an article, for the printer and for those who print without script."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from broadsheet.edition.api import public_page
from broadsheet.news import queries, shown


@public_page
def print_view(request: HttpRequest, article_id: int) -> HttpResponse:
    article = get_object_or_404(queries.whole(), pk=article_id, published_at__isnull=False)
    shown.shows_all_of(article)
    context = {"article": article, "corrections": list(article.corrections.all())}
    return render(request, "outreach/print/article.html", context)
