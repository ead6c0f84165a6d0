"""The pages of the forum: its boards, their threads, a new topic."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from broadsheet.edition.api import depends_on, public_page
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.foundation.requests import same_origin_posts
from broadsheet.news import queries as news
from broadsheet.news.models import ArticlePage, SectionPage
from broadsheet.news.models.paper import CommentMode
from broadsheet.news.search import Order as SearchOrder
from broadsheet.talk import (
    conversations,
    keeping,
    orders,
    places,
    queries,
    search,
    sending,
    shown,
    visits,
    writers,
)
from broadsheet.talk.actions.counting import TOP_SECTION_DEPTH
from broadsheet.talk.conversations import Reader
from broadsheet.talk.forms import CommentForm
from broadsheet.talk.models import Post, PostState, Thread
from broadsheet.talk.modes import article_mode, board_mode, mode_of
from broadsheet.talk.orders import Order
from broadsheet.talk.shown import ShownThread
from broadsheet.talk.views import seen_thread


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """Every board, and the threads with the last word in them."""
    threads = queries.newest_threads()
    context = {"boards": queries.boards(), "threads": threads}
    user = writers.account(request)
    if user:
        context["unread"] = queries.unread(user=user, threads=threads)
        context["unread_boards"] = queries.unread_boards(user=user)
    return render(request, "talk/forum.html", context)


@public_page
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """A board's threads."""
    section = _board(slug)
    page = queries.page_of_board(board=section, number=request.GET.get("page", "1"))
    user = writers.account(request)
    context = {
        "board": section,
        "forum_board": section,  # its feeds are named in the page's head
        "page_of": page,
        "is_open": board_mode(board=section) != CommentMode.CLOSED,
        "unread": queries.unread(user=user, threads=page.object_list) if user else set(),
    }
    return render(request, "talk/board.html", context)


@same_origin_posts
def new_topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a topic on a board."""
    section = _board(slug)
    if request.method != "POST" and board_mode(board=section) == CommentMode.CLOSED:
        raise Http404(_("This board takes no new topics."))
    take = sending.receive if request.method == "POST" else sending.show
    return take(request, places.of_new_topic(board=section))


@public_page
def article_thread(request: HttpRequest, article_id: int, order: Order = Order.NEWEST) -> HttpResponse:
    """An article's thread in the forum's layout: the same posts, the same count."""
    article = get_object_or_404(news.published().select_related("section", "tally"), pk=article_id)
    thread = Thread.objects.filter(article=article).first() or Thread(article=article)
    around = _around(thread, article)
    return thread_page(
        request, thread, around, order=order, article=article, count=article.comment_count
    )


@public_page
def topic(request: HttpRequest, thread_id: int, slug: str) -> HttpResponse:
    """A topic and what was said to it."""
    thread = seen_thread(request, pk=thread_id, article=None)
    around = _around(thread, None)
    if request.path != around.url:
        return HttpResponseRedirect(around.url)
    return thread_page(
        request, thread, around, order=Order.OLDEST, article=None, count=thread.posts_shown
    )


@public_page
def answers(request: HttpRequest, post_id: int) -> HttpResponse:
    """One conversation: a post and all answers to it, by pages."""
    posts = Post.objects.select_related("thread__article", "thread__board", "thread__site__board")
    post = get_object_or_404(posts, pk=post_id, root=None)
    thread = post.thread
    if not queries.is_seen_by(thread=thread, own=()) or not _is_shown(post):
        raise Http404(_("There is no such comment."))
    around = _around(thread, thread.article)
    page = conversations.page_of_answers(
        root=post,
        number=request.GET.get("page", "1"),
        is_open=around.is_open,
        reader=Reader(own=writers.own_keys(request)),
    )
    context = {
        "thread": around,
        "board": _board_of(thread),
        "post": shown.post(post, is_open=around.is_open),
        "page_of": page,
    }
    return render(request, "talk/answers.html", context)


def search_page(request: HttpRequest) -> HttpResponse:
    """Search in what readers said; each search is its own, so it is not kept."""
    form = ForumSearchForm(request.GET or None)
    results = None
    if form.is_valid() and form.cleaned_data["q"]:
        results = search.find(
            words=form.cleaned_data["q"],
            order=SearchOrder(form.cleaned_data["order"] or SearchOrder.BEST),
            page=request.GET.get("page", "1"),
        )
    return render(request, "talk/search.html", {"form": form, "results": results})


class ForumSearchForm(forms.Form):
    """Words to look for in the forum."""

    q = forms.CharField(label=_lazy("Search for"), required=False, max_length=200)
    order = forms.ChoiceField(label=_lazy("Order"), required=False, choices=SearchOrder.choices)


def thread_page(
    request: HttpRequest,
    thread: Thread,
    around: ShownThread,
    *,
    order: Order,
    template: str = "talk/thread.html",
    **more: object,
) -> HttpResponse:
    """A page of a thread in an order; `more` goes to the template."""
    user = writers.account(request)
    page = conversations.page_of_thread(
        thread=thread,
        order=order,
        number=request.GET.get("page", "1"),
        is_open=around.is_open,
        reader=_reader(request, thread, order),
    )
    if user and thread.pk and request.method == "GET":
        _note_visit(user, thread, page, order)
    board = _board_of(thread)
    context = {
        "thread": around,
        "board": board,
        "forum_board": board if board and board.depth == TOP_SECTION_DEPTH else None,
        "forum_topic": thread.pk if thread.is_topic else None,
        "page_of": page,
        "oldest_first": order == Order.OLDEST,
        "order": order,
        "orders": orders.links(thread=thread, current=order),
        "is_sticky": thread.is_sticky,
        "acts": keeping.acts(thread=thread, user=user),
        "acts_url": reverse("forum_keep", args=[thread.pk]) if thread.pk else "",
        "comment_form": CommentForm(user=user, place="forum") if around.is_open else None,
    }
    return render(request, template, context | more)


def _reader(request: HttpRequest, thread: Thread, order: Order) -> Reader:
    """Whoever asks; in the orders of time a reader with an account sees what is new to them."""
    user = writers.account(request)
    in_time = order in {Order.NEWEST, Order.OLDEST}
    since = visits.last(user=user, thread=thread) if user and thread.pk and in_time else None
    return Reader(own=writers.own_keys(request), since=since)


def _note_visit(user: User, thread: Thread, page: Any, order: Order) -> None:
    """The page with the newest is the end of reading; another one, its own newest."""
    at_the_end = page.number == 1 if order == Order.NEWEST else not page.has_next()
    if order in {Order.NEWEST, Order.OLDEST} and at_the_end:
        visits.note(user=user, thread=thread, until=now())
    elif order == Order.OLDEST:
        visits.note(user=user, thread=thread, until=max(post.created_at for post in page))


def _around(thread: Thread, article: ArticlePage | None) -> ShownThread:
    if thread.site:
        depends_on(thread.site.tag)
        return shown.of_page(thread=thread, mode=mode_of(thread=thread))
    if article is None:
        return shown.of_topic(thread=thread, mode=mode_of(thread=thread))
    depends_on(f"article:{article.pk}")
    return shown.of_article(article=article, mode=article_mode(article=article))


def _board_of(thread: Thread) -> SectionPage | None:
    return thread.board or getattr(thread.article, "section", None)


def _is_shown(post: Post) -> bool:
    return post.state == PostState.PUBLISHED or conversations.is_a_stub(post=post)


def _board(slug: str) -> SectionPage:
    """A top section of the paper, or 404."""
    found = next((section for section in news.section_list() if section.slug == slug), None)
    if found is None:
        raise Http404(_("There is no such board."))
    return found
