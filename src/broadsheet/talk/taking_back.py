"""A reader takes back what they wrote, one comment or all of it, or takes a copy of it along.

It needs no account: a browser's key is enough, as for "Your comments".
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from broadsheet.foundation.private import private
from broadsheet.foundation.requests import same_origin_posts
from broadsheet.talk import erasing, exporting, ways, writers
from broadsheet.talk.models import Post


@same_origin_posts
def one(request: HttpRequest, post_id: int) -> HttpResponse:
    """Ask once more, then delete one's own comment; for others there is no such page."""
    keys = _keys(request)
    post = get_object_or_404(Post.objects.select_related("thread__article"), pk=post_id)
    if post.writer not in keys:
        raise Http404(_("There is no such comment."))
    if request.method != "POST":
        context = {"post": post, "back": ways.to("talk_mine")}
        return private(render(request, "talk/take_back.html", context))
    erasing.forget_posts(Post.objects.filter(pk=post.pk, writer__in=keys))
    return _back(request)


@same_origin_posts
def everything(request: HttpRequest) -> HttpResponse:
    """Ask once more, then delete all that was written, liked and reported from here."""
    keys = _keys(request)
    if request.method != "POST":
        number = Post.objects.filter(writer__in=keys).count()
        context = {"number": number, "back": ways.to("talk_mine")}
        return private(render(request, "talk/take_all_back.html", context))
    erasing.forget_hands(keys=keys)
    return _back(request)


def data(request: HttpRequest) -> HttpResponse:
    """All that stands under this account and this browser, as a file."""
    answer = JsonResponse(
        exporting.of_hands(_keys(request)), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    answer["Content-Disposition"] = 'attachment; filename="my-comments.json"'
    return private(answer)


def _keys(request: HttpRequest) -> list[str]:
    return [hand.key for hand in writers.hands(request)]


def _back(request: HttpRequest) -> HttpResponse:
    """To what is left; this browser sees the pages without its words at once."""
    answer = HttpResponseRedirect(ways.to("talk_mine") + "?deleted")
    writers.remember(answer, hands=writers.hands(request))
    return answer
