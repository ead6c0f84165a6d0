"""An article on paper: the clean page for the printer, and the typeset PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from broadsheet.edition.api import depends_on, public_page
from broadsheet.news import queries, shown
from broadsheet.news.models import ArticlePage
from broadsheet.outreach.addresses import absolute
from broadsheet.outreach.printing import cards, press, sheets

RETRY_SECONDS = 10
# Browsers show a PDF with a page of their own, which the policy of ours would leave bare.
PDF_POLICY = "default-src 'self'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


@public_page
def print_view(request: HttpRequest, article_id: int) -> HttpResponse:
    article = _article(article_id)
    context = {
        "article": article,
        "corrections": list(article.corrections.all()),
        "pdf_url": pdf_url(article),
    }
    return render(request, "outreach/print/article.html", context)


def pdf(request: HttpRequest, article_id: int, slug: str) -> HttpResponse:
    """The typeset PDF; its address ends in the article's slug, which names the file at home."""
    article = _article(article_id)
    if slug != article.slug:
        return redirect(pdf_url(article))
    try:
        content = sheets.article_pdf(article)
    except press.TooBusy:
        page = render(request, "outreach/print/busy.html", {"article": article}, status=503)
        page["Retry-After"] = str(RETRY_SECONDS)
        return page
    return _finished(content, article)


def card(request: HttpRequest, article_id: int, mark: str) -> HttpResponse:
    """The picture by which an article is shared; a new headline has a new address."""
    article = _article(article_id)
    if mark != cards.mark_of(article):
        return redirect(cards.card_url(article))
    try:
        content = cards.card_png(article)
    except press.TooBusy:
        return HttpResponse(status=503, headers={"Retry-After": str(RETRY_SECONDS)})
    response = HttpResponse(content, content_type="image/png")
    response.edition = True  # type: ignore[attr-defined]
    return response


def pdf_url(article: ArticlePage) -> str:
    return reverse("article_pdf", args=[article.pk, article.slug])


def _finished(content: bytes, article: ArticlePage) -> HttpResponse:
    depends_on("paper")
    response = HttpResponse(content, content_type="application/pdf")
    response["X-Robots-Tag"] = "noindex"
    response["Link"] = f'<{absolute(article.url or "/")}>; rel="canonical"'
    response["Content-Security-Policy"] = PDF_POLICY
    response.edition = True  # type: ignore[attr-defined]
    return response


def _article(article_id: int) -> ArticlePage:
    article = get_object_or_404(queries.whole(), pk=article_id, published_at__isnull=False)
    shown.shows_all_of(article)
    return article
