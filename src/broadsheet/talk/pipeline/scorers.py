"""Step 5, off by default: other services' opinions.

A scorer is a class under the entry point `broadsheet.scorers`; the set-up names
those in use (`scorers = ["name"]`). It is asked in the background, has two
seconds, and what it does not say in time is no opinion.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Protocol

from broadsheet.talk.pipeline.signals import Code, Signal

logger = logging.getLogger(__name__)

GROUP = "broadsheet.scorers"
PATIENCE_SECONDS = 2.0
THREADS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """How likely a comment breaks the rule, 0 to 1, for which reason, and on what it rests."""

    score: float
    reason: str = ""
    evidence: str = ""


class Scorer(Protocol):
    """Somebody else who looks at comments.

    `sends` says in words what leaves the house: it is shown to the newsroom.
    """

    name: str
    sends: str

    def opinion(self, *, text: str, language: str) -> Opinion | None:
        """What it thinks of a comment; None for nothing. May raise anything."""
        ...


def in_use(names: Iterable[str]) -> list[Scorer]:
    """The scorers of these names, as installed.

    Raises:
        LookupError: nobody installed one of that name.
    """
    known = {point.name: point for point in entry_points(group=GROUP)}
    missing = sorted(set(names) - set(known))
    if missing:
        raise LookupError(f"No scorer is installed under the name {', '.join(missing)}.")
    return [known[name].load()() for name in names]


_pool = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="scorer")


def signals(scorers: Iterable[Scorer], *, text: str, language: str) -> list[Signal]:
    """What others say of a comment; what fails or takes too long says nothing, and is logged."""
    found = []
    asked = [(one, _pool.submit(one.opinion, text=text, language=language)) for one in scorers]
    for scorer, answer in asked:
        try:
            opinion = answer.result(timeout=PATIENCE_SECONDS)
        except TooSlow:
            logger.warning("The scorer %s took longer than %s s", scorer.name, PATIENCE_SECONDS)
            continue
        except Exception as error:
            logger.warning("The scorer %s failed: %s", scorer.name, error)
            continue
        if opinion is not None:
            score = min(1.0, max(0.0, opinion.score))
            told = f"{scorer.name}: {opinion.evidence}" if opinion.evidence else scorer.name
            found.append(
                Signal(
                    code=Code.REMOTE,
                    score=score,
                    reason=opinion.reason,
                    evidence=told,
                    source=scorer.name,
                )
            )
    return found
