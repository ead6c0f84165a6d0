"""The learner goes to school: it follows the moderators' decisions, and unlearns what is undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import transaction

from broadsheet.talk.models import Decision, LearnedCount, Reason, Verb
from broadsheet.talk.pipeline import learner
from broadsheet.talk.pipeline.folding import fold
from broadsheet.talk.pipeline.learner import Lesson
from broadsheet.talk.pipeline.tongues import language_of

BATCH = 10  # decisions in one transaction: readers' writes wait for it
PLACE = "last decision"  # the row, of no language, that says how far it has come
APPROVED = {Verb.APPROVE, Verb.RESTORE}
REJECTED = {Verb.REJECT, Verb.REMOVE}


def follow() -> int:
    """Learn from decisions that were made since the last time; how many were looked at.

    Each batch and the place it reached are one transaction, so that nothing is
    learned twice.
    """
    with transaction.atomic():
        place, _made = LearnedCount.objects.select_for_update().get_or_create(language="", feature=PLACE)
        new = Decision.objects.filter(pk__gt=place.approved).order_by("pk")
        decisions = list(new.select_related("post", "undoes__post")[:BATCH])
        learner.learn(_lessons(decisions))
        if decisions:
            LearnedCount.objects.filter(pk=place.pk).update(approved=decisions[-1].pk)
    return len(decisions)


def start_anew() -> None:
    """Forget everything and learn from the first decision on."""
    LearnedCount.objects.all().delete()
    while follow():
        pass


def _lessons(decisions: Iterable[Decision]) -> Iterator[Lesson]:
    for decision in decisions:
        undone = decision.undoes if decision.verb == Verb.UNDO else None
        meant = undone or decision
        if _teaches(meant):
            yield _lesson(meant, by=-1 if undone else 1)


def _teaches(decision: Decision) -> bool:
    """Only a person's word about the words counts: off-topic is about the place."""
    if decision.who_id is None or decision.reason == Reason.OFF_TOPIC:
        return False
    return decision.verb in APPROVED | REJECTED


def _lesson(decision: Decision, *, by: int) -> Lesson:
    text = decision.post.text
    language = decision.post.language or language_of(text, here=settings.LANGUAGE_CODE)
    return Lesson(
        features=learner.features(fold(text)),
        language=language,
        rejected=decision.verb in REJECTED,
        by=by,
    )
