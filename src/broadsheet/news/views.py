"""Reading pages that are not Wagtail pages."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from broadsheet.edition.api import depends_on, public_page
from broadsheet.foundation.clock import today
from broadsheet.news import queries, search
from broadsheet.news.forms import SearchForm
from broadsheet.news.models import Author
from broadsheet.topics.models import Topic


@public_page
def author(request: HttpRequest, slug: str) -> HttpResponse:
    writer = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    depends_on(f"author:{writer.pk}", "paper")
    articles = Paginator(queries.by_author(author=writer), queries.PER_PAGE)
    page_of = articles.get_page(request.GET.get("page"))
    return render(request, "news/author.html", {"author": writer, "page_of": page_of})


@public_page
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    subject = get_object_or_404(Topic, slug=slug)
    depends_on(f"topic:{subject.pk}")
    articles = Paginator(queries.about_topic(topic=subject), queries.PER_PAGE)
    page_of = articles.get_page(request.GET.get("page"))
    return render(request, "news/topic.html", {"topic": subject, "page_of": page_of})


@public_page
def archive(request: HttpRequest, year: int | None = None, month: int | None = None) -> HttpResponse:
    """A month of the archive: its days, each with how many articles."""
    depends_on("latest")
    first = today() if year is None or month is None else _day_or_404(year, month, 1)
    shown = first.replace(day=1)
    days = queries.days_of_month(year=shown.year, month=shown.month)
    context = {
        "month": shown,
        "days": days,
        "earlier": queries.published().filter(published_at__date__lt=shown).exists(),
        "previous_month": _month_before(shown),
        "next_month": _month_after(shown) if _month_after(shown) <= today() else None,
    }
    return render(request, "news/archive.html", context)


@public_page
def archive_day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    depends_on("latest")
    shown = _day_or_404(year, month, day)
    articles = list(queries.of_day(day=shown))
    if not articles and shown != today():
        raise Http404(_("Nothing came out on that day."))
    return render(request, "news/archive_day.html", {"day": shown, "articles": articles})


def search_page(request: HttpRequest) -> HttpResponse:
    """Search with filters; each search is its own, so it is not kept."""
    form = SearchForm(request.GET or None)
    results = None
    if form.is_valid() and form.cleaned_data["q"]:
        results = search.find(**form.criteria(), page=request.GET.get("page", "1"))
    return render(request, "news/search.html", {"form": form, "results": results})


def _day_or_404(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Http404(_("There is no such day.")) from error


def _month_before(first: date) -> date:
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)


def _month_after(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
