"""What the talk keeps of a reader, for them to take away (article 20 of the GDPR)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin

from django.conf import settings

from broadsheet.foundation import browsers
from broadsheet.foundation.models import User
from broadsheet.talk import queries
from broadsheet.talk.models import Appeal, Ban, LastRead, Reaction, Report


def export(user: User) -> dict[str, Any]:
    """Everything that stands under an account."""
    keys = [browsers.key_of(user)]
    reading = LastRead.objects.filter(user=user).select_related("thread__article", "thread__site")
    return of_hands(keys) | {
        "threads_read": [
            {"url": _whole(last.thread.url), "when": last.at} for last in reading.order_by("-at")
        ]
    }


def of_hands(keys: Sequence[str]) -> dict[str, Any]:
    """What was written, liked and reported under these keys (see `writers`), and what was decided."""
    posts = queries.own_posts(keys=keys)
    likes = Reaction.objects.filter(by__in=keys).select_related("post").order_by("-at")
    reports = Report.objects.filter(reporter_hash__in=keys).select_related("post").order_by("-when")
    appeals = Appeal.objects.filter(decision__post__writer__in=keys).select_related("decision__post")
    bans = Ban.objects.filter(writer__in=keys)
    return {
        "comments": [
            {
                "url": _whole(post.permalink),
                "under": post.thread.heading,
                "name": post.name,
                "email": post.email,
                "text": post.text,
                "state": post.state,
                "written": post.created_at,
                "changed": post.edited_at,
                "tell_me_of_replies": post.wants_notices,
            }
            for post in posts
        ],
        "likes": [{"comment": _whole(like.post.permalink), "when": like.at} for like in likes],
        "reports": [
            {
                "comment": _whole(one.post.permalink),
                "reason": one.reason,
                "note": one.note,
                "when": one.when,
            }
            for one in reports
        ],
        "appeals": [
            {
                "comment": _whole(appeal.decision.post.permalink),
                "decision": appeal.decision.verb,
                "reason": appeal.decision.reason,
                "text": appeal.text,
                "when": appeal.at,
                "outcome": appeal.outcome,
                "answer": appeal.answer,
            }
            for appeal in appeals.order_by("-at")
        ],
        "bans": [
            {
                "what": ban.kind,
                "reason": ban.reason,
                "since": ban.since,
                "until": ban.until,
                "lifted": ban.lifted_at,
            }
            for ban in bans
        ],
    }


def _whole(path: str) -> str:
    return urljoin(settings.PAPER.url, path)
