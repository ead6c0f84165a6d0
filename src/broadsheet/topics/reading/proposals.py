"""Names that nobody registered yet and that an editor may want to: proposed, never added."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from broadsheet.topics.reading.quotes import Quote
from broadsheet.topics.tagging.choosing import Mention

MOST = 12
_TITLES = (
    "President|Prime Minister|Minister|Governor|Mayor|Senator|Professor|Dr|Mr|Mrs|Ms|Judge|General|"
    "Colonel|Captain|Chancellor|King|Queen|Prince|Princess|Bishop|Chairman|Chairwoman|Director|Secretary|Ambassador|"
    "president|minister|governor|mayor|senator|professor|judge|general|colonel|captain|chairman|chairwoman|"
    "director|secretary|ambassador|spokesman|spokeswoman|coach|editor|"
    "президент|премьер|премьер-министр|министр|губернатор|мэр|аким|сенатор|депутат|профессор|академик|генерал|"
    "полковник|судья|директор|председатель|посол|секретарь|тренер|редактор|глава"
)
_BODIES = (
    "Bank|University|Institute|Ministry|Committee|Commission|Council|Company|Corporation|Association|Agency|Party|"
    "Union|Foundation|Museum|Hospital|Airport|Airlines|Academy|Federation|Club|Ltd|Inc|"
    "банк|университет|институт|министерство|комитет|комиссия|совет|компания|корпорация|ассоциация|агентство|"
    "партия|союз|фонд|музей|академия|федерация|клуб"
)
_WORD = r"[^\W\d_a-zа-яё][\w'’-]+"
_NAME = rf"{_WORD}(?: (?:de|van|von|bin|al|of|for|and|[^\W\d_a-zа-яё]\.|{_WORD}))*"
_PERSON = re.compile(rf"\b(?:{_TITLES})\.? (?P<name>{_WORD}(?: (?:[^\W\d_a-zа-яё]\.|{_WORD}))+)")
_BODY = re.compile(
    rf"\b(?P<name>{_NAME} (?:{_BODIES})(?: (?:of|for) {_NAME})?|(?:{_BODIES}) of {_NAME})\b"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name, and what it seems to be: "person" or "organisation".

    `why` says from what: its "title", its "body" or a "quote".
    """

    name: str
    kind: str
    why: str


def propose(text: str, *, mentions: Sequence[Mention], quotes: Sequence[Quote]) -> list[Proposal]:
    """Names of a text that look like topics and are none, in order, each once.

    Args:
        text: plain text.
        mentions: what is registered, from `suggest`.
        quotes: who speaks, from `find_quotes`.
    """
    taken = [(one.start, one.end) for one in mentions]
    found: dict[str, Proposal] = {}
    for start, end, proposal in sorted(_all(text, quotes), key=lambda one: one[0]):
        covered = any(start < last and first < end for first, last in taken)
        if not covered and not any(proposal.name in name for name in found):
            found[proposal.name] = proposal
    return list(found.values())[:MOST]


def _all(text: str, quotes: Sequence[Quote]) -> Iterator[tuple[int, int, Proposal]]:
    for match in _BODY.finditer(text):
        yield *match.span("name"), Proposal(match["name"], "organisation", "body")
    for match in _PERSON.finditer(text):
        yield *match.span("name"), Proposal(match["name"], "person", "title")
    for quote in quotes:
        start = text.find(quote.speaker)
        if quote.topic is None and start >= 0 and _is_name(quote.speaker):
            yield start, start + len(quote.speaker), Proposal(quote.speaker, "person", "quote")


def _is_name(speaker: str) -> bool:
    """A name, not "the father" or 父亲."""
    words = speaker.split()
    return "·" in speaker or (len(words) > 1 and all(word[0].isupper() for word in words))
