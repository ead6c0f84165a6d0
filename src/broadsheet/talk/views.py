"""Where readers write, and where their words are shown."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.foundation.requests import same_origin_posts
from broadsheet.news.models import ArticlePage
from broadsheet.talk import (
    actions,
    conversations,
    limits,
    orders,
    places,
    queries,
    sending,
    shown,
    ways,
    writers,
)
from broadsheet.talk.forms import ReportForm
from broadsheet.talk.models import Post, PostState, ReportReason, Thread


@same_origin_posts
def comment(request: HttpRequest, article_id: int) -> HttpResponse:
    """Take a comment on an article; asked for as a page, lead to the form."""
    place = places.of_article(article_id=article_id)
    if request.method != "POST":
        return HttpResponseRedirect(f"{place.back()}#add-comment")
    return sending.receive(request, place)


@same_origin_posts
def topic_comment(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Take a reply in a topic of the forum."""
    thread = seen_thread(request, pk=thread_id, article=None)
    if request.method != "POST":
        return HttpResponseRedirect(f"{thread.url}#add-comment")
    return sending.receive(request, places.of_topic(thread=thread))


@same_origin_posts
def reply(request: HttpRequest, post_id: int) -> HttpResponse:
    """Answer one post, which is quoted over the form."""
    if request.method != "POST":
        return sending.show(request, places.of_reply(post=public_post(request, post_id)))
    return sending.receive(request, places.of_reply(post=_post_to_answer(request, post_id)))


@same_origin_posts
def report(request: HttpRequest, post_id: int) -> HttpResponse:
    """Say that a post breaks the rule. The answer is the same the second time."""
    post = public_post(request, post_id)
    context = {"post": shown.quoted(post), "back": ways.to("talk_post", post.pk)}
    if request.method != "POST":
        return render(request, "talk/report.html", context | {"form": ReportForm()})
    form = ReportForm(request.POST)
    writer = writers.writer_of(request)
    if form.is_valid() and not limits.may_report(writer=writer):
        form.add_error(None, _("That was a lot of reports in a short time. Please wait a while."))
    if not form.is_valid():
        form.renew()
        return render(request, "talk/report.html", context | {"form": form}, status=422)
    actions.report(
        post=post,
        reason=ReportReason(form.cleaned_data["reason"]),
        note=form.cleaned_data["note"],
        reporter=writer.key if writer.user else writer.address_hash,
    )
    return render(request, "talk/reported.html", context)


def permalink(request: HttpRequest, post_id: int) -> HttpResponse:
    """Lead to the page on which a post is shown."""
    post = _seen_post(request, post_id)
    article = post.thread.article
    if article and conversations.is_under_its_article(post=post, own=writers.own_keys(request)):
        return HttpResponseRedirect(f"{article.url}#comment-{post.pk}")
    return _to_forum(request, post)


def in_forum(request: HttpRequest, post_id: int) -> HttpResponse:
    """Lead to the page of the forum on which a post is shown."""
    return _to_forum(request, _seen_post(request, post_id))


def thanks(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Say that what was sent waits. Shows nothing of it: anybody may open this page."""
    threads = Thread.objects.select_related("article", "board", "site")
    thread = get_object_or_404(threads, pk=thread_id)
    if queries.is_seen_by(thread=thread, own=writers.own_keys(request)):
        back = thread.article.url if thread.article else orders.address(thread, orders.Order.of(thread))
    else:
        back = reverse("forum")
    return render(request, "talk/thanks.html", {"back": back, "about": thread})


def seen_thread(request: HttpRequest, *, pk: int, article: ArticlePage | None) -> Thread:
    """A thread that this reader may see, or 404."""
    threads = Thread.objects.filter(site=None).select_related("board")
    thread = get_object_or_404(threads, pk=pk, article=article)
    if not queries.is_seen_by(thread=thread, own=writers.own_keys(request)):
        raise Http404(_("There is no such topic."))
    return thread


def _to_forum(request: HttpRequest, post: Post) -> HttpResponse:
    return HttpResponseRedirect(conversations.place_of(post=post, own=writers.own_keys(request)))


def _seen_post(request: HttpRequest, post_id: int) -> Post:
    """A post that this reader sees somewhere; a removed one only as the stub over answers."""
    posts = Post.objects.select_related("thread__article", "thread__site__board", "root")
    post = get_object_or_404(posts, pk=post_id)
    own = writers.own_keys(request)
    if not queries.is_seen_by(thread=post.thread, own=own):
        raise Http404(_("There is no such comment."))
    is_own = post.state == PostState.HELD and post.writer in own
    if post.state == PostState.PUBLISHED or is_own or conversations.is_a_stub(post=post):
        return post
    raise Http404(_("There is no such comment."))


def _post_to_answer(request: HttpRequest, post_id: int) -> Post:
    """A post that can be answered, or could when the form was opened: no words are lost by it."""
    post = get_object_or_404(Post.objects.select_related("thread__article", "root"), pk=post_id)
    if post.state != PostState.REMOVED:
        return public_post(request, post_id)
    if not queries.is_seen_by(thread=post.thread, own=writers.own_keys(request)):
        raise Http404(_("There is no such comment."))
    return post


def public_post(request: HttpRequest, post_id: int) -> Post:
    post = _seen_post(request, post_id)
    if post.state != PostState.PUBLISHED:
        raise Http404(_("There is no such comment."))
    return post
