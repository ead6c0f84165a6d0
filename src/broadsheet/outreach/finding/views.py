"""Sitemaps, robots.txt, the manifest, and the page about telephones."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.edition.api import depends_on, public_page, valid_until
from broadsheet.news import queries as news
from broadsheet.news.languages import direction
from broadsheet.outreach.addresses import absolute
from broadsheet.outreach.finding import queries

XML = "application/xml; charset=utf-8"
# Google asks for ISO 639, and for the script only in Chinese.
NEWS_LANGUAGES = {"zh-hans": "zh-cn", "zh-hant": "zh-tw"}
PAPER_COLOUR, INK_COLOUR = "#fbfaf7", "#16130f"


@public_page
def sitemap_index(request: HttpRequest) -> HttpResponse:
    depends_on("latest", "sitemaps")
    blocks = queries.article_blocks()
    maps = [
        queries.Place(absolute(reverse("sitemap_articles", args=[block])), changed)
        for block, changed in blocks
    ]
    others = [queries.Place(absolute(reverse(name))) for name in ("sitemap_news", "sitemap_pages")]
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
def sitemap_news(request: HttpRequest) -> HttpResponse:
    depends_on("latest", "sitemaps")
    valid_until(queries.news_hour() + timedelta(hours=1))
    articles = [
        {
            "url": absolute(article.url),
            "title": article.title,
            "language": NEWS_LANGUAGES.get(article.language, article.language.split("-")[0]),
            "published": article.published_at,
        }
        for article in queries.recent_news()
    ]
    return _xml(request, "news", {"articles": articles, "name": news.paper_settings().name})


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    context = {"index": absolute(reverse("sitemap")), "news": absolute(reverse("sitemap_news"))}
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
def mobile(request: HttpRequest) -> HttpResponse:
    """How to read the paper on a telephone."""
    return render(request, "outreach/mobile.html")


def _icon(size: int, purpose: str = "any") -> dict[str, str]:
    name = f"icons/icon-{'maskable-' if purpose == 'maskable' else ''}{size}.png"
    return {"src": static(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def _xml(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, f"outreach/sitemaps/{name}.xml", context, content_type=XML)
