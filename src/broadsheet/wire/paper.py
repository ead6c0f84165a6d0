"""What a paper has beside its stories, as it passes between formats and the paper.

Plain frozen dataclasses, like `wire.Story`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from broadsheet.wire.story import Agency, Byline, Comment, Item, Section, Story, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a newsroom sets for the whole paper; "" or None leaves what is set."""

    name: str = ""
    tagline: str = ""
    about: str = ""
    contact_email: str = ""
    house_rule: str = ""
    comment_mode: str = ""
    comments_first_held: int | None = None
    comments_close_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Names(Item):
    """Everything with a name that stories refer to. Comes before the stories.

    `sections` are the paper's own and are opened in this order; `categories`
    become sections only where a story is filed under them.
    """

    settings: Settings = Settings()
    sections: tuple[Section, ...] = ()
    categories: tuple[Section, ...] = ()
    authors: tuple[Byline, ...] = ()
    agencies: tuple[Agency, ...] = ()
    subjects: tuple[Subject, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry(Item):
    """What else is known of the subjects: the lines of a file of `topics.exchange`."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OldAddress(Item):
    """An address that leads to no story and no standing page: to another site, or to a section.

    `section` is a section's key; with neither it leads to the front page.
    """

    old: str
    link: str = ""
    section: str = ""
    permanent: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Front(Item):
    """The curated front page, by `Story.id`. Comes after the stories.

    `edition` is the language of another one than the paper's own, which has no breaking line.
    """

    edition: str = ""
    lead: str = ""
    picks: tuple[str, ...] = ()
    breaking: str = ""
    breaking_story: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread(Item):
    """A topic of the forum; its first post opens it. `board` is a section's slug.

    Or what is said of a page of another site: then `page` is its address, and it needs no board.
    """

    id: str
    board: str
    title: str
    posts: tuple[Comment, ...]
    page: str = ""
    closed: bool = False
    sticky: bool = False  # on top of its board


@dataclass(frozen=True, slots=True, kw_only=True)
class MailingList(Item):
    """A list of the newsletter, and the rule by which its issues come about. `id` is its short name."""

    id: str
    name: str
    description: str = ""
    open: bool = True
    preselected: bool = False
    place: int = 0
    rule: str = "hand"
    section: str = ""  # only from the section of this key
    topic: str = ""  # only about the topic of this slug
    every: str = "day"
    weekday: int = 0  # 0 is Monday
    hour: int = 7
    most: int = 8
    clicks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue(Item):
    """A newsletter issue. `stories` are `Story.id`s; `when` is None for a draft."""

    id: str
    subject: str
    second_subject: str = ""  # tried beside the first
    list: str = ""  # short name of the list that gets it; "" for every subscriber
    intro: str = ""
    stories: tuple[str, ...] = ()
    when: datetime | None = None
    state: str = "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnList:
    """A list of the newsletter that a reader is on, or left."""

    key: str
    name: str = ""
    left: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber(Item):
    """A reader on the newsletter's list, or one who left it."""

    email: str
    state: str = "confirmed"
    confirmed: datetime | None = None
    unsubscribed: datetime | None = None
    suppressed: datetime | None = None  # letters to it came back
    name: str = ""
    lists: tuple[OnList, ...] = ()
    because: str = ""  # why nothing is sent any more: "hard", "complaint"
    time_zone: str = ""
    hour: int | None = None
    paused: datetime | None = None  # until then


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A field of a call's form."""

    label: str
    kind: str = "line"
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Item):
    """A call for readers' stories, and their vote on them. `id` is its slug."""

    id: str
    title: str
    prompt: str
    made: datetime
    public: bool = False
    until: datetime | None = None
    vote_until: datetime | None = None
    licence: str = "1"
    words: str = "may"
    files: str = "may"
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution(Item):
    """A story or a tip that a reader sent in. `files` are paths inside the import.

    `call` is a slug, `story` the `Story.id` of what was made of it, `votes` how many
    readers chose it where it stands to the vote.
    """

    id: str
    name: str
    email: str
    headline: str
    text: str
    when: datetime
    place: str = ""
    files: tuple[str, ...] = ()
    is_tip: bool = False
    state: str = "received"
    decided: datetime | None = None
    reason: str = ""
    licence: str = "import"
    call: str = ""
    answers: tuple[tuple[str, ...], ...] = ()  # what the call asked, what was said
    story: str = ""
    votes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase(Item):
    """A phrase of the word lists: comments with it are held, pointed out, or left alone."""

    phrase: str
    kind: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill(Item):
    """A record of a kill, or of one that was lifted, as it was signed. `story` is a `Story.id`."""

    verb: str
    story: str
    address: str
    headline: str
    text_hash: str
    was_public: bool
    at: datetime
    because: str
    signature: str
    by: str = ""
    previous: str = ""  # the signature of the record before


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Item):
    """A picture of the paper. `focus` is what cuts keep in view: x, y, width, height in pixels."""

    src: str
    title: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    focus: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Series(Item):
    """Stories that belong together, in their order, by `Story.id`. `id` is its slug."""

    id: str
    name: str
    kind: str = "series"  # or "package"
    standfirst: str = ""
    stories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated(Item):
    """What a story's translation says sentence by sentence, where it is made side by side.

    `story` and `original` are `Story.id`s; each of `pairs` is what the original says, and
    its translation, both with placeholders for what a link leads to.
    """

    story: str
    original: str
    pairs: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Added(Item):
    """A line of a file that another room or a plug-in adds (see `wire.parts`)."""

    part: str
    thing: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Former(Item):
    """A story as it was saved at another time. `story` is its `Story.id`."""

    story: str
    when: datetime
    text: Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark(Item):
    """Something a format read differently from how it is written, or left out.

    `where` names the file and the line, or the story; `skipped` says that
    something with its own place in the paper did not come in at all.
    """

    where: str
    text: str
    skipped: bool = False
