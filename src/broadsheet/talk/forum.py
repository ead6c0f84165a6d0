"""The pages of the forum: its boards, their threads, a new topic."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from broadsheet.edition.api import depends_on, public_page
from broadsheet.foundation.requests import same_origin_posts
from broadsheet.news import queries as news
from broadsheet.news.models import SectionPage
from broadsheet.news.models.paper import CommentMode
from broadsheet.talk import places, queries, sending, shown, writers
from broadsheet.talk.forms import CommentForm
from broadsheet.talk.models import Thread
from broadsheet.talk.modes import article_mode, board_mode, mode_of
from broadsheet.talk.shown import ShownThread
from broadsheet.talk.views import seen_thread


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """Every board, and the threads with the last word in them."""
    context = {"boards": queries.boards(), "threads": queries.newest_threads()}
    return render(request, "talk/forum.html", context)


@public_page
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """A board's threads."""
    section = _board(slug)
    context = {
        "board": section,
        "page_of": queries.page_of_board(board=section, number=request.GET.get("page", "1")),
        "is_open": board_mode(board=section) != CommentMode.CLOSED,
    }
    return render(request, "talk/board.html", context)


@same_origin_posts
def new_topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a topic on a board."""
    section = _board(slug)
    if board_mode(board=section) == CommentMode.CLOSED:
        raise Http404(_("This board takes no new topics."))
    take = sending.receive if request.method == "POST" else sending.show
    return take(request, places.of_new_topic(board=section))


@public_page
def article_thread(request: HttpRequest, article_id: int) -> HttpResponse:
    """An article's thread in the forum's layout: the same posts, the same count."""
    article = get_object_or_404(news.published().select_related("section", "tally"), pk=article_id)
    depends_on(f"article:{article.pk}")
    around = shown.of_article(article=article, mode=article_mode(article=article))
    thread = Thread.objects.filter(article=article).first() or Thread(article=article)
    return _thread_page(request, thread, around, article=article, count=article.comment_count)


@public_page
def topic(request: HttpRequest, thread_id: int, slug: str) -> HttpResponse:
    """A topic and what was said to it."""
    thread = seen_thread(request, pk=thread_id, article=None)
    around = shown.of_topic(thread=thread, mode=mode_of(thread=thread))
    if request.path != around.url:
        return HttpResponseRedirect(around.url)
    return _thread_page(request, thread, around, article=None, count=thread.posts_shown)


def _thread_page(
    request: HttpRequest, thread: Thread, around: ShownThread, **more: object
) -> HttpResponse:
    page = queries.page_of_thread(
        thread=thread,
        number=request.GET.get("page", "1"),
        is_open=around.is_open,
        own=writers.own_keys(request),
    )
    form = CommentForm(user=writers.account(request), place="forum") if around.is_open else None
    context = {
        "thread": around,
        "board": thread.board or getattr(thread.article, "section", None),
        "page_of": page,
        "comment_form": form,
    }
    return render(request, "talk/thread.html", context | more)


def _board(slug: str) -> SectionPage:
    """A top section of the paper, or 404."""
    found = next((section for section in news.section_list() if section.slug == slug), None)
    if found is None:
        raise Http404(_("There is no such board."))
    return found
