"""What a step of the pipeline says of a post."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

VERSION = 1  # of the rules; raised when what they say changes
EVIDENCE_LENGTH = 160


class Code(models.TextChoices):
    """What was noticed. The label is the chip a moderator sees."""

    MODE = "mode", _("all comments wait here")
    LOCKDOWN = "lockdown", _("lockdown")
    SUSPENDED = "suspended", _("its writer is suspended")
    FIRST = "first", _("first comment of this reader")
    FIRST_TOPIC = "first-topic", _("opens a topic, nothing approved before")
    TRAP = "trap", _("filled in the field that people don't see")
    REPEATED = "repeated", _("the same text was sent before")
    LINKS = "links", _("has links")
    CONTACT = "contact", _("has a telephone number or an address")
    LISTED = "listed", _("on the list")
    FLAGGED = "flagged", _("pointed out by the list")
    DISGUISED = "disguised", _("disguised letters")
    HIDDEN = "hidden", _("invisible characters")
    SHOUTING = "shouting", _("shouting")
    STRETCHED = "stretched", _("letters or signs repeated")
    REJECTED_BEFORE = "rejected-before", _("rejected before")
    LEARNED = "learned", _("like what was rejected here")
    SIMILAR = "similar", _("like past decisions")
    OFF_TOPIC = "off-topic", _("far from the article")
    CAMPAIGN = "campaign", _("nearly the same as others")
    REMOTE = "remote", _("another service's opinion")
    INSISTED = "insisted", _("sent again after a hint")
    EDITED = "edited", _("edited after it was shown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One thing that was noticed.

    Args:
        score: how likely it makes a decision against the post, 0 to 1.
        reason: which of the house's reasons it speaks for, "" for none.
        evidence: the words or counts it rests on, for the moderator.
        holds: whether the post waits for a person because of it.
    """

    code: Code
    score: float = 0.0
    reason: str = ""
    evidence: str = ""
    source: str = "rules"
    version: int = VERSION
    holds: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code.value,
            "score": round(self.score, 4),
            "reason": self.reason,
            "evidence": self.evidence[:EVIDENCE_LENGTH],
            "source": self.source,
            "version": self.version,
            "holds": self.holds,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A signal as the moderator sees it."""

    code: str
    label: Any
    evidence: str
    holds: bool
    percent: int


def combined(signals: Iterable[Signal]) -> float:
    """The score of a post: the highest of its signals'.

    Not a sum: rule hits fed into a learner made it worse on text it had not
    seen, and many weak signals are still weak.
    """
    return max((signal.score for signal in signals), default=0.0)


def chips(kept: Iterable[dict[str, Any]]) -> list[Chip]:
    """The signals of a post in words; those that hold it first, then by their score."""
    known = [one for one in kept if one.get("code") in Code.values]
    ordered = sorted(known, key=lambda one: (not one.get("holds"), -one.get("score", 0)))
    return [
        Chip(
            code=one["code"],
            label=Code(one["code"]).label,
            evidence=one.get("evidence", ""),
            holds=bool(one.get("holds")),
            percent=round(100 * one.get("score", 0)),
        )
        for one in ordered
    ]
