"""What is asked for: each parameter, what it may be, and what stands in the document of them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from ninja import Field, Schema

from broadsheet.wire.service.refusing import wrong

MOST = 100
Slug = Annotated[str, Field(max_length=200)]
Moment = Annotated[
    str,
    Field(max_length=40, description="A day (2026-03-04), where the paper is, or a time of RFC 3339."),
]


class Body(StrEnum):
    """How the text is given."""

    NONE = "none"
    HTML = "html"
    BLOCKS = "blocks"


class PageAsked(Schema):
    """Which part of a list."""

    limit: int = Field(20, ge=1, le=MOST, description="How many at a time.")
    cursor: str = Field("", max_length=200, description="Where to go on: it stands in `next`.")


class TextAsked(Schema):
    """How much of an article."""

    fields: str = Field(
        "", max_length=400, description="Only these fields, with commas between; `id` is always there."
    )


class ArticleAsked(TextAsked):
    body: Body = Field(Body.HTML, description="The text as HTML, as blocks, or not at all.")


class ArticlesAsked(PageAsked, TextAsked):
    section: Slug = Field("", description="The slug of a section.")
    topic: Slug = Field("", description="The slug of a topic.")
    author: Slug = Field("", description="The slug of an author.")
    language: str = Field("", max_length=10, description="A language of the paper, as `en`.")
    published_from: Moment = Field("", description="Published then or later: a day or a time.")
    published_to: Moment = Field("", description="Published then or earlier; a day counts whole.")
    changed_since: Moment = Field(
        "",
        description="Published or changed then or later. The list then goes from the oldest change "
        "to the newest.",
    )
    q: str = Field(
        "",
        max_length=200,
        description="Words that stand in the article, “phrases”, and -words that do not; looked for "
        "in the newest 500 that have them.",
    )
    body: Body = Field(Body.NONE, description="The text as HTML, as blocks, or not at all.")


class SinceAsked(PageAsked):
    since: Moment = Field("", description="Withdrawn then or later: a day or a time.")


def moment_of(parameter: str, value: str, *, end: bool = False) -> datetime | None:
    """The moment that a parameter names; None for none.

    Args:
        end: a day alone means the moment at which it is over.

    Raises:
        Refused: it is neither a day nor a time.
    """
    if not value:
        return None
    try:
        found: datetime | date | None = parse_date(value) or parse_datetime(value)
        if isinstance(found, datetime):
            return found if found.tzinfo else timezone.make_aware(found)
        if found is not None:
            day = found + timedelta(days=1) if end else found
            return timezone.make_aware(datetime.combine(day, time()))
    except (ValueError, OverflowError):
        found = None
    raise wrong(
        parameter, f"“{parameter}” must be a day such as 2026-03-04, or a time such as "
        "2026-03-04T12:30:00Z."
    )  # fmt: skip
