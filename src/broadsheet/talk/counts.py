"""How much was said, for other pages to ask: of one thread, or of a list of articles."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from urllib.parse import unquote, urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from broadsheet.edition.api import depends_on, public_page
from broadsheet.news import queries as news
from broadsheet.talk import queries, ways
from broadsheet.talk.models import Post, PostState, Thread
from broadsheet.talk.outside import counting
from broadsheet.talk.views import seen_thread

MOST = 100  # in one question
SECONDS = 60  # that an answer may be kept on the way


@require_safe
@public_page
def of_article(request: HttpRequest, article_id: int) -> HttpResponse:
    """The number of an article's comments, and its last one."""
    article = get_object_or_404(news.published(), pk=article_id)
    depends_on(f"article:{article.pk}", f"thread:article:{article.pk}")
    return latest(Thread.objects.filter(article=article).first())


@require_safe
@public_page
def of_topic(request: HttpRequest, thread_id: int) -> HttpResponse:
    """The number of a topic's posts, and its last one."""
    thread = seen_thread(request, pk=thread_id, article=None)
    depends_on(thread.tag)
    return latest(thread)


@require_safe
def of_articles(request: HttpRequest) -> HttpResponse:
    """The numbers of comments of many articles or pages elsewhere, by their addresses.

    `?article=/world/a/,/world/b/`, or `?page=https://example.org/a&page=…`, in
    which a comma is a comma; what is no article of ours and on no listed site is
    left out. Pages are counted for scripts of listed sites alone.
    """
    asked = [one for value in request.GET.getlist("article") for one in value.split(",") if one]
    pages = request.GET.getlist("page")
    opened = partial(counting.for_listed, request) if pages else _open
    if not 0 < len(asked) + len(pages) <= MOST:
        sentence = _("Ask for one to %(most)d articles by their addresses.") % {"most": MOST}
        return opened(JsonResponse({"error": sentence}, status=400))
    answer = opened(JsonResponse({"counts": _numbers(asked) | counting.numbers(pages)}))
    answer["Cache-Control"] = f"public, max-age={SECONDS}"
    return answer


def latest(thread: Thread | None) -> HttpResponse:
    """The number of a thread's posts, and its last one; None for a thread not begun."""
    last = None
    if thread is not None:
        said = Post.objects.filter(thread=thread, state=PostState.PUBLISHED)
        last = said.order_by("-created_at", "-pk").first()
    return JsonResponse(
        {
            "count": thread.posts_shown if thread else 0,
            "last": last.pk if last else 0,
            "url": ways.to("talk_post", last.pk) if last else "",
        }
    )


def _numbers(asked: Iterable[str]) -> dict[str, int]:
    paths = {one: _path(one) for one in asked}
    known = queries.counts_by_path(paths=set(paths.values()))
    return {one: known[path] for one, path in paths.items() if path in known}


def _path(address: str) -> str:
    """The path of an address as our own articles have it; "" for what is no address."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:  # http://[ …
        return ""
    return "" if "\x00" in path else path.rstrip("/") + "/"


def _open(response: HttpResponse) -> HttpResponse:
    """Any site may ask: there is nothing in it that a stranger could not read."""
    response["Access-Control-Allow-Origin"] = "*"
    return response
