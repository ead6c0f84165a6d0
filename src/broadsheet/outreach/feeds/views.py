"""The addresses of feeds, and the page that lists them."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from broadsheet.edition.api import depends_on, public_page
from broadsheet.foundation.text import clean_line
from broadsheet.news import queries
from broadsheet.news.models import Author, SectionPage, Series
from broadsheet.outreach import talks
from broadsheet.outreach.fediverse import actors
from broadsheet.outreach.feeds import channels
from broadsheet.outreach.feeds.formats import FORMATS, hub_of
from broadsheet.outreach.feeds.links import links, of_series
from broadsheet.topics.models import Topic

LONGEST_SEARCH = 200  # characters, as in the search form
SEARCH_SECONDS = 300


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """All feeds, for people."""
    depends_on("latest", "names")
    context = {
        "handles": actors.handles() if actors.is_on() else [],
        "paper_feed": links(),
        "section_feeds": [(section, links(section=section)) for section in queries.sections()],
        "author_feeds": [(author, links(author=author)) for author in queries.authors()],
        "series_feeds": [(one, of_series(one)) for one in Series.objects.all()],
        "topic_feeds": [(topic, links(topic=topic)) for topic in queries.with_names(_busy_topics())],
    }
    return render(request, "outreach/feeds.html", context)


@public_page
def paper(request: HttpRequest, kind: str) -> HttpResponse:
    return _answer(channels.of_paper(), kind)


@public_page
def section(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    found = queries.in_edition(SectionPage.objects.filter(live=True, slug=slug).order_by("depth"))
    return _answer(channels.of_section(_first_or_404(found)), kind)


@public_page
def author(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    return _answer(channels.of_author(get_object_or_404(Author, slug=slug)), kind)


@public_page
def topic(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    return _answer(channels.of_topic(get_object_or_404(Topic, slug=slug)), kind)


@public_page
def series(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    return _answer(channels.of_series(get_object_or_404(Series, slug=slug)), kind)


@public_page
def relation(request: HttpRequest, slug: str, other: str, kind: str) -> HttpResponse:
    one, two = (get_object_or_404(Topic, slug=wanted) for wanted in sorted((slug, other)))
    if one == two:
        raise Http404(_("Two topics are needed."))
    return _answer(channels.of_relation(one, two), kind)


def search(request: HttpRequest, kind: str) -> HttpResponse:
    """What is new with some words; each search is its own, so it is not kept."""
    words = clean_line(request.GET.get("q", ""))[:LONGEST_SEARCH]
    if not words:
        return redirect("search")
    response = _answer(channels.of_search(words), kind)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = f"public, max-age={SEARCH_SECONDS}"
    return response


@public_page
def comments(request: HttpRequest, article_id: int, kind: str) -> HttpResponse:
    article = get_object_or_404(queries.published(), pk=article_id)
    return _answer(channels.of_comments(article), kind)


@public_page
def live(request: HttpRequest, article_id: int, kind: str) -> HttpResponse:
    article = get_object_or_404(queries.published().filter(tally__entries__gt=0), pk=article_id)
    return _answer(channels.of_coverage(article), kind)


@public_page
def board(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    found = next((one for one in queries.section_list() if one.slug == slug), None)
    if found is None:
        raise Http404(_("There is no such board."))
    return _answer(channels.of_board(found), kind)


@public_page
def forum_topic(request: HttpRequest, thread_id: int, kind: str) -> HttpResponse:
    found = talks.public_topic(key=thread_id)
    if found is None:
        raise Http404(_("There is no such topic."))
    return _answer(channels.of_forum_topic(found), kind)


def _answer(channel: channels.Channel, kind: str) -> HttpResponse:
    content_type, write = FORMATS[kind]
    response = HttpResponse(write(channel), content_type=content_type)
    response["Content-Language"] = channel.language
    if hub := hub_of(channel):  # WebSub §4: subscribers look here first
        response["Link"] = f'<{hub}>; rel="hub", <{channel.address(kind)}>; rel="self"'
    return response


def _first_or_404(found: QuerySet[SectionPage]) -> SectionPage:
    section = found.first()
    if section is None:
        raise Http404(_("There is no such section."))
    return section


def _busy_topics() -> QuerySet[Topic]:
    """The topics with the most articles; every other has its feed as well."""
    about = Count("article_topics", filter=Q(article_topics__page__live=True))
    return (
        Topic.objects.annotate(articles=about).filter(articles__gt=0).order_by("-articles", "name")[:60]
    )
