"""The registry, compiled: every name in one automaton over words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any

import ahocorasick

from broadsheet.topics.tagging.endings import family, forms, stem, stems
from broadsheet.topics.tagging.words import (
    Word,
    belong_together,
    is_elided,
    key,
    parts,
    without_arabic_prefix,
    words,
)

MOST_KEYS = 16  # ways of writing one name, as stems of its words
MOST_WORDS = 16  # of a name
KNOWN_WORDS = 50_000  # words of texts whose number is remembered
FEW_WORDS = 3  # fewer capitals side by side are a list of initials, not a headline
UNKNOWN = 0  # the number of a word that no name has
# The automaton looks through a node's followers one by one, and after its first node come all
# words that begin a name. A number in two letters leaves it some hundreds in place of thousands.
LETTER_BITS = 8
SECOND = 1 << 24  # second letters are none of the first ones, so no name is found half a word off


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the registry, with its rules.

    `topic` is the topic's number; `language` "" is every language;
    `as_written` asks for capitals where the name has them.
    """

    topic: int
    text: str
    language: str = ""
    as_written: bool = True
    needs_context: bool = False
    inflected: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a topic that has to be told from another."""

    kind: str
    parent: int | None = None
    words: frozenset[str] = frozenset()  # keys of its description and titles


@dataclass(frozen=True, slots=True)
class Hit:
    """Names that stand at one place of a text: words `first` to `last`, both included."""

    first: int
    last: int
    start: int
    end: int
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A text cut into words, each with the number it has in the automaton."""

    text: str
    words: list[Word]
    numbers: tuple[int, ...]


class Names:
    """All names of the registry, ready to be looked for in texts of one language's endings.

    Args:
        names: the names; built once, then only read, so threads may share it.
        facts: what is known of the topics, by their numbers.
        language: BCP 47 of the texts; only its endings matter here.
    """

    def __init__(self, names: Iterable[Name], *, facts: dict[int, Facts], language: str = "") -> None:
        self.facts = facts
        self.family = family(language)
        self._numbers: dict[str, int] = {}
        self._known: dict[str, int] = {}
        self._names: list[Name] = []
        self._automaton: Any = ahocorasick.Automaton(ahocorasick.STORE_ANY, ahocorasick.KEY_SEQUENCE)
        for name in names:
            self._add(name)
        self._is_empty = not len(self._automaton)
        if not self._is_empty:
            self._automaton.make_automaton()

    def __len__(self) -> int:
        return len(self._names)

    def read(self, text: str) -> Text:
        """Cut a text into words."""
        found = words(text)
        if self.family:
            known = self._known.get
            numbers = [
                self._number(word[2]) if (number := known(word[2])) is None else number for word in found
            ]
        else:  # the key of most words is their small letters
            there, number_of = self._numbers.get, self._number
            numbers = [
                there(word[2].lower(), UNKNOWN) if word[2].isascii() else number_of(word[2])
                for word in found
            ]
        return Text(text, found, tuple(numbers))

    def find(self, text: Text, *, language: str = "") -> list[Hit]:
        """Every name that stands in a text by its own rules; of those that overlap the longest."""
        if self._is_empty:
            return []
        base = language.split("-")[0].lower()
        shouting = _Shouting(text)
        there = text.words
        hits = []
        for letter, (number, is_capital, *indexes) in self._automaton.iter(_letters(text.numbers)):
            last = letter >> 1
            first = last - number + 1
            if is_capital and there[first].text[0].islower():
                continue  # most of what is no name ends here
            if hit := self._checked(text, first, last, indexes, base, shouting):
                hits.append(hit)
        return _longest(hits)

    def last_numbers(self, name: Name) -> set[int]:
        """The numbers that a name's last word has in texts, with any of its endings."""
        ways = self._stems(name, parts(name.text)[-1])
        return {self._numbers[way] for way in ways if way in self._numbers}

    def ends_like(self, name: Name, word: str) -> bool:
        """Whether a word of a text is the last word of a name, with an ending it may have."""
        wanted, written = key(parts(name.text)[-1]), key(word)
        return written == wanted or (name.inflected and written in forms(wanted, self.family))

    def _add(self, name: Name) -> None:
        found = [word.text for word in words(name.text)]
        if not found or len(found) > MOST_WORDS:
            return
        place = len(self._names)
        self._names.append(name)
        keys = [sorted(self._stems(name, word)) for word in found]
        if _count(keys) > MOST_KEYS:
            keys = [[stem(key(word), self.family)] for word in found]
        for way in product(*keys):
            numbers = tuple(self._numbers.setdefault(part, len(self._numbers) + 1) for part in way)
            letters = _letters(numbers)
            there = self._automaton.get(letters, (len(found), True))
            is_capital = there[1] and name.as_written and name.text[0].isupper()
            self._automaton.add_word(letters, (len(found), is_capital, *there[2:], place))

    def _stems(self, name: Name, word: str) -> frozenset[str]:
        folded = key(word)
        if not self.family:
            return frozenset({folded})
        if not name.inflected or _is_initials(word):
            return frozenset({stem(folded, self.family)})
        return stems(folded, self.family)

    def _number(self, word: str) -> int:
        if word in self._known:
            return self._known[word]
        folded = key(word)
        found = self._numbers.get(stem(folded, self.family) if self.family else folded, UNKNOWN)
        if not found:
            bare = (self._numbers.get(rest) for rest in without_arabic_prefix(folded))
            found = next((number for number in bare if number), UNKNOWN)
        if len(self._known) < KNOWN_WORDS:
            self._known[word] = found
        return found

    def _checked(
        self, text: Text, first: int, last: int, indexes: list[int], language: str, shouting: _Shouting
    ) -> Hit | None:
        found = text.words[first : last + 1]
        small = found[0].text[0].islower()
        right = []
        for index in indexes:
            name = self._names[index]
            if small and name.as_written and name.text[0].isupper():
                continue
            if name.language and name.language.split("-")[0] != language:
                continue
            if self._is(name, found, first, shouting):
                right.append(name)
        if not right or (first and is_elided(text.text, text.words[first - 1], found[0])):
            return None
        if not all(belong_together(text.text, *pair) for pair in pairwise(found)):
            return None
        return Hit(first, last, found[0].start, found[-1].end, tuple(right))

    def _is(self, name: Name, found: list[Word], first: int, shouting: _Shouting) -> bool:
        for place, part in enumerate(parts(name.text)):
            if not self._word_is(name, part, found[place].text, first + place, shouting):
                return False
        return True

    def _word_is(self, name: Name, part: str, word: str, place: int, shouting: _Shouting) -> bool:
        if name.as_written and _is_initials(part):
            return word == part and not shouting.around(place)
        if word == part:
            return True
        wanted, written = key(part), key(word)
        if written != wanted:
            inflected = name.inflected and self.family and written in forms(wanted, self.family)
            if not inflected and wanted not in without_arabic_prefix(written):
                return False
        return not (name.as_written and part[0].isupper() and word[0].islower())


class _Shouting:
    """Whether the words around a place are all capitals: then capitals say nothing."""

    def __init__(self, text: Text) -> None:
        self._words = text.words

    def around(self, place: int) -> bool:
        near = [word.text for word in self._words[max(0, place - 3) : place + 4] if len(word.text) > 1]
        near.remove(self._words[place].text)
        cased = [word for word in near if word.upper() != word.lower()]
        return len(cased) >= FEW_WORDS and all(word.isupper() for word in cased)


def _letters(numbers: Iterable[int]) -> tuple[int, ...]:
    """Numbers of words as the automaton reads them, two letters each."""
    low = (1 << LETTER_BITS) - 1
    return tuple([
        letter for number in numbers for letter in (number >> LETTER_BITS, SECOND | number & low)
    ])  # fmt: skip


def _is_initials(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _longest(hits: list[Hit]) -> list[Hit]:
    """Of overlapping hits the one with the most letters, of equal ones the first."""
    chosen: list[Hit] = []
    taken: set[int] = set()
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start)):
        places = range(hit.first, hit.last + 1)
        if taken.isdisjoint(places):
            taken.update(places)
            chosen.append(hit)
    return sorted(chosen, key=lambda hit: hit.start)


def _count(keys: list[list[str]]) -> int:
    number = 1
    for one in keys:
        number *= len(one)
    return number
