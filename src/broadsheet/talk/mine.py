"""A reader's own comments: all of them with their states, and changing one just written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from broadsheet.foundation.private import private
from broadsheet.foundation.requests import same_origin_posts
from broadsheet.talk import actions, limits, queries, sending, shown, ways, work, writers
from broadsheet.talk.drafts import Draft, Writer
from broadsheet.talk.errors import TalkError, TooLate
from broadsheet.talk.forms import EditForm
from broadsheet.talk.models import Post, PostState

PER_PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One's own comment, and what one can do about it."""

    post: Post
    edit_url: str
    delete_url: str
    receipt_url: str


def mine(request: HttpRequest) -> HttpResponse:
    """Everything that was written from this account and this browser."""
    keys = [hand.key for hand in writers.hands(request)]
    page = Paginator(queries.own_posts(keys=keys), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_of": page,
        "rows": rows(list(page.object_list), keys=keys),
        "deleted": "deleted" in request.GET,
        "data_url": ways.to("talk_data"),
        "delete_url": ways.to("talk_take_all_back"),
    }
    return private(render(request, "talk/mine.html", context))


def rows(posts: Sequence[Post], *, keys: Iterable[str]) -> list[Row]:
    """One's own comments as they are listed: a query more, however many they are."""
    decisions = queries.told_of(posts=posts)
    found = [(post, decisions.get(post.pk)) for post in posts]
    return [
        Row(
            post=post,
            edit_url=shown.edit_url(post, own=keys),
            delete_url="" if post.is_staff else ways.to("talk_take_back", post.pk),
            receipt_url=work.receipt_url(decision) if decision else "",
        )
        for post, decision in found
    ]


@same_origin_posts
def change(request: HttpRequest, post_id: int) -> HttpResponse:
    """Put other words in the place of one's own, for some minutes."""
    post, writer = _own(request, post_id)
    if request.method != "POST":
        return _form(request, post, writer)
    form = EditForm(request.POST)
    if not form.is_valid():
        return _again(request, post, form, status=422)
    try:
        limits.check_post(writer=writer)
        post = actions.edit(post=post, draft=_draft(post, writer, form))
    except TalkError as error:
        form.add_error(None, str(error))
        return _again(request, post, form, status=error.status)
    return _changed(request, post)


def _own(request: HttpRequest, post_id: int) -> tuple[Post, Writer]:
    """A comment and the hand that wrote it; for others there is no such page."""
    post = get_object_or_404(Post.objects.select_related("thread__article", "thread__site"), pk=post_id)
    for writer in writers.hands(request):
        if post.writer == writer.key:
            return post, writer
    raise Http404(_("There is no such comment."))


def _form(request: HttpRequest, post: Post, writer: Writer) -> HttpResponse:
    if not actions.may_edit(post=post, writer_key=writer.key):
        return _page(request, post, status=TooLate.status, problem=str(TooLate.sentence))
    form = EditForm(initial={"text": post.text})
    form.may_be_quick()
    return _page(request, post, form=form)


def _again(request: HttpRequest, post: Post, form: EditForm, *, status: int) -> HttpResponse:
    form.renew()
    return _page(request, post, status=status, form=form)


def _page(request: HttpRequest, post: Post, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page, or for a script the part of it that is new."""
    is_part = sending.wants_region(request)
    template = "components/comment_edit.html" if is_part else "talk/edit.html"
    links = {"action": ways.to("talk_edit", post.pk), "back": ways.to("talk_post", post.pk)}
    return private(render(request, template, {"post": post} | links | more, status=status))


def _draft(post: Post, writer: Writer, form: EditForm) -> Draft:
    return Draft(
        writer=writer,
        name=post.name,
        email=post.email,
        text=form.cleaned_data["text"],
        trapped=form.trapped,
        hidden=form.hidden,
    )


def _changed(request: HttpRequest, post: Post) -> HttpResponse:
    held = post.state == PostState.HELD
    if sending.wants_region(request):
        answer = _page(request, post, changed=shown.just_sent(post))
    elif held:
        answer = HttpResponseRedirect(ways.to("talk_thanks", post.thread_id))
    else:
        answer = HttpResponseRedirect(ways.to("talk_post", post.pk))
    writers.remember(answer, hands=writers.hands(request), post=post)
    return answer
