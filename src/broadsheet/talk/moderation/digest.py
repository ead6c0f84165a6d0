"""The ten riskiest comments by letter, with links to decide them from a telephone.

A link shows the comment; only the button on that page acts, so a mail scanner
that opens every link does nothing. It works once: whatever is decided on the
comment, by whomever, ends it.
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.foundation.requests import same_origin_posts
from broadsheet.news import letters
from broadsheet.talk import actions, work
from broadsheet.talk.errors import AlreadyDecided
from broadsheet.talk.models import DigestReader, Post, PostState, Reason
from broadsheet.talk.moderation import deciding, queue
from broadsheet.talk.moderation.screens import PERMISSION, back, moderator, moderators_only

SALT = "broadsheet.talk.digest"
MOST = 10
APART = timedelta(hours=20)
LINK_HOLDS = timedelta(days=2)


def send_due() -> int:
    """Send the letter to every moderator who wants it and has not had it today."""
    riskiest = list(Post.objects.filter(waits=True).order_by("-risk", "created_at")[:MOST])
    if not riskiest:
        return 0
    sent = 0
    for reader in DigestReader.objects.select_related("user"):
        if reader.sent_at and reader.sent_at > now() - APART:
            continue
        if not (reader.user.is_active and reader.user.has_perm(PERMISSION)):
            continue
        DigestReader.objects.filter(pk=reader.pk).update(sent_at=now())
        _send(reader.user, riskiest)
        sent += 1
    return sent


def token(*, post: Post, user: User) -> str:
    """What stands in the link of one comment for one moderator."""
    return signing.dumps([post.pk, user.pk, post.decisions.count(), post.state], salt=SALT)


@same_origin_posts
def one(request: HttpRequest, token: str) -> HttpResponse:
    """The comment of a link with its buttons; a POST decides it in the moderator's name."""
    found = _found(token)
    if found is None:
        return _answer(request, {"over": True}, status=410)
    post, user = found
    problem = ""
    if request.method == "POST":
        act = request.POST.get("act", "")
        try:
            return _decided(request, post, user, act)
        except AlreadyDecided as error:
            problem = str(error)
        except ValueError:
            problem = _("Choose a reason for the rejection.")
    context = {"post": post, "line": queue.lines(posts=[post])[0], "reasons": Reason.choices}
    return _answer(request, context | {"problem": problem}, status=422 if problem else 200)


@moderators_only
@require_POST
def subscribe(request: HttpRequest) -> HttpResponse:
    """Begin to get the letter, or stop."""
    if request.POST.get("act") == "stop":
        DigestReader.objects.filter(user=moderator(request)).delete()
    else:
        DigestReader.objects.get_or_create(user=moderator(request))
    return back(request)


def _decided(request: HttpRequest, post: Post, user: User, act: str) -> HttpResponse:
    verb, _colon, reason = act.partition(":")
    if verb == "approve":
        deciding.check_seen(post=post, seen=deciding.seen_in(request.POST))
        actions.approve(post=post, by=user)
    elif verb == "reject":
        actions.take_down(post=post, reason=Reason(reason), by=user)
    else:
        raise ValueError(act)
    work.let_go(posts=[post.pk], who=user)
    return _answer(request, {"done": True, "post": post})


def _answer(request: HttpRequest, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    answer = render(request, "talk/digest.html", context, status=status)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _found(token: str) -> tuple[Post, User] | None:
    """The comment and the moderator of a link that still counts."""
    try:
        post_key, user_key, decided, state = signing.loads(token, salt=SALT, max_age=LINK_HOLDS)
    except (signing.BadSignature, ValueError):
        return None
    post = Post.objects.select_related("thread__article").filter(pk=post_key, state=state).first()
    user = User.objects.filter(pk=user_key, is_active=True).first()
    if post is None or user is None or not user.has_perm(PERMISSION):
        return None
    return (post, user) if post.decisions.count() == decided else None


def _send(user: User, posts: list[Post]) -> None:
    found = []
    for line in queue.lines(posts=posts):
        path = reverse("talk_digest", args=[token(post=line.post, user=user)])
        link = urljoin(settings.PAPER.url, path)
        found.append({"line": line, "link": link, "held": line.post.state == PostState.HELD})
    letters.plain(
        to=user.email,
        subject=gettext_noop("%(paper)s: comments that wait"),
        template="talk/mail/digest.txt",
        context={
            "found": found,
            "waiting": queue.count_waiting(),
            "queue": urljoin(settings.PAPER.url, reverse("talk_moderation")),
        },
    ).send()
