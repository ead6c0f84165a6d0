"""The feeds a hub may be asked for, by their full addresses."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from itertools import combinations
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse

from broadsheet.news import languages
from broadsheet.news.models import ArticlePage, Series
from broadsheet.outreach.addresses import absolute
from broadsheet.outreach.feeds import views
from broadsheet.outreach.feeds.links import KINDS

FEEDS: frozenset[Callable[..., Any]] = frozenset(
    {
        views.paper, views.section, views.author, views.topic, views.relation, views.comments,
        views.board, views.forum_topic, views.live, views.series,
    }
)  # fmt: skip
MOST_NAMES = 20  # of an article's topics, whose pairs have feeds as well


def content(topic: str) -> tuple[bytes, str] | None:
    """A feed as it is now, and its content type; None when the paper has no such feed.

    Only the address by which the feed names itself is one.
    """
    try:
        path = unquote(urlsplit(topic).path)
        with languages.reading(languages.of_path(path)):
            match = resolve(path)
            if match.func not in FEEDS or not path.endswith(f".{match.kwargs.get('kind')}"):
                return None
            answer: HttpResponse = match.func(_nobody(), **match.kwargs)
            own_name = absolute(reverse_of(path))
    except (Resolver404, Http404, ValueError):
        return None
    if own_name != topic:
        return None
    return answer.content, answer["Content-Type"]


def reverse_of(path: str) -> str:
    """The address of a feed as `reverse` writes it."""
    base, _dot, kind = path.rpartition(".")
    match = resolve(base)
    wanted = {name: value for name, value in match.kwargs.items() if name != "kind"}
    return f"{reverse(match.view_name, kwargs=wanted)}.{kind}"


def touched_by(article: ArticlePage) -> list[str]:
    """Every feed that an article stands in, or whose comments are about it."""
    with languages.reading(article.edition or languages.own()):
        return _touched_by(article)


def _touched_by(article: ArticlePage) -> list[str]:
    slugs = sorted({topic.slug for topic in article.topics})[:MOST_NAMES]
    bases = [reverse("feed_paper"), reverse("feed_comments", args=[article.pk])]
    bases.append(reverse("feed_live", args=[article.pk]))
    if article.section:
        bases.append(reverse("feed_section", args=[article.section.slug]))
    bases += [reverse("feed_author", args=[author.slug]) for author in article.authors]
    slugs_of_series = Series.objects.filter(parts__article=article).values_list("slug", flat=True)
    bases += [reverse("feed_series", args=[slug]) for slug in slugs_of_series]
    bases += [reverse("feed_topic", args=[slug]) for slug in slugs]
    bases += [reverse("feed_relation", args=pair) for pair in combinations(slugs, 2)]
    return [absolute(f"{base}.{kind}") for base in bases for kind, _name, _mime in KINDS]


def _nobody() -> HttpRequest:
    """A stranger's request for a feed."""
    request = HttpRequest()
    request.method = "GET"
    request.META["HTTP_HOST"] = urlsplit(settings.PAPER.url).netloc
    return request


def digest_of(body: bytes) -> str:
    """By what two states of a feed are told apart."""
    return hashlib.sha256(body).hexdigest()
