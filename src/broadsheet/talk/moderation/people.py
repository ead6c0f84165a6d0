"""One writer's history, and the bans."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from broadsheet.talk import bans
from broadsheet.talk.models import Ban, BanKind, Decision, Post
from broadsheet.talk.moderation import queue
from broadsheet.talk.moderation.forms import BanForm
from broadsheet.talk.moderation.screens import back, moderator, moderators_only, screen

SHOWN = 50


@moderators_only
def writer(request: HttpRequest, post_id: int) -> HttpResponse:
    """What the writer of a post wrote before, what was decided about it, and their bans."""
    post = get_object_or_404(Post, pk=post_id)
    form = BanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _ban(request, post, form)
    theirs = Post.objects.filter(writer=post.writer) if post.writer else Post.objects.none()
    context: dict[str, Any] = {
        "post": post,
        "form": form,
        "lines": queue.lines(posts=theirs.order_by("-created_at")[:SHOWN]),
        "decisions": _decisions(post),
        "bans": Ban.objects.filter(writer=post.writer).select_related("by") if post.writer else [],
        "counts": queue.history_of(post.writer),
        "neighbours": _neighbours(post),
    }
    return screen(request, "talk/moderation/writer.html", post.name, context)


@moderators_only
def all_bans(request: HttpRequest) -> HttpResponse:
    """Who may not write, and until when."""
    held = Ban.objects.in_force().select_related("by")
    past = Ban.objects.exclude(pk__in=held.values("pk")).select_related("by", "lifted_by")[:SHOWN]
    return screen(request, "talk/moderation/bans.html", _("Bans"), {"held": held, "past": past})


@moderators_only
@require_POST
def lift(request: HttpRequest, ban_id: int) -> HttpResponse:
    """Let somebody write again."""
    ban = get_object_or_404(Ban, pk=ban_id)
    if bans.lift(ban=ban, by=moderator(request)):
        messages.success(request, _("%(name)s may write again.") % {"name": ban.name})
    return back(request, "talk_bans")


def _ban(request: HttpRequest, post: Post, form: BanForm) -> HttpResponse:
    data = form.cleaned_data
    try:
        ban = bans.impose(
            post=post, kind=BanKind(data["kind"]), reason=data["reason"], by=moderator(request),
            until=form.until(),
        )  # fmt: skip
    except ValueError as problem:
        messages.error(request, str(problem))
    else:
        told = {"name": ban.name, "what": ban.get_kind_display(), "until": bans.in_words(ban.until)}
        messages.success(request, _("%(name)s: %(what)s, %(until)s.") % told)
    return HttpResponseRedirect(reverse("talk_writer", args=[post.pk]))


def _decisions(post: Post) -> Any:
    if not post.writer:
        return []
    made = Decision.objects.filter(post__writer=post.writer).select_related("who", "post")
    return made.order_by("-pk")[:SHOWN]


def _neighbours(post: Post) -> list[str]:
    """Other names from the same network; an office or a mobile carrier has many."""
    if not post.address_hash:
        return []
    others = Post.objects.filter(address_hash=post.address_hash).exclude(writer=post.writer)
    return list(others.order_by("name").values_list("name", flat=True).distinct()[:12])
