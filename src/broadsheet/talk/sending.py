"""From a reader's form to a post and an answer, the same for every place to write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from broadsheet.talk import shown, ways, writers
from broadsheet.talk.drafts import Writer
from broadsheet.talk.errors import NoArticle, ParentGone, TalkError
from broadsheet.talk.forms import CommentForm, plain_draft
from broadsheet.talk.models import Post, PostState
from broadsheet.talk.pipeline.assessing import hint, read
from broadsheet.talk.shown import ShownPost, ShownThread


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a reader writes. What only the page with the form shows is looked up for that page.

    Args:
        around: the thread shown around the form; None for a new topic.
        action: gives the form's address.
        heading: of the page with the form.
        back: the address to go back to.
        take: makes the post of a draft and of what was read in it (`taking`).
        answered: the post that is answered, quoted over the form.
        form: its class.
    """

    around: Callable[[], ShownThread | None]
    action: Callable[[], str]
    heading: str
    back: Callable[[], str]
    take: Callable[..., Post]
    answered: ShownPost | None = None
    form: type[CommentForm] = CommentForm

    @cached_property
    def thread(self) -> ShownThread | None:
        return self.around()


def show(request: HttpRequest, place: Place) -> HttpResponse:
    """The page with the empty form."""
    return _page(request, place, place.form(user=writers.account(request), place="forum"))


def receive(request: HttpRequest, place: Place) -> HttpResponse:
    """Take what was sent; a form that cannot be taken is shown again with every word."""

    @cache
    def form() -> CommentForm:
        made = place.form(request.POST, user=writers.account(request))
        made.is_valid()
        return made

    hands = writers.hands(request)
    draft = plain_draft(request.POST, writer=hands[0]) if place.form is CommentForm else None
    if draft is None:
        if not form().is_valid():
            return _again(request, place, form(), status=422)
        draft = form().draft(writer=hands[0])
    try:
        said = read(draft)
        sentence = "" if draft.insisted else hint(said)
        if sentence:
            return _hint(request, place, form(), sentence)
        post = place.take(draft=draft, said=said)
    except NoArticle as error:
        raise Http404(str(error)) from error
    except TalkError as error:
        form().add_error(None, str(error))
        kept = replace(place, answered=None) if isinstance(error, ParentGone) else place
        return _again(request, kept, form(), status=error.status)
    return _thanks(request, place, post, hands)


def _hint(request: HttpRequest, place: Place, form: CommentForm, sentence: str) -> HttpResponse:
    """Before it is posted: one private hint. Sent again, it is taken, for a moderator to see."""
    form.hint(
        _("%(hint)s You may change it; or send it as it is, and a moderator will look at it.")
        % {"hint": sentence}
    )
    make = _region if wants_region(request) else _page
    answer = make(request, place, form)
    answer.status_code = 422
    answer["Cache-Control"] = "no-store"
    return answer


def _thanks(request: HttpRequest, place: Place, post: Post, hands: Sequence[Writer]) -> HttpResponse:
    answer = _sent_region(request, place, post) if wants_region(request) else _onwards(request, post)
    writers.remember(answer, hands=hands, post=post)
    answer["Cache-Control"] = "no-store"
    return answer


def _onwards(request: HttpRequest, post: Post) -> HttpResponse:
    """A page that says that it waits, or the place where it now stands."""
    if post.state == PostState.HELD:
        return HttpResponseRedirect(ways.to("talk_thanks", post.thread_id))
    if request.POST.get("place") == "forum":
        return HttpResponseRedirect(ways.to("forum_post", post.pk))
    return HttpResponseRedirect(ways.to("talk_post", post.pk))


def _sent_region(request: HttpRequest, place: Place, post: Post) -> HttpResponse:
    held = post.state == PostState.HELD
    message = (
        _("Thank you. Your comment waits for a moderator; until then only you see it.")
        if held
        else _("Thank you. Your comment is on the page.")
    )
    fresh = place.form(user=writers.account(request))
    sent = shown.just_sent(post)
    return _region(request, place, fresh, comment_message=message, comment_sent=sent)


def _again(request: HttpRequest, place: Place, form: CommentForm, *, status: int) -> HttpResponse:
    form.renew()
    make = _region if wants_region(request) else _page
    answer = make(request, place, form)
    answer.status_code = status
    answer["Cache-Control"] = "no-store"
    return answer


def wants_region(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _render(template: str, request: HttpRequest, place: Place, form: Any, **more: Any) -> HttpResponse:
    context = {
        "place": place,
        "form": form,
        "thread": place.thread,
        "comment_action": place.action(),
        "in_reply_to": place.answered,
    }
    return render(request, template, context | more)


_region = partial(_render, "components/comment_form.html")
_page = partial(_render, "talk/write.html")
