"""The pipeline: everything that is said of a draft before it becomes a post."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from broadsheet.foundation.clock import now
from broadsheet.news.models.paper import CommentMode
from broadsheet.talk.asked import REPEAT_DAYS
from broadsheet.talk.drafts import Draft
from broadsheet.talk.models import Post
from broadsheet.talk.pipeline import history, learner, lists, looks
from broadsheet.talk.pipeline.folding import fold
from broadsheet.talk.pipeline.history import History
from broadsheet.talk.pipeline.signals import Code, Signal, combined
from broadsheet.talk.pipeline.tongues import language_of

REPEAT_LENGTH = 40  # shorter texts ("Well said!") are the same by chance
HINT_SCORE = 0.85  # of the learner


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What the place says: its mode, and whether the draft opens a topic there.

    Args:
        first: how many posts of a reader wait where first ones wait.
        lockdown: every comment of the paper waits.
        suspended: the writer's comments wait until then; "" when they don't.
    """

    mode: CommentMode
    opens_topic: bool = False
    first: int = 1
    lockdown: bool = False
    suspended: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What was said of a draft."""

    signals: tuple[Signal, ...]
    language: str

    @property
    def holds(self) -> bool:
        """Any signal that holds, holds."""
        return any(signal.holds for signal in self.signals)

    @property
    def score(self) -> float:
        return combined(self.signals)

    @property
    def kept(self) -> list[dict[str, Any]]:
        return [signal.as_json() for signal in self.signals]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What the words of a draft say by themselves, before anything is asked of the database."""

    signals: tuple[Signal, ...]
    language: str


def read(draft: Draft) -> Read:
    """Steps 1 and 3: how it looks, the lists, the learner. Staff's own words are not looked at."""
    language = language_of(draft.text, here=settings.LANGUAGE_CODE)
    if draft.writer.is_staff:
        return Read(signals=(), language=language)
    learned = learner.signals(draft.text, language=language)
    return Read(signals=(*_of_text(draft), *learned), language=language)


def assess(
    *,
    draft: Draft,
    place: Place,
    besides: Post | None = None,
    repeats: int | None = None,
    said: Read | None = None,
) -> Assessment:
    """Steps 0 to 3 and 6. Staff's own words are not looked at.

    Args:
        besides: the post whose words the draft replaces: it vouches for nothing, and is no repeat.
        repeats: how many other posts have the same words; asked for where it is not known yet.
        said: what `read` said of the draft; read now where it was not yet.
    """
    words = said or read(draft)
    if draft.writer.is_staff:
        return Assessment(signals=(), language=words.language)
    past = history.of(draft.writer, besides=besides)
    signals = [
        *_of_the_place(place, past),
        *_of_the_form(draft, _repeats(draft, besides) if repeats is None else repeats),
        *words.signals,
        *history.signals(past),
    ]
    return Assessment(signals=tuple(signals), language=words.language)


def hint(said: Read) -> str:
    """One thing the writer may want to change before posting; "" for most drafts."""
    for signal in said.signals:
        if signal.code in {Code.LISTED, Code.FLAGGED}:
            return _("Our house rule may be against this: %(words)s.") % {"words": signal.evidence}
        if signal.code == Code.SHOUTING:
            return _("Most of it is in capitals, which reads like shouting.")
        if signal.code == Code.LEARNED and signal.score >= HINT_SCORE:
            return _("Comments like this one were often taken down here.")
    return ""


def _of_text(draft: Draft) -> list[Signal]:
    text = f"{draft.title}\n{draft.text}" if draft.title else draft.text
    folded = fold(f"{draft.title}\n{draft.name}\n{draft.text}")
    return [
        *looks.signals(text=text, name=draft.name, folded=folded, hidden=draft.hidden),
        *lists.signals(folded),
    ]


def _of_the_place(place: Place, past: History) -> list[Signal]:
    held = {
        Code.LOCKDOWN: place.lockdown,
        Code.SUSPENDED: bool(place.suspended),
        Code.MODE: place.mode == CommentMode.HELD,
        Code.FIRST: place.mode == CommentMode.FIRST_HELD and past.approved < place.first,
        Code.FIRST_TOPIC: place.opens_topic and not past.approved,
    }
    evidence = {
        Code.SUSPENDED: place.suspended,
        Code.FIRST: _("%(approved)d approved so far") % {"approved": past.approved},
    }
    return [
        Signal(code=code, holds=True, evidence=evidence.get(code, ""), source="gate")
        for code, holds in held.items()
        if holds
    ]


def _of_the_form(draft: Draft, repeats: int) -> list[Signal]:
    found = []
    if draft.trapped:
        found.append(Signal(code=Code.TRAP, score=0.9, reason="spam", source="gate", holds=True))
    if draft.insisted:
        found.append(Signal(code=Code.INSISTED, score=0.3, source="gate", holds=True))
    if repeats and len(draft.text) >= REPEAT_LENGTH:
        found.append(
            Signal(
                code=Code.REPEATED,
                score=min(0.45 + 0.1 * repeats, 0.9),
                reason="spam",
                evidence=str(repeats),
                source="gate",
                holds=True,
            )
        )
    return found


def _repeats(draft: Draft, besides: Post | None) -> int:
    same = Post.objects.filter(digest=draft.digest, created_at__gt=now() - REPEAT_DAYS)
    if besides is not None:
        same = same.exclude(pk=besides.pk)
    return same.count()
