"""The one in-memory form between the formats of the field and articles.

Every reader of a format yields these; every writer takes them. They are plain
frozen dataclasses: no Django, no database, no files.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Item:
    """Something that a format gives and an import takes by itself; `wire.contents` lists them."""

    __slots__ = ()


class State(StrEnum):
    """Where a story stands in the system it comes from."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SCHEDULED = "scheduled"


class CommentState(StrEnum):
    """Where a comment stands in the system it comes from."""

    PUBLISHED = "published"
    HELD = "held"
    REMOVED = "removed"


class Release(StrEnum):
    """What the sender says may be done with an item (IPTC's pubStatus)."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELLED = "cancelled"  # a kill: nobody may publish it, and who has takes it back


class Signal(StrEnum):
    """What a version is to the one before it."""

    NONE = ""
    UPDATE = "update"
    CORRECTION = "correction"


# What may be done with something ---------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """Whose a text or picture is, and on which terms it may be used."""

    holder: str = ""
    notice: str = ""
    terms: str = ""


# Body blocks ----------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Running text as HTML. Formats may put anything here: `wire.cleaning`
    brings it down to the block model's allow-list before it is stored."""

    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture by address: an http(s) URL, or a path inside the import."""

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    rights: Rights = Rights()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gallery:
    pictures: tuple[Picture, ...]
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PullQuote:
    text: str
    attribution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactBox:
    title: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """A page of another site, shown by oEmbed after the reader consents."""

    url: str
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of plain-text cells; the first row is the header when `header`,
    the first column of each row when `side_header`."""

    rows: tuple[tuple[str, ...], ...]
    header: bool = True
    side_header: bool = False
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Other stories of the paper, by their `Story.id`."""

    ids: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A block that a plug-in added: its name, and its value as JSON."""

    name: str
    value: str


Block = Text | Picture | Gallery | PullQuote | FactBox | Embed | Table | Related | Foreign


# What surrounds a story -----------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a person is called and said to be in another language of the paper."""

    language: str
    name: str = ""
    role: str = ""
    bio: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """A person who wrote or took something. `slug` is the key where given."""

    name: str
    slug: str = ""
    email: str = ""
    role: str = ""
    bio: str = ""
    portrait: Picture | None = None
    translations: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section. `edition` is the language of the one in which it stands, "" in the paper's own;
    `translates` is the slug of the same section there."""

    name: str
    slug: str
    parent: str = ""  # slug of the section above, "" at the top
    description: str = ""
    comment_mode: str = ""
    edition: str = ""
    translates: str = ""

    @property
    def key(self) -> str:
        """What no other section of the paper is called."""
        return section_key(self.slug, self.edition)


def section_key(slug: str, edition: str) -> str:
    """What no other section of the paper is called: "world", "kk/world"."""
    return f"{edition}/{slug}" if edition else slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A topic tag: a person, place, organisation, event or subject.

    `code` is its place in a vocabulary, as "medtop:04000000". A code that came
    without a name has itself for a name.
    """

    name: str
    slug: str = ""
    kind: str = "subject"
    description: str = ""
    code: str = ""
    portrait: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """Who the copy comes from, and the credit line it asks for."""

    name: str
    slug: str = ""
    credit_line: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    when: datetime
    text: str
    before: str = ""  # the words as they stood
    after: str = ""  # and as they are now


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of a live coverage, in plain text; `id` is a UUID and stays the same."""

    id: str
    when: datetime
    text: str
    headline: str = ""
    key: bool = False  # a key event
    pinned: bool = False
    changed: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A reader's comment. `parent` is the `id` of the comment answered."""

    id: str
    name: str
    text: str
    when: datetime
    parent: str = ""
    email: str = ""
    url: str = ""
    state: CommentState = CommentState.PUBLISHED
    reason: str = ""
    pick: bool = False
    likes: int = 0
    edited: datetime | None = None
    staff: bool = False  # by the newsroom


@dataclass(frozen=True, slots=True, kw_only=True)
class Story(Item):
    """One story of a paper or an agency.

    `id` is unique in its origin and stable over re-runs (a GUID, a URN, a
    path); together with the origin's name it makes an import re-runnable.
    Times are aware datetimes.

    Of agency copy `published` is when the item first came out and `updated`
    when this version did. `release`, `signal`, `version` and `embargo` say what
    the agency lets others do with it; they are no states of ours.
    """

    id: str
    headline: str
    body: tuple[Block, ...] = ()
    kind: str = "story"  # or "page" (standing, as About); of agencies also "picture", "package"
    parent: str = ""  # of a page: the `id` of the page above it
    state: State = State.PUBLISHED
    slug: str = ""
    language: str = ""  # BCP 47; "" means the paper's own
    edition: str = ""  # in another language than the paper's own: that one
    translates: str = ""  # of an edition: the `id` of the same in the paper's own, be it there or not
    kicker: str = ""
    standfirst: str = ""
    address: str = ""  # where its origin shows it to readers
    dateline_place: str = ""
    dateline_date: str = ""  # ISO date, "" when none is given
    published: datetime | None = None
    updated: datetime | None = None
    section: Section | None = None
    more_sections: tuple[Section, ...] = ()
    bylines: tuple[Byline, ...] = ()
    agency: Agency | None = None
    subjects: tuple[Subject, ...] = ()
    picture: Picture | None = None
    corrections: tuple[Correction, ...] = ()
    comments: tuple[Comment, ...] = ()
    comments_open: bool = True
    comment_mode: str = ""  # how comments are taken here; "" is as the paper takes them
    live: bool = False
    entries: tuple[Entry, ...] = ()  # of its live coverage, from the beginning
    killed: bool = False  # taken back for good: a draft that cannot come out
    legal_hold: bool = False
    contributed_by: str = ""
    seo_title: str = ""
    search_description: str = ""
    slugline: str = ""  # the agency's working name for the story
    urgency: int = 0  # 1 (flash) to 9; 0 when none is given
    version: str = ""
    release: Release = Release.USABLE
    signal: Signal = Signal.NONE
    embargo: datetime | None = None
    ednote: str = ""  # from editors to editors, never for readers
    rights: Rights = Rights()
    keywords: tuple[str, ...] = ()
    old_urls: tuple[str, ...] = ()  # paths that must redirect to the article
    notes: tuple[str, ...] = field(default=())  # what the reader changed or left out
