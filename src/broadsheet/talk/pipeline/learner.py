"""The newsroom's own learner: naive Bayes over its moderators' decisions, one for each language.

Words and pairs of words, and pieces of three to five letters, so that it sees
word forms and spellings it never met. It only ever sorts and explains.
"""

from __future__ import annotations

import itertools
import logging
import math
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from broadsheet.talk.models import LearnedCount
from broadsheet.talk.pipeline.folding import UNSPACED, Folded, fold
from broadsheet.talk.pipeline.signals import Code, Signal

logger = logging.getLogger(__name__)

NEEDED = 30  # decisions of either kind before it has an opinion
MOST_FEATURES = 6000  # of one comment; what is longer says the same again
TELLING = 40  # features that decide
SMOOTHING = 0.5
TEMPERATURE = 0.16  # features overlap, so their sum is too sure of itself
LONGEST = 80  # as `LearnedCount.feature`
REFRESH_SECONDS = 30.0
SEEN_ONCE = 2  # features seen less often than this are not worth memory
MOST_IN_MEMORY = 300_000


def features(folded: Folded) -> set[str]:
    """The features of a text, each once: "w:" words, "p:" pairs, "c:" pieces of letters."""
    text = folded.bare[0] if folded.bare else folded.plain
    if UNSPACED.search(text):
        bare = text.replace(" ", "")
        found = {f"c:{bare[at : at + size]}" for size in (1, 2, 3) for at in range(len(bare) - size + 1)}
        return _few(found)
    words = [word[:30] for word in text.split()]
    found = {f"w:{word}" for word in words}
    found |= {f"p:{one} {two}" for one, two in itertools.pairwise(words)}
    for size in (3, 4, 5):
        found |= {f"c:{text[at : at + size]}" for at in range(len(text) - size + 1)}
    return _few(found)


def _few(found: set[str]) -> set[str]:
    return set(sorted(found)[:MOST_FEATURES]) if len(found) > MOST_FEATURES else found


@dataclass(slots=True)
class Model:
    """What was learned of one language: in how many comments of each kind a feature stood."""

    approved: int = 0
    rejected: int = 0
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def is_on(self) -> bool:
        return self.approved >= NEEDED and self.rejected >= NEEDED

    def weigh(self, found: Iterable[str]) -> list[tuple[float, str]]:
        """The log-odds towards rejection of each known feature, the most telling first."""
        ratio = (self.approved + 1) / (self.rejected + 1)
        known = []
        for one in found:
            counts = self.counts.get(one)
            if counts is not None:
                odds = (counts[1] + SMOOTHING) / (counts[0] + SMOOTHING) * ratio
                known.append((math.log(odds), one))
        known.sort(key=lambda pair: -abs(pair[0]))
        return known[:TELLING]

    def probability(self, weights: list[tuple[float, str]]) -> float:
        """How likely the newsroom takes it down, with its own share of rejections as the base."""
        base = math.log((self.rejected + 1) / (self.approved + 1))
        total = base + TEMPERATURE * sum(weight for weight, _name in weights)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


Models = dict[str, Model]


def signals(text: str, *, language: str, models: Models | None = None) -> list[Signal]:
    """The learner's opinion; none in a language of which it knows too little."""
    known = current() if models is None else models
    model = known.get(language)
    if model is None or not model.is_on:
        return []
    weights = model.weigh(features(fold(text)))
    if not weights:
        return []
    evidence = "; ".join(_evidence(model, name) for name in _speaking(weights))
    trained = _("trained on %(number)d of your decisions") % {"number": model.approved + model.rejected}
    return [
        Signal(
            code=Code.LEARNED,
            score=model.probability(weights),
            evidence=f"{evidence} ({trained})" if evidence else trained,
            source="learner",
        )
    ]


def _speaking(weights: list[tuple[float, str]]) -> list[str]:
    """The words among what told most towards rejection; pieces of words say nothing to a person."""
    words = [name for weight, name in weights if weight > 0 and name[:2] in {"w:", "p:"}]
    return words[:2]


def _evidence(model: Model, name: str) -> str:
    approved, rejected = model.counts[name]
    return _("“%(words)s”: %(rejected)d rejected, %(approved)d approved") % {
        "words": name[2:], "rejected": rejected, "approved": approved,
    }  # fmt: skip


# What is learned, in the database -------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What one decision teaches; `by` is -1 where it is taken back."""

    features: set[str]
    language: str
    rejected: bool
    by: int = 1


def learn(lessons: Iterable[Lesson]) -> None:
    """Count decisions. In the caller's transaction."""
    sums: dict[tuple[str, str], list[int]] = {}
    for lesson in lessons:
        for name in {"", *(name[:LONGEST] for name in lesson.features)}:
            counts = sums.setdefault((lesson.language, name), [0, 0])
            counts[lesson.rejected] += lesson.by
    # In one order, so that two who learn at once never wait for each other in a ring.
    rows = sorted((*key, counts[0], counts[1]) for key, counts in sums.items())
    with connection.cursor() as cursor:
        cursor.executemany(_COUNT, rows)


_COUNT = """
INSERT INTO talk_learnedcount (language, feature, approved, rejected)
VALUES (%s, %s, %s, %s)
ON CONFLICT (language, feature) DO UPDATE SET
    approved = talk_learnedcount.approved + excluded.approved,
    rejected = talk_learnedcount.rejected + excluded.rejected
"""


def load() -> Models:
    """Everything that was learned, from the database."""
    models: Models = {}
    for row in LearnedCount.objects.filter(feature="").values("language", "approved", "rejected"):
        models[row["language"]] = Model(approved=row["approved"], rejected=row["rejected"])
    often = LearnedCount.objects.extra(  # the sum of two columns, without an index of it
        where=["approved + rejected >= %s"], params=[SEEN_ONCE]
    ).exclude(feature="")
    rows = often.values_list("language", "feature", "approved", "rejected")[:MOST_IN_MEMORY]
    for language, feature, approved, rejected in rows.iterator(chunk_size=10_000):
        if language in models:
            models[language].counts[feature] = (approved, rejected)
    return models


_models: Models = {}
_loaded_at = 0.0
_totals: list[tuple[str, int, int]] = []
_loading = threading.Lock()


def current() -> Models:
    """What was learned, as this process knows it; looked up again in the background.

    A process that has just begun has no opinion for a moment.
    """
    global _loaded_at
    if time.monotonic() - _loaded_at > REFRESH_SECONDS or not _loaded_at:
        _loaded_at = time.monotonic()
        threading.Thread(target=_refresh_and_close, daemon=True, name="learner").start()
    return _models


def refresh() -> None:
    """Load what was learned if it is more than this process knows."""
    global _models, _totals
    with _loading:
        totals = list(
            LearnedCount.objects.filter(feature="").values_list("language", "approved", "rejected")
        )
        if totals != _totals:
            _models, _totals = load(), totals


def _refresh_and_close() -> None:
    try:
        refresh()
    except DatabaseError as error:
        logger.warning("What the newsroom taught could not be read: %s", error)
    finally:
        connection.close()
