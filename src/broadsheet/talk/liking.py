"""The button "Good point" under a comment."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from broadsheet.foundation.requests import same_origin_posts
from broadsheet.talk import actions, limits, sending, shown, writers
from broadsheet.talk.actions.reacting import OwnPost
from broadsheet.talk.drafts import Writer
from broadsheet.talk.errors import TalkError
from broadsheet.talk.models import Post
from broadsheet.talk.views import public_post


@same_origin_posts
def like(request: HttpRequest, post_id: int) -> HttpResponse:
    """Count who finds a comment good, or no longer. Sent twice it is the same."""
    post = public_post(request, post_id)
    if request.method != "POST":
        return HttpResponseRedirect(post.permalink)
    writer, good = writers.writer_of(request), request.POST.get("good") != "no"
    try:
        if post.writer in {hand.key for hand in writers.hands(request)}:
            raise OwnPost
        limits.check_like(writer=writer)
    except TalkError as error:
        return _answer(request, post, is_liked=False, problem=str(error), status=error.status)
    verb = actions.like if good else actions.unlike
    verb(post=post, writer=writer)
    return _done(request, post, writer, is_liked=good)


def _done(request: HttpRequest, post: Post, writer: Writer, *, is_liked: bool) -> HttpResponse:
    answer: HttpResponse = HttpResponseRedirect(post.permalink)
    if sending.wants_region(request):
        post.refresh_from_db(fields=["liked"])
        answer = _answer(request, post, is_liked=is_liked)
    writers.remember(answer, writer=writer)
    return answer


def _answer(
    request: HttpRequest, post: Post, *, is_liked: bool, problem: str = "", status: int = 200
) -> HttpResponse:
    template = "components/comment_like.html" if sending.wants_region(request) else "talk/not_liked.html"
    likes = {post.pk} if is_liked else set()
    context = {"post": shown.post(post, is_open=False, likes=likes), "problem": problem, "answers": True}
    answer = render(request, template, context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
