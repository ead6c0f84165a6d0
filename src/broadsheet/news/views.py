"""Reading pages that are not Wagtail pages."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from broadsheet.edition.api import depends_on, public_page
from broadsheet.news import agenda as coming_days
from broadsheet.news import correcting, live, parts, queries, quotes, relations, search, shown
from broadsheet.news import series as in_order
from broadsheet.news import timeline as by_year
from broadsheet.news.forms import SearchForm
from broadsheet.news.models import Author, Series
from broadsheet.topics.models import Topic


@public_page
def author(request: HttpRequest, slug: str) -> HttpResponse:
    writer = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    shown.shows_author(writer)
    page_of = queries.page_of(queries.by_author(author=writer), request.GET.get("page"))
    return render(request, "news/author.html", {"author": writer, "page_of": page_of})


@public_page
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    subject = get_object_or_404(Topic.objects.select_related("parent", "portrait"), slug=slug)
    page_of = queries.page_of(queries.about_topic(topic=subject), request.GET.get("page"))
    return render(request, "news/topic.html", queries.topic_page(topic=subject) | {"page_of": page_of})


@public_page
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """A series or package: what it is, and its stories in their order."""
    found = get_object_or_404(Series, slug=slug)
    depends_on(in_order.tag(found.pk))
    page_of = queries.page_of(in_order.articles(found), request.GET.get("page"))
    return render(request, "news/series.html", {"series": found, "page_of": page_of})


@public_page
def relation(request: HttpRequest, slug: str, other: str, year: int | None = None) -> HttpResponse:
    """Every article that has both topics, a year at a time, with the sentence that joins them."""
    named = Topic.objects.prefetch_related("names")
    one, two = get_object_or_404(named, slug=slug), get_object_or_404(named, slug=other)
    if one == two:
        return redirect(one.url, permanent=True)
    if slug > other:  # one address for both orders
        return redirect(reverse("relation", args=[other, slug]), permanent=True)
    found = relations.relation(one=one, other=two, year=year, number=request.GET.get("page"))
    if found is None:
        raise Http404(_("The paper has no article about both."))
    context = found | {"one": one, "other": two, "both": (one, two)}
    return render(request, "news/relation.html", context)


@public_page
def timeline(request: HttpRequest, slug: str, year: int | None = None) -> HttpResponse:
    """A topic from the beginning of a year, with what was announced for its days."""
    subject = get_object_or_404(Topic, slug=slug)
    found = by_year.timeline(topic=subject, year=year, number=request.GET.get("page"))
    if found is None:
        raise Http404(_("The paper has nothing about it in that year."))
    return render(request, "news/timeline.html", found)


def said(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What somebody said, as editors checked it; a search in it is its own page and not kept."""
    words = request.GET.get("q", "").strip()[:200]
    return _said(request, slug, words) if words else said_page(request, slug)


@public_page
def said_page(request: HttpRequest, slug: str) -> HttpResponse:
    return _said(request, slug, "")


def _said(request: HttpRequest, slug: str, words: str) -> HttpResponse:
    subject = get_object_or_404(Topic, slug=slug)
    context = quotes.said_by(topic=subject, words=words, number=request.GET.get("page"))
    return render(request, "news/said.html", context | {"topic": subject, "words": words})


@public_page
def agenda(request: HttpRequest, year: int | None = None, month: int | None = None) -> HttpResponse:
    """What the paper has announced: from today on, or for a month."""
    if year is None or month is None:
        return render(request, "news/agenda.html", coming_days.coming())
    first = _day_or_404(year, month, 1)
    if abs(year - timezone.localdate().year) > coming_days.YEARS:
        raise Http404(_("There is no such month."))
    return render(request, "news/agenda.html", coming_days.of_month(first=first))


@public_page
def agenda_day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    found = coming_days.of_day(day=_day_or_404(year, month, day))
    if not found["spans"]:
        raise Http404(_("Nothing is announced for that day."))
    return render(request, "news/agenda.html", found)


@public_page
def archive(request: HttpRequest, year: int | None = None, month: int | None = None) -> HttpResponse:
    """A month of the archive: its days, each with how many articles."""
    today = shown.shows_today().date()  # which month is the last one
    first = today.replace(day=1) if year is None or month is None else _day_or_404(year, month, 1)
    depends_on(shown.month_tag(first), "archive")
    if first > today:
        raise Http404(_("There is no such month."))
    days = queries.days_of_month(year=first.year, month=first.month)
    earlier = queries.listed().filter(published_at__lt=queries.midnight(first)).exists()
    if year is not None and not days and not earlier:
        raise Http404(_("There is no such month."))
    context = {
        "month": first,
        "days": days,
        "earlier": earlier,
        "previous_month": _month_before(first),
        "next_month": _month_after(first) if _month_after(first) <= today else None,
    }
    return render(request, "news/archive.html", context)


@public_page
def archive_day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    wanted = _day_or_404(year, month, day)
    depends_on(shown.day_tag(wanted))
    articles = shown.shows(queries.of_day(day=wanted))
    if not articles and wanted != shown.shows_today().date():
        raise Http404(_("Nothing came out on that day."))
    context = {"day": wanted, "articles": articles, **parts.day_context(day=wanted)}
    return render(request, "news/archive_day.html", context)


@public_page
def live_part(request: HttpRequest, article_id: int) -> HttpResponse:
    """The part of a live article that its readers' browsers ask for again and again."""
    article = get_object_or_404(queries.published().select_related("tally").defer("body"), pk=article_id)
    depends_on(f"article:{article.pk}")
    coverage = live.coverage_of(article)
    if coverage is None:
        raise Http404(_("This article is not covered live."))
    response = render(request, "components/live_part.html", {"coverage": coverage, "article": article})
    response["X-Robots-Tag"] = "noindex"
    return response


@public_page
def corrections(request: HttpRequest) -> HttpResponse:
    """Every correction of the paper."""
    page_of = correcting.corrections(number=request.GET.get("page"))
    return render(request, "news/corrections.html", {"page_of": page_of})


@public_page
def search_landing(request: HttpRequest) -> HttpResponse:
    """The page to search from, the same for everybody."""
    return render(request, "news/search.html", {"form": SearchForm(), "results": None})


def search_page(request: HttpRequest) -> HttpResponseBase:
    """Search with filters; each search is its own, so it is not kept."""
    if not request.GET:
        return search_landing(request)
    form = SearchForm(request.GET)
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
