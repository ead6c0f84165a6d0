"""Which topic a name means here: by the rest of the text and by the paper's past."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from broadsheet.topics.tagging.endings import stem
from broadsheet.topics.tagging.names import Facts, Hit, Name, Names, Text
from broadsheet.topics.tagging.words import Word, folded, key

ENOUGH = 1.0  # evidence that a name with other meanings needs
# What counts how much. Set by hand on the labelled stories (bench/topics).
SAME, KIN, NEAR_KIN, COMPANY, DESCRIBED = 3.0, 2.0, 1.0, 0.5, 1.0
MOST_COMPANY, MOST_DESCRIBED = 2.0, 2.0
WRONG_PLACE, RIGHT_PLACE = -3.0, 1.0  # "in March" is no person, "in Jordan" is a place
PART_OF_MORE = -3.0  # "Kate Jordan" is not the kingdom
NEVER_AGAIN = 3  # refusals after which a name is not suggested, if it was hardly ever accepted
HARDLY_EVER = 0.2
_WHERE = frozenset({"in", "at", "near", "inside", "within", "в", "во", "около", "близ"})
_WHEN = frozenset({"since", "by", "until", "last", "next", "early", "late", "mid", "before", "с", "до"})
_STOPS = ".!?。！？:：;；\n"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text and the topic it means.

    `start` and `end` are places in the text. `confidence` is between 0 and 1;
    `others` are topics of the same name that were thought less likely. `short`
    says that only a part of a name stands here, known from the whole before.
    """

    start: int
    end: int
    text: str
    topic: int
    name: str
    confidence: float
    others: tuple[int, ...] = ()
    short: bool = False

    @property
    def spelling(self) -> str:
        """The name as decisions about it are remembered."""
        return folded(self.name)


class Evidence(Protocol):
    """What the paper knows from before."""

    def past(self, spellings: set[str]) -> Mapping[tuple[str, int], tuple[int, int]]:
        """How often editors accepted and refused (spelling, topic)."""

    def company(self, topics: set[int], others: set[int]) -> Mapping[int, int]:
        """In how many articles each of `topics` stands with one of `others`."""


class NoEvidence:
    """A paper without a past."""

    def past(self, spellings: set[str]) -> Mapping[tuple[str, int], tuple[int, int]]:
        return {}

    def company(self, topics: set[int], others: set[int]) -> Mapping[int, int]:
        return {}


def suggest(
    text: str,
    language: str,
    *,
    names: Names,
    evidence: Evidence | None = None,
    given: Collection[int] = (),
) -> list[Mention]:
    """Every name of the registry in a text, with the topic it means, in the order of the text.

    Args:
        text: plain text; a line break ends a sentence.
        language: of the text, BCP 47.
        names: the registry, compiled for this language's endings.
        evidence: the paper's past; without it only the text itself decides.
        given: topics that the text is known to be about.
    """
    read = names.read(text)
    choice = _Choice(read, names, evidence or NoEvidence(), given)
    return choice.mentions(names.find(read, language=language))


class _Choice:
    """One text being decided about."""

    def __init__(self, text: Text, names: Names, evidence: Evidence, given: Collection[int]) -> None:
        self._text, self._names, self._evidence = text, names, evidence
        self._certain = set(given)
        self._taken: set[int] = set()
        self._past: Mapping[tuple[str, int], tuple[int, int]] = {}

    def mentions(self, hits: list[Hit]) -> list[Mention]:
        for hit in hits:
            self._taken.update(range(hit.first, hit.last + 1))
        self._past = self._evidence.past({folded(name.text) for hit in hits for name in hit.names})
        clear = [hit for hit in hits if _is_clear(hit)]
        found = [self._mention(hit, hit.names[0], 0.0) for hit in clear if self._is_wanted(hit.names[0])]
        self._certain |= {mention.topic for mention in found}
        # What is decided speaks for the rest: the easier ones first.
        open_ = [hit for hit in hits if not _is_clear(hit)]
        decided: list[Mention] = []
        for _round in range(2):
            decided = [chosen for hit in open_ if (chosen := self._decide(hit))]
            self._certain |= {mention.topic for mention in decided}
        found += decided
        return sorted([*found, *self._shortened(clear)], key=lambda mention: mention.start)

    def _is_wanted(self, name: Name) -> bool:
        accepted, refused = self._past.get((folded(name.text), name.topic), (0, 0))
        return refused < NEVER_AGAIN or accepted > refused * HARDLY_EVER

    def _mention(self, hit: Hit, name: Name, score: float, others: tuple[int, ...] = ()) -> Mention:
        accepted, refused = self._past.get((folded(name.text), name.topic), (0, 0))
        sure = 0.95 if not others and not name.needs_context else 1 / (1 + math.exp(-score))
        confidence = (accepted + 4 * sure) / (accepted + refused + 4)  # what the text says weighs as 4
        text = self._text.text[hit.start : hit.end]
        return Mention(hit.start, hit.end, text, name.topic, name.text, round(confidence, 3), others)

    def _decide(self, hit: Hit) -> Mention | None:
        """The likeliest topic of an open name; None when nothing speaks for any."""
        wanted = {name.topic: name for name in hit.names if self._is_wanted(name)}
        scores = {topic: self._score(hit, name) for topic, name in wanted.items()}
        ranked = sorted(scores, key=lambda topic: (-scores[topic], topic))
        if not ranked:
            return None
        best = ranked[0]
        doubtful = len(ranked) > 1 and scores[best] == scores[ranked[1]]
        if wanted[best].needs_context and (scores[best] < ENOUGH or doubtful):
            return None
        return self._mention(hit, wanted[best], scores[best], tuple(ranked[1:]))

    def _score(self, hit: Hit, name: Name) -> float:
        score = math.log((1 + self._accepted(name)) / (1 + self._refused(name)))
        score += self._kinship(name.topic) + self._description(name.topic, hit)
        company = self._evidence.company({name.topic}, self._certain - {name.topic})
        score += min(MOST_COMPANY, COMPANY * math.log2(1 + company.get(name.topic, 0)))
        return score + self._place(hit, name)

    def _accepted(self, name: Name) -> int:
        return self._past.get((folded(name.text), name.topic), (0, 0))[0]

    def _refused(self, name: Name) -> int:
        return self._past.get((folded(name.text), name.topic), (0, 0))[1]

    def _kinship(self, topic: int) -> float:
        """Topics above, below and beside this one that the text is sure to name."""
        if topic in self._certain:
            return SAME
        facts = self._names.facts
        own = facts.get(topic, Facts(""))
        near = 0.0
        for other in self._certain:
            parent = facts[other].parent if other in facts else None
            if parent == topic or own.parent == other:
                return KIN
            if parent is not None and parent == own.parent:
                near = NEAR_KIN
        return near

    def _description(self, topic: int, hit: Hit) -> float:
        """Words of the topic's description that stand elsewhere in the text."""
        described = self._names.facts.get(topic, Facts("")).words
        if not described:
            return 0.0
        family = self._names.family
        places = range(hit.first, hit.last + 1)
        wanted = {stem(word, family) for word in described}
        there = {
            stem(key(word.text), family)
            for place, word in enumerate(self._text.words)
            if place not in places
        }
        return min(MOST_DESCRIBED, DESCRIBED * len(wanted & there))

    def _place(self, hit: Hit, name: Name) -> float:
        """What the words beside the name say."""
        before, after = self._beside(hit.first, -1), self._beside(hit.last, 1)
        kind = self._names.facts.get(name.topic, Facts("")).kind
        score = 0.0
        if before and kind == "person" and key(before.text) in _WHERE | _WHEN:
            score += WRONG_PLACE
        if before and kind == "place" and key(before.text) in _WHERE:
            score += RIGHT_PLACE
        if any(word and self._is_other_name(word) for word in (before, after)):
            score += PART_OF_MORE
        return score

    def _beside(self, place: int, step: int) -> Word | None:
        """The word before or after, in the same sentence, with only a space between."""
        other = place + step
        if not 0 <= other < len(self._text.words) or other in self._taken:
            return None
        first, second = sorted((place, other))
        gap = self._text.text[self._text.words[first].end : self._text.words[second].start]
        return self._text.words[other] if gap in {" ", "-", "·", "\u00a0"} else None

    def _is_other_name(self, word: Word) -> bool:
        """A word with a capital that no sentence asks for: part of a longer name."""
        ahead = self._text.text[: word.start].rstrip(" \u00a0\"'“”«»„(—–-")
        begins = not ahead or ahead[-1] in _STOPS
        return word.text[0].isupper() and not word.text.isupper() and not begins

    def _shortened(self, clear: list[Hit]) -> list[Mention]:
        """Surnames alone, once the whole name has stood in the text."""
        wanted: dict[int, Name] = {}
        for hit in clear:
            name = hit.names[0]
            if hit.first < hit.last and self._names.facts.get(name.topic, Facts("")).kind == "person":
                wanted |= dict.fromkeys(self._names.last_numbers(name), name)
        found: list[Mention] = []
        if not wanted:
            return found
        for place, (word, number) in enumerate(zip(self._text.words, self._text.numbers, strict=True)):
            whole = wanted.get(number)
            if whole is None or place in self._taken or not _is_capitalised(word.text):
                continue
            if self._names.ends_like(whole, word.text):
                found.append(
                    Mention(word.start, word.end, word.text, whole.topic, whole.text, 0.9, short=True)
                )
        return found


def _is_capitalised(word: str) -> bool:
    return len(word) > 1 and word[0].isupper()


def _is_clear(hit: Hit) -> bool:
    return len({name.topic for name in hit.names}) == 1 and not hit.names[0].needs_context
