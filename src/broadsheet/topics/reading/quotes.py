"""Who said what to whom: quotes in quotation marks, with their speakers, by rules.

English, Russian and Chinese. What is not done: speech without quotation marks,
a quote broken by its speaker is two quotes, a speaker named in another
paragraph by description only ("the minister").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.topics.reading import speech
from broadsheet.topics.reading.speech import Speech
from broadsheet.topics.tagging.choosing import Mention

MARKS = re.compile('[“"]([^“”"\n]{2,}?)[”"]|«([^«»\n]{2,}?)»|„([^„“”\n]{2,}?)[“”]|「([^「」\n]{2,}?)」')
_OPEN = re.compile('[,?!.…，。！？][“”"»」]|[“”"»」](?:[,，]| [—–])')  # speech that goes on
_LEADS = re.compile(r"[:,：，]\s*$|^\s*(?:only\s*)?$")  # what stands between a verb and its quote
LONGEST = 300  # letters between a quote and who said it
VERB = 12  # letters: as long as a verb of saying is
_Who = tuple[str, int | None]  # a name or description, and its topic
_Saying = tuple[_Who, tuple[int, int]]  # who speaks, and the stretch of text that says so


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote and its speaker.

    `start` and `end` are the place with the marks, `words` what stands between
    them. `speaker` is the fullest name the text gives, or a description ("a
    spokeswoman"); `topic` its number in the registry, if it has one. `to` and
    `to_topic` are the same of whom it was said to, where the text says so.
    """

    start: int
    end: int
    words: str
    speaker: str
    topic: int | None = None
    to: str = ""
    to_topic: int | None = None


def find_quotes(
    text: str, language: str, *, mentions: Sequence[Mention] = (), people: frozenset[int] = frozenset()
) -> list[Quote]:
    """Every quote whose speaker the text names, in its order.

    Args:
        text: plain text.
        language: BCP 47.
        mentions: the registry's names in it, from `suggest`.
        people: which of their topics are persons.
    """
    rules = speech.LANGUAGES.get(language.split("-")[0].lower())
    if rules is None:
        return []
    reading = _Reading(text, rules, mentions, people)
    return [quote for match in MARKS.finditer(text) if (quote := reading.quote(match))]


def has_quotes(text: str) -> bool:
    """Whether anything stands between quotation marks."""
    return MARKS.search(text) is not None


class _Reading:
    """A text whose speakers are looked for from its beginning to its end."""

    def __init__(
        self, text: str, rules: Speech, mentions: Sequence[Mention], people: frozenset[int]
    ) -> None:
        self._text, self._rules, self._named = text, rules, mentions
        self._people = [one for one in mentions if one.topic in people]
        self._marks = [match.span() for match in MARKS.finditer(text)]

    def quote(self, match: re.Match[str]) -> Quote | None:
        words = next(group for group in match.groups() if group)
        start, end = match.span()
        found = self._after(end) or self._before(start)
        if not found:
            return None
        (speaker, topic), region = found
        to, to_topic = self._addressee(*region, speaker, topic)
        return Quote(start, end, words.strip(), speaker, topic, to, to_topic)

    def _after(self, end: int) -> _Saying | None:
        """“…,” said X. “…,” X said."""
        if not _OPEN.search(self._text[end - 2 : end + 2]):
            return None  # a name or a word in marks, not a sentence
        until = self._rules.stop.search(self._text, end)
        next_mark = min((one for one, _ in self._marks if one >= end), default=len(self._text))
        last = min(until.start() if until else len(self._text), next_mark, end + LONGEST)
        if self._rules.ends.search(self._text[max(0, end - 2) : end]):
            return None  # the quote ended a sentence of its own: what follows is another
        said = self._rules.verb.search(self._text, end, last)
        if not said or self._rules.colon.search(self._text, said.end(), min(last + 1, next_mark)):
            return None
        who = self._subject(end, said, last)
        return (who, (end, last)) if who else None

    def _before(self, start: int) -> _Saying | None:
        """X said: “…”. According to X, “…”."""
        begin = max(start - LONGEST, 0)
        for stop in self._rules.stop.finditer(self._text, begin, start):
            begin = stop.end()
        begin = max([begin, *(last for _, last in self._marks if last <= start)])
        said = None
        for said in self._rules.verb.finditer(self._text, begin, start):  # noqa: B007 - the last one
            pass
        if not _LEADS.search(self._text[said.end() if said else begin : start]):
            return None
        who = None
        if said:
            who = self._subject(begin, said, start)
        elif self._rules.according and (by := self._rules.according.search(self._text, begin, start)):
            who = self._name(by.end(), start)
        return (who, (begin, start)) if who else None

    def _addressee(self, begin: int, end: int, speaker: str, topic: int | None) -> _Who:
        """Whom the speaker speaks to in a stretch of text; "" when it does not say."""
        told = self._rules.told.search(self._text, begin, end)
        for one in self._named:
            if begin <= one.start and one.end <= end and one.topic != topic and self._is_told(one, told):
                first = next(other for other in self._named if other.topic == one.topic)
                return first.name, one.topic
        name = told["name"].strip() if told else ""
        if not name or name in speaker:
            return "", None
        return self._whole(name) if self._rules.name.fullmatch(name) else (name, None)

    def _is_told(self, mention: Mention, told: re.Match[str] | None) -> bool:
        """Whether a registered name stands where the language puts whom one speaks to."""
        if told and _overlaps(mention, told.span("name")):
            return True
        ahead = self._text[max(0, mention.start - 8) : mention.start]
        return bool(
            self._rules.dative.search(mention.text) and not self._rules.preposition.search(ahead)
        )

    def _subject(self, begin: int, said: re.Match[str], last: int) -> _Who | None:
        """Before the verb or after it, where the language puts it."""
        return self._name(begin, said.start(), nearest_last=True) or self._name(said.end(), last)

    def _name(self, begin: int, end: int, *, nearest_last: bool = False) -> _Who | None:
        """The person of a stretch of text: registered, a pronoun, written with capitals, or described.

        Of several descriptions the one nearest to the verb, which ends the stretch or begins it.
        """
        heard = self._heard(begin, end)
        for one in self._people:
            if begin <= one.start and one.end <= end and not _overlaps(one, heard):
                return self._full(one), one.topic
        stretch = self._text[begin : heard[0]] if heard else self._text[begin:end]
        if self._rules.pronoun.search(stretch):
            return self._latest(begin)
        if name := self._rules.name.search(stretch):
            return self._whole(name["name"])
        described = list(self._rules.described.finditer(stretch))
        return (described[-1 if nearest_last else 0]["name"].strip(), None) if described else None

    def _heard(self, begin: int, end: int) -> tuple[int, int] | None:
        """Where a stretch says to whom; the verb may stand right before the stretch."""
        told = self._rules.told.search(self._text, max(begin - VERB, 0), end)
        return told.span("name") if told and told.start("name") >= begin else None

    def _full(self, mention: Mention) -> str:
        """How the text names a person first; in its basic form if the registry has one here."""
        first = next(one for one in self._people if one.topic == mention.topic)
        return first.name

    def _whole(self, name: str) -> _Who:
        """A surname is whoever the text named by it before."""
        for one in self._people:
            if not one.short and self._rules.is_surname(name, one.name):
                return one.name, one.topic
        for match in self._rules.name.finditer(self._text):
            if self._rules.is_surname(name, match["name"]) and match["name"] != name:
                return match["name"], None
        return name, None

    def _latest(self, before: int) -> _Who | None:
        """Who "he" is: the person named last."""
        named = [one for one in self._people if one.end <= before]
        return (self._full(named[-1]), named[-1].topic) if named else None


def _overlaps(mention: Mention, place: tuple[int, int] | None) -> bool:
    return place is not None and place[0] < mention.end and mention.start < place[1]
