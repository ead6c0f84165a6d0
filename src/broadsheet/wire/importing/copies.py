"""A story as the newsroom files it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.conf import settings

from broadsheet.foundation.clock import now
from broadsheet.foundation.text import clean_line, clean_text
from broadsheet.news.filing import Copy, Happened, Noted
from broadsheet.news.models import Picture
from broadsheet.news.models.paper import CommentMode
from broadsheet.wire import bodies, names
from broadsheet.wire.importing.wholes import name_of
from broadsheet.wire.run import Kind, Run
from broadsheet.wire.story import Entry, State, Story

T = TypeVar("T")


def copy_of(run: Run, story: Story) -> Copy:
    """The story as the newsroom files it."""
    where = name_of(story)
    picture = run.kept_picture(story.picture, where)
    planned = story.published if story.state == State.SCHEDULED else None
    public = not story.killed and _is_public(story, planned)
    return Copy(
        headline=clean_line(story.headline) or "…",
        section=names.section_of(run, story.section, edition=story.edition),
        body=bodies.stream_of(story.body, lookup=run.lookup(where)),
        key=run.page_name(Kind.STORY, story)[0],
        slug=story.slug,
        kicker=clean_line(story.kicker)[:80],
        standfirst=clean_text(story.standfirst),
        language=story.language if story.language in dict(settings.LANGUAGES) else "",
        dateline_place=clean_line(story.dateline_place)[:120],
        dateline_date=date.fromisoformat(story.dateline_date) if story.dateline_date else None,
        source=names.source_of(run, story.agency) if story.agency else None,
        authors=_once([names.author_of(run, one) for one in story.bylines]),
        topics=_once([names.topic_of(run, one) for one in story.subjects]),
        picture=picture,
        picture_caption=_own_caption(story, picture),
        published_at=(story.published or run.of.moment) if public else None,
        updated_at=story.updated if public else None,
        go_live_at=None if public or story.killed else planned,
        live_coverage=story.live,
        comment_mode=story.comment_mode or ("" if story.comments_open else CommentMode.CLOSED),
        contributed_by=clean_line(story.contributed_by)[:120],
        corrections=[
            Noted(
                when=one.when,
                text=clean_text(one.text),
                before=clean_text(one.before),
                after=clean_text(one.after),
            )
            for one in story.corrections
        ],
        entries=[_entry(one) for one in story.entries],
        seo_title=clean_line(story.seo_title)[:255],
        search_description=clean_text(story.search_description),
        killed=story.killed,
        legal_hold=story.legal_hold,
    )


def _is_public(story: Story, planned: datetime | None) -> bool:
    return story.state == State.PUBLISHED or (planned is not None and planned <= now())


def _own_caption(story: Story, picture: Picture | None) -> str:
    """The caption in this article, where it differs from the picture's own."""
    if not picture or not story.picture or story.picture.caption == picture.caption:
        return ""
    return clean_text(story.picture.caption)


def _once(things: list[T]) -> list[T]:
    return list(dict.fromkeys(things))


def _entry(one: Entry) -> Happened:
    return Happened(
        key=UUID(one.id),
        at=one.when,
        text=clean_text(one.text),
        headline=clean_line(one.headline)[:200],
        is_key=one.key,
        is_pinned=one.pinned,
        changed_at=one.changed,
    )
