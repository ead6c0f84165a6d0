"""Steps 4 and 5: what is slow, or somebody else's, looks at a comment once it was taken."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from django.conf import settings
from django.db.models import Max

from broadsheet.foundation.clock import now
from broadsheet.talk.models import Decision, Post, Reason, Verb
from broadsheet.talk.pipeline import meaning, scorers
from broadsheet.talk.pipeline.meaning import Decided
from broadsheet.talk.pipeline.scorers import Scorer
from broadsheet.talk.pipeline.signals import Signal

BATCH = 20
REMEMBERED = 2000  # decisions
RECENT = timedelta(days=1)
MOST_RECENT = 200
REJECTED = {Verb.REJECT, Verb.REMOVE}

_decided: tuple[int, Decided] | None = None


def is_wanted() -> bool:
    """Whether anything is installed or set that looks a second time."""
    return meaning.is_there() or bool(settings.SCORERS)


def follow() -> int:
    """Look at the comments that came or were changed since the last time; how many there were."""
    recent = Post.objects.filter(needs_look=True, created_at__gt=now() - RECENT)
    posts = list(recent.select_related("thread__article").order_by("pk")[:BATCH])
    for post in posts:
        # Marked first: one that cannot be looked at stops no other.
        if Post.objects.filter(pk=post.pk, needs_look=True).update(needs_look=False):
            _look(post)
    return len(posts)


def _look(post: Post) -> None:
    found = []
    if meaning.is_there() and post.language == meaning.LANGUAGE and not post.is_staff:
        found += _meaning_of(post)
    if not post.is_staff:
        found += scorers.signals(_scorers(), text=post.text, language=post.language)
    if found:
        _add(post, found)


def _add(post: Post, found: list[Signal]) -> None:
    """Put what was found beside what was said before, for whoever decides."""
    while not _added(post, found):
        there = Post.objects.filter(pk=post.pk, text=post.text).first()
        if there is None:
            return  # deleted or changed meanwhile
        post = there


def _added(post: Post, found: list[Signal]) -> bool:
    """Whether it was put there; not when somebody has changed the post meanwhile.

    One statement: a transaction of this process, which gives way to all others, would
    keep readers' comments waiting.
    """
    decides = ("text", "state", "edited_at", "open_reports", "score")
    seen = {name: getattr(post, name) for name in decides}
    post.signals = [*post.signals, *(signal.as_json() for signal in found)]
    post.score = max([post.score, *(signal.score for signal in found)])
    post.weigh()
    fresh = {name: getattr(post, name) for name in ("signals", "score", "risk", "waits")}
    return bool(Post.objects.filter(pk=post.pk, **seen).update(**fresh))


def _meaning_of(post: Post) -> list[Signal]:
    article = post.thread.article
    recent = (
        Post.objects.filter(created_at__gt=now() - RECENT, language=meaning.LANGUAGE)
        .exclude(writer=post.writer)
        .order_by("-pk")
    )
    return meaning.signals(
        post.text,
        decided=_past(),
        article=f"{article.title}. {article.standfirst}" if article else "",
        is_reply=post.parent_id is not None,
        others=list(recent.values_list("text", flat=True)[:MOST_RECENT]),
    )


def _past() -> Decided:
    """The last decisions, learned anew when there are others."""
    global _decided
    last = Decision.objects.aggregate(last=Max("pk"))["last"] or 0
    if _decided is None or _decided[0] != last:
        rows = Decision.objects.filter(
            verb__in=[Verb.APPROVE, Verb.RESTORE, *REJECTED], who__isnull=False, undone_by=None,
            post__language=meaning.LANGUAGE,
        ).exclude(reason=Reason.OFF_TOPIC)  # fmt: skip
        pairs = list(rows.order_by("-pk").values_list("post__text", "verb")[:REMEMBERED])
        texts = [text for text, _verb in pairs]
        _decided = (last, meaning.learn(texts, [verb in REJECTED for _text, verb in pairs]))
    return _decided[1]


@cache
def _scorers() -> tuple[Scorer, ...]:
    return tuple(scorers.in_use(settings.SCORERS))
