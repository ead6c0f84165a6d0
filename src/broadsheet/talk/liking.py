"""The button "Good point" under a comment."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from broadsheet.foundation.requests import same_origin_posts
from broadsheet.talk import actions, limits, sending, shown, ways, writers
from broadsheet.talk.drafts import Writer
from broadsheet.talk.errors import TalkError
from broadsheet.talk.models import Post
from broadsheet.talk.views import public_post


@same_origin_posts
def like(request: HttpRequest, post_id: int) -> HttpResponse:
    """Count who finds a comment good, or no longer. Sent twice it is the same."""
    post = public_post(request, post_id)
    if request.method != "POST":
        return HttpResponseRedirect(ways.to("talk_post", post.pk))
    hands, good = writers.hands(request), request.POST.get("good") != "no"
    verb = actions.like if good else actions.unlike
    try:
        limits.check_like(writer=hands[0])
        verb(post=post, hands=hands)
    except TalkError as error:
        return _answer(request, post, is_liked=False, problem=str(error), status=error.status)
    return _done(request, post, hands, is_liked=good)


def _done(request: HttpRequest, post: Post, hands: Sequence[Writer], *, is_liked: bool) -> HttpResponse:
    answer: HttpResponse = HttpResponseRedirect(ways.to("talk_post", post.pk))
    if sending.wants_region(request):
        post.refresh_from_db(fields=["liked"])
        answer = _answer(request, post, is_liked=is_liked)
    writers.remember(answer, hands=hands)
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
