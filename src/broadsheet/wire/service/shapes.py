"""What is answered, field by field: the document of the addresses is made from these."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema

Address = Annotated[str, Field(description="A full address.")]


class Wrong(Schema):
    """Why there is no answer."""

    status: int
    error: str = Field(description="A sentence.")
    parameter: str = Field("", description="The one that is wrong, where it is one.")


class Rights(Schema):
    holder: str
    terms: str = ""


class Picture(Schema):
    """A picture as readers get it, at most 1600 pixels wide."""

    address: Address
    width: int
    height: int
    alt: str = ""
    caption: str = ""
    credit: str = ""
    rights: Rights


class TextBlock(Schema):
    type: Literal["text"] = "text"
    html: str


class PictureBlock(Picture):
    type: Literal["picture"] = "picture"


class GalleryBlock(Schema):
    type: Literal["gallery"] = "gallery"
    title: str
    pictures: list[Picture]


class PullQuoteBlock(Schema):
    type: Literal["pull_quote"] = "pull_quote"
    text: str
    attribution: str


class FactBoxBlock(Schema):
    type: Literal["fact_box"] = "fact_box"
    title: str
    html: str


class EmbedBlock(Schema):
    type: Literal["embed"] = "embed"
    address: Address
    caption: str


class TableBlock(Schema):
    type: Literal["table"] = "table"
    rows: list[list[str]]
    header: bool = Field(description="The first row is the header.")
    side_header: bool = Field(description="The first cell of each row is its header.")
    caption: str


class Lead(Schema):
    id: UUID
    headline: str
    address: Address


class RelatedBlock(Schema):
    type: Literal["related"] = "related"
    title: str
    articles: list[Lead]


class OtherBlock(Schema):
    """A block that a plug-in of the paper added."""

    type: Literal["other"] = "other"
    name: str
    value: Any


Block = Annotated[
    TextBlock
    | PictureBlock
    | GalleryBlock
    | PullQuoteBlock
    | FactBoxBlock
    | EmbedBlock
    | TableBlock
    | RelatedBlock
    | OtherBlock,
    Field(discriminator="type"),
]


class Named(Schema):
    slug: str
    name: str
    address: Address


class Subject(Named):
    kind: str


class Source(Schema):
    """An agency or another paper whose copy this is."""

    slug: str
    name: str
    credit: str


class Dateline(Schema):
    place: str
    day: date | None


class Correction(Schema):
    when: datetime
    text: str


class Formats(Schema):
    """Where the same article is in the formats of the field."""

    ninjs: Address
    newsml_g2: Address
    nitf: Address


class Article(Schema):
    """An article. `fields` and the key decide which fields are there; `id` always is."""

    id: UUID
    address: Address = ""
    headline: str = ""
    kicker: str = ""
    standfirst: str = ""
    language: str = ""
    section: Named | None = None
    authors: list[Named] = []
    topics: list[Subject] = []
    source: Source | None = None
    dateline: Dateline | None = None
    contributed_by: str = ""
    live_coverage: bool = False
    published: datetime | None = None
    updated: datetime | None = Field(None, description="When readers were told of a change.")
    changed: datetime | None = Field(None, description="What `changed_since` goes by.")
    corrections: list[Correction] = []
    picture: Picture | None = Field(None, description="With a key only.")
    rights: Rights | None = Field(None, description="With a key only.")
    formats: Formats | None = Field(None, description="With a key only.")
    html: str = Field("", description="The text; with a key only.")
    blocks: list[Block] = Field([], description="The text in its parts; with a key only.")


class Articles(Schema):
    articles: list[Article]
    next: str | None = Field(description="Where the list goes on; null at its end.")


class Section(Named):
    description: str
    parent: str = Field(description="The slug of the section above; empty at the top.")


class Sections(Schema):
    sections: list[Section]


class Author(Named):
    role: str
    about: str


class Authors(Schema):
    authors: list[Author]
    next: str | None


class Topic(Subject):
    description: str
    parent: str = Field(description="The slug of what it is part of; empty for nothing.")


class Topics(Schema):
    topics: list[Topic]
    next: str | None


class Withdrawal(Schema):
    id: UUID
    address: Address
    when: datetime


class Withdrawals(Schema):
    withdrawn: list[Withdrawal]
    next: str | None


class Start(Schema):
    """Where everything is."""

    paper: str
    language: str
    articles: Address
    sections: Address
    authors: Address
    topics: Address
    withdrawn: Address
    document: Address
