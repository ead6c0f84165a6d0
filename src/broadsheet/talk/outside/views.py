"""The comments of a page elsewhere: on a page of the paper, and in a frame on that page."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from broadsheet.edition.api import depends_on, public_page
from broadsheet.foundation.requests import View, same_origin_posts
from broadsheet.foundation.text import clean_line
from broadsheet.talk import (
    counts,
    forum,
    liking,
    mine,
    places,
    sending,
    shown,
    taking_back,
    views,
    ways,
    writers,
)
from broadsheet.talk.drafts import MAX_TITLE
from broadsheet.talk.forms import PageForm
from broadsheet.talk.models import Post, Thread
from broadsheet.talk.modes import mode_of
from broadsheet.talk.orders import Order
from broadsheet.talk.outside import framing
from broadsheet.talk.outside.addresses import NotAnAddress
from broadsheet.talk.outside.finding import NotListed, OutsidePage, page_at, page_of


def on(request: HttpRequest) -> HttpResponse:
    """Lead from `?page=` with a page's address to its comments; for links without script."""
    try:
        page = page_at(request.GET.get("page", ""))
    except (NotAnAddress, NotListed) as error:
        return framing.none_here(request, str(error))
    address = reverse("talk_on", args=[page.code])
    title = _title(request)
    if title and not page.thread().title:
        address += f"?{urlencode({'title': title})}"
    return HttpResponseRedirect(address)


@same_origin_posts
def of_page(request: HttpRequest, code: str, order: Order = Order.NEWEST) -> HttpResponse:
    """The comments of a page elsewhere, on a page of the paper."""
    try:
        page = page_of(code)
    except (NotAnAddress, NotListed) as error:
        return framing.none_here(request, str(error))
    if request.method == "POST":
        return _take(request, page)
    if page.code != code:
        more = {} if order == Order.NEWEST else {"order": order}
        return framing.to_its_own_address(request, page.code, more)
    return _show(request, page, order, template="talk/thread.html")


@framing.framed
def frame(request: HttpRequest, page: OutsidePage, order: Order = Order.NEWEST) -> HttpResponse:
    """The same in the frame."""
    if request.method == "POST":
        return _take(request, page)
    return _show(request, page, order, template="talk/outside/frame.html")


@public_page
def script(request: HttpRequest) -> HttpResponse:
    """The script that another site's pages load."""
    return render(request, "talk/embed.js", content_type="text/javascript; charset=utf-8")


def latest(request: HttpRequest, code: str) -> HttpResponse:
    """How much is said on a page elsewhere by now."""
    try:
        return _latest(page_of(code))
    except (NotAnAddress, NotListed) as error:
        return framing.none_here(request, str(error))


@framing.framed
def frame_latest(request: HttpRequest, page: OutsidePage) -> HttpResponse:
    return _latest(page)


@framing.framed
def frame_thanks(request: HttpRequest, page: OutsidePage, thread_id: int) -> HttpResponse:
    get_object_or_404(Thread, pk=thread_id, site=page.site, page=page.path)
    return views.thanks(request, thread_id)


@framing.framed
def frame_post(request: HttpRequest, page: OutsidePage, post_id: int) -> HttpResponse:
    """Where a comment stands in the frame; the frame itself when it stands there no longer."""
    try:
        get_object_or_404(Post, pk=post_id, thread__site=page.site, thread__page=page.path)
        return views.in_forum(request, post_id)
    except Http404:
        return HttpResponseRedirect(ways.to("talk_on", page.code))


def of_a_post(view: View) -> View:
    """A view of a comment, in the frame of the page on which the comment stands."""

    @framing.framed
    def within(request: HttpRequest, page: OutsidePage, post_id: int) -> HttpResponseBase:
        get_object_or_404(Post, pk=post_id, thread__site=page.site, thread__page=page.path)
        return view(request, post_id)

    return within


frame_reply = of_a_post(views.reply)
frame_report = of_a_post(views.report)
frame_like = of_a_post(liking.like)
frame_answers = of_a_post(forum.answers)


def of_a_reader(view: View) -> View:
    """A view of what this browser wrote, wherever it stands, in the frame; it looks at the keys."""

    @framing.framed
    def within(request: HttpRequest, page: OutsidePage, **more: int) -> HttpResponseBase:
        return view(request, **more)

    return within


frame_change = of_a_reader(mine.change)
frame_mine = of_a_reader(mine.mine)
frame_data = of_a_reader(taking_back.data)
frame_take_back = of_a_reader(taking_back.one)
frame_take_all_back = of_a_reader(taking_back.everything)


def _take(request: HttpRequest, page: OutsidePage) -> HttpResponse:
    title = request.POST.get("page_title", "")
    return sending.receive(request, places.of_page(thread=page.thread(), title=title))


def _show(request: HttpRequest, page: OutsidePage, order: Order, *, template: str) -> HttpResponse:
    thread = page.thread()
    depends_on(page.site.tag, thread.tag)
    around = shown.of_page(thread=thread, mode=mode_of(thread=thread))
    title = thread.title or _title(request)  # what a link says goes into the form alone
    form = PageForm(user=writers.account(request), initial={"page_title": title})
    response = forum.thread_page(
        request,
        thread,
        around,
        order=order,
        template=template,
        page=page,
        article=None,
        board=thread.board if page.site.in_forum else None,
        forum_board=None,
        count=thread.posts_shown,
        comment_form=form if around.is_open else None,
    )
    # Anybody can invent addresses: one on which nothing is said must not fill the house.
    response.edition = thread.posts_shown > 0  # type: ignore[attr-defined]
    return response


def _latest(page: OutsidePage) -> HttpResponse:
    thread = page.thread()
    depends_on(page.site.tag, thread.tag)
    response = counts.latest(thread if thread.pk else None)
    response.edition = thread.posts_shown > 0  # type: ignore[attr-defined]
    return response


def _title(request: HttpRequest) -> str:
    return clean_line(request.GET.get("title", ""))[:MAX_TITLE]
