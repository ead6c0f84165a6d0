"""Verbs of the registry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.topics.models import Decision
from broadsheet.topics.tagging.words import folded

SPELLING = Decision._meta.get_field("spelling").max_length


def decide(
    *, article_id: int, topic_id: int, names: Iterable[str], accepted: bool, by: User | None = None
) -> None:
    """Remember that in an article these names mean the topic, or do not.

    Decided again, the later decision stands.
    """
    with transaction.atomic():
        for spelling in {folded(name)[:SPELLING] for name in names}:
            Decision.objects.update_or_create(
                article_id=article_id,
                topic_id=topic_id,
                spelling=spelling,
                defaults={"accepted": accepted, "by": by, "made_at": now()},
            )


def forget_article(*, article_ids: Sequence[int]) -> None:
    """Articles that are no more have decided nothing."""
    Decision.objects.filter(article_id__in=article_ids).delete()
