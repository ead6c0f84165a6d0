"""What every kind of feed says of an item, and the story it makes."""

from __future__ import annotations

import hashlib
import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from broadsheet.foundation.clock import now
from broadsheet.wire import cleaning
from broadsheet.wire.media import embed_of
from broadsheet.wire.pages.article import take_lead
from broadsheet.wire.pages.facts import names_of
from broadsheet.wire.pages.reading import language_tag
from broadsheet.wire.pages.times import believable
from broadsheet.wire.story import Agency, Block, Byline, Picture, Story, Subject, Text

MOST = 1000  # items of one feed; the newest stand first
MOST_SUBJECTS = 20
LONGEST_STANDFIRST = 500
HEADLINE_WORDS = 12  # of the text, where an item has no title
MARKUP = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|del|dfn|em|font|i|ins|kbd|mark|p|q|s|small|span|strike|strong|sub|sup"
    r"|tt|u|var|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
SAME_START = 60  # letters by which a teaser is told to be the start of the text


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as it was read.

    Args:
        title: what it calls itself.
        stories: its items in the feed's order, `MOST` at most.
        notes: what had to be mended or left out.
    """

    title: str
    stories: tuple[Story, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An item of a feed before it is a story; texts are HTML, addresses whole."""

    id: str = ""
    title: str = ""
    address: str = ""
    full: str = ""
    excerpt: str = ""
    names: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    unread_time: str = ""  # a time that could not be read
    language: str = ""
    subjects: tuple[str, ...] = ()
    picture: Picture | None = None
    files: tuple[str, ...] = field(default=())  # sound and film that come with it


def story_of(entry: Entry, *, agency: Agency | None) -> Story:
    """The story of an item: its full text where the feed has it, else the excerpt."""
    body = cleaning.blocks_of(entry.full or entry.excerpt)
    body, picture = take_lead(body, entry.picture, {})
    headline = headline_of(entry.title) or _first_words(body)
    published = believable(entry.published, now=now())
    updated = believable(entry.updated, now=now())
    return Story(
        id=entry.id or entry.address or _fingerprint(entry),
        address=entry.address,
        headline=headline or "…",
        standfirst=_standfirst(entry),
        body=(*body, *_films(entry.files)),
        language=language_tag(entry.language),
        published=published or updated,
        updated=updated if published and updated and updated > published else None,
        bylines=tuple(Byline(name=one) for one in names_of(entry.names)),
        agency=agency,
        subjects=tuple(Subject(name=one) for one in entry.subjects[:MOST_SUBJECTS]),
        picture=picture,
        notes=tuple(_notes(entry, published)),
    )


def headline_of(title: str) -> str:
    """A title without markup. What looks like markup but is none of HTML's is meant."""
    return " ".join(entities.unescape(MARKUP.sub("", title)).split())


def without_doubles(stories: Iterator[Story]) -> tuple[Story, ...]:
    """Each item once; two different ones of the same name are told apart."""
    found: dict[str, Story] = {}
    for story in stories:
        twin = found.get(story.id)
        if twin and twin.address != story.address and story.address:
            found.setdefault(story.address, replace(story, id=story.address))
        else:
            found.setdefault(story.id, story)
    return tuple(found.values())


def _standfirst(entry: Entry) -> str:
    """The excerpt, where it is not just the start of the text."""
    words = cleaning.plain(entry.excerpt)
    if not entry.full or len(words) > LONGEST_STANDFIRST:
        return ""
    return "" if cleaning.plain(entry.full).startswith(words[:SAME_START]) else words


def _films(files: tuple[str, ...]) -> Iterator[Block]:
    for file in files:
        if embed := embed_of(file):
            yield embed


def _first_words(body: tuple[Block, ...]) -> str:
    text = next((one.html for one in body if isinstance(one, Text)), "")
    return " ".join(cleaning.plain(text).split()[:HEADLINE_WORDS])


def _fingerprint(entry: Entry) -> str:
    text = "\0".join((entry.title, entry.full or entry.excerpt))
    return f"item:{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:32]}"


def _notes(entry: Entry, published: datetime | None) -> Iterator[str]:
    if entry.unread_time and not published:
        yield f"its time “{entities.unescape(entry.unread_time)[:60]}” is not one that can be read"
    elif entry.published and not published:
        yield "its time of publication is still to come and was left out"
