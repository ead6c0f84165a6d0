"""What makes a post wait for a person. Nothing here ever refuses or deletes."""

from __future__ import annotations

import re
from datetime import timedelta

from broadsheet.foundation.clock import now
from broadsheet.news.models.paper import CommentMode
from broadsheet.talk.drafts import Draft, Writer
from broadsheet.talk.models import Post, PostState, Why

LINK = re.compile(
    r"(?:https?|ftp)://\S|\bwww\.\S|"
    r"\b[\w-]+\.(?:com|net|org|info|biz|ru|cn|kz|top|xyz|shop|online|site|club|vip|io|me|co)\b",
    re.IGNORECASE,
)
REPEAT_LENGTH = 40  # shorter texts ("Well said!") are the same by chance
REPEAT_DAYS = timedelta(days=7)


def of(*, draft: Draft, mode: CommentMode, opens_topic: bool) -> list[Why]:
    """Every signal that holds this draft; none means that it is shown at once."""
    if draft.writer.is_staff:
        return []
    found = {
        Why.MODE: mode == CommentMode.HELD,
        Why.FIRST: mode == CommentMode.FIRST_HELD and not has_approved(draft.writer),
        Why.FIRST_TOPIC: opens_topic and not has_approved(draft.writer),
        Why.LINKS: bool(LINK.search(draft.text) or LINK.search(draft.name)),
        Why.REPEATED: _is_repeated(draft),
        Why.TRAP: draft.trapped,
    }
    return [why for why, holds in found.items() if holds]


def has_approved(writer: Writer) -> bool:
    """Whether a post of this writer is public."""
    return Post.objects.filter(writer=writer.key, state=PostState.PUBLISHED).exists()


def is_new(writer: Writer) -> bool:
    """Whether this writer's first public post is not a day old, or there is none."""
    a_day_ago = now() - timedelta(days=1)
    return not Post.objects.filter(
        writer=writer.key, state=PostState.PUBLISHED, created_at__lt=a_day_ago
    ).exists()


def _is_repeated(draft: Draft) -> bool:
    if len(draft.text) < REPEAT_LENGTH:
        return False
    return Post.objects.filter(digest=draft.digest, created_at__gt=now() - REPEAT_DAYS).exists()
