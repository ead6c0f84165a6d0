"""Sitemaps, robots.txt, the manifest, and the page about telephones."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.edition.api import depends_on, public_page, valid_until
from broadsheet.news import languages
from broadsheet.news import queries as news
from broadsheet.news.languages import direction
from broadsheet.outreach.addresses import absolute
from broadsheet.outreach.finding import indexnow, oembed, queries

XML = "application/xml; charset=utf-8"
# Google asks for ISO 639, and for the script only in Chinese.
NEWS_LANGUAGES = {"zh-hans": "zh-cn", "zh-hant": "zh-tw"}
OEMBED_SECONDS = 300  # a withdrawn article is gone from other sites soon
PAPER_COLOUR, INK_COLOUR = "#fbfaf7", "#16130f"


@public_page
def sitemap_index(request: HttpRequest) -> HttpResponse:
    depends_on("latest", "sitemaps")
    blocks = queries.article_blocks()
    maps = [
        queries.Place(absolute(reverse("sitemap_articles", args=[block])), changed)
        for block, changed in blocks
    ]
    news_parts = [
        reverse("sitemap_news_part", args=[part]) if part else reverse("sitemap_news")
        for part in range(queries.news_parts())
    ]
    others = [queries.Place(absolute(path)) for path in (*news_parts, reverse("sitemap_pages"))]
    return _xml(request, "index", {"maps": [*others, *maps]})


@public_page
def sitemap_articles(request: HttpRequest, block: int) -> HttpResponse:
    depends_on(queries.block_tag(block))
    places = list(queries.articles_in(block=block))
    if not places:
        raise Http404(_("There are no articles in this part."))
    return _xml(request, "places", {"places": places})


@public_page
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    depends_on("latest", "names", "sitemaps")
    return _xml(request, "places", {"places": queries.other_places()})


@public_page
def sitemap_news(request: HttpRequest, part: int = 0) -> HttpResponse:
    """A part of the last two days; the first has the address without a number."""
    if part and part >= queries.news_parts():
        raise Http404(_("There are no articles in this part."))
    depends_on("latest", "sitemaps")
    valid_until(queries.news_hour() + timedelta(hours=1))
    articles = [
        {
            "url": absolute(article.url),
            "title": article.title,
            "language": NEWS_LANGUAGES.get(article.language, article.language.split("-")[0]),
            "published": article.published_at,
        }
        for article in queries.recent_news(part=part)
    ]
    return _xml(request, "news", {"articles": articles, "name": news.paper_settings().name})


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    maps = []
    for language in settings.EDITION_LANGUAGES:
        with languages.reading(language):
            maps += [absolute(reverse(name)) for name in ("sitemap", "sitemap_news")]
    context = {"maps": maps, "elsewhere": [languages.at(language) for language in languages.others()]}
    return render(request, "outreach/robots.txt", context, content_type="text/plain; charset=utf-8")


@public_page
def manifest(request: HttpRequest) -> HttpResponse:
    """What a telephone needs to install the paper."""
    paper = news.paper_settings()
    facts: dict[str, Any] = {
        "id": "/",
        "name": paper.name,
        "short_name": paper.name[:12].strip(),
        "description": paper.tagline,
        "lang": settings.LANGUAGE_CODE,
        "dir": direction(settings.LANGUAGE_CODE),
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": PAPER_COLOUR,
        "theme_color": INK_COLOUR,
        "categories": ["news"],
        "share_target": {
            "action": reverse("shared"),
            "method": "GET",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
        "icons": [_icon(192), _icon(512), _icon(512, purpose="maskable")],
    }
    return JsonResponse(facts, content_type="application/manifest+json")


@public_page
def indexnow_key(request: HttpRequest) -> HttpResponse:
    """What shows a search engine that the paper itself has spoken."""
    if not settings.PAPER.indexnow:
        raise Http404(_("This paper does not use IndexNow."))
    return HttpResponse(indexnow.key(), content_type="text/plain; charset=utf-8")


def oembed_card(request: HttpRequest) -> HttpResponse:
    """An article of ours for another site; each size is its own, so it is not kept."""
    kind = request.GET.get("format", "json")
    if kind not in {"json", "xml"}:  # oembed.com §2.3.3
        return _plain(_("The format is json or xml."), HTTPStatus.NOT_IMPLEMENTED)
    try:
        width, height = (_pixels(request.GET.get(name, "")) for name in ("maxwidth", "maxheight"))
    except ValueError:
        return _plain(_("maxwidth and maxheight are numbers of pixels."), HTTPStatus.BAD_REQUEST)
    article = oembed.article_at(request.GET.get("url", ""))
    if article is None:
        return _plain(_("There is no such article here."), HTTPStatus.NOT_FOUND)
    said = oembed.card(article=article, most_width=width, most_height=height)
    answer = (
        HttpResponse(oembed.as_xml(said), content_type="text/xml; charset=utf-8")
        if kind == "xml"
        else JsonResponse(said)
    )
    answer["Access-Control-Allow-Origin"] = "*"  # what it says is public
    answer["Cache-Control"] = f"public, max-age={OEMBED_SECONDS}"
    return answer


@public_page
def mobile(request: HttpRequest) -> HttpResponse:
    """How to read the paper on a telephone."""
    return render(request, "outreach/mobile.html")


def _pixels(number: str) -> int:
    if number and not (number.isascii() and number.isdecimal()):
        raise ValueError(number)
    return int(number[:6] or 0)


def _plain(text: str, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")


def _icon(size: int, purpose: str = "any") -> dict[str, str]:
    name = f"icons/icon-{'maskable-' if purpose == 'maskable' else ''}{size}.png"
    return {"src": static(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def _xml(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, f"outreach/sitemaps/{name}.xml", context, content_type=XML)
