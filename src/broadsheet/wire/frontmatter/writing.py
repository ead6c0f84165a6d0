"""A `Story` as one file of Markdown with front matter in YAML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import yaml

from broadsheet.wire.frontmatter import marking
from broadsheet.wire.frontmatter.fields import as_field
from broadsheet.wire.story import (
    Block,
    Byline,
    Correction,
    Gallery,
    Picture,
    Section,
    State,
    Story,
    Subject,
)
from broadsheet.wire.wordpress import slug_in

WIDTH = 100


def file_of(story: Story, *, picture: Callable[[str], str] = lambda src: src, address: str = "") -> str:
    """The file's text.

    Args:
        picture: from a picture's path to how the file names it.
        address: where the story stands in public.
    """
    said = (_fields(story, picture) | {"url": address}).items()
    fields = {name: value for name, value in said if value not in ("", None, [], {})}
    head = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=WIDTH)
    body = marking.text_of(_body(story, picture))
    return f"---\n{head}---\n\n{body}"


def _body(story: Story, picture: Callable[[str], str]) -> Iterator[Block]:
    """The body with its pictures named as the file names them."""
    for block in story.body:
        if isinstance(block, Picture):
            yield replace(block, src=picture(block.src))
        elif isinstance(block, Gallery):
            named = tuple(replace(one, src=picture(one.src)) for one in block.pictures)
            yield replace(block, pictures=named)
        else:
            yield block


def _fields(story: Story, picture: Callable[[str], str]) -> dict[str, Any]:
    page = story.kind == "page"
    return {
        "title": as_field(story.headline),
        "kind": "page" if page else "story",
        "slug": story.slug,
        "date": _time(story.published),
        "updated": _time(story.updated),
        "draft": True if story.state == State.DRAFT else None,
        "state": str(story.state) if story.state == State.SCHEDULED else "",
        "lang": story.language,
        "kicker": story.kicker,
        "standfirst": as_field(story.standfirst),
        "description" if story.standfirst else "search_description": as_field(story.search_description),
        "seo_title": story.seo_title,
        "dateline": story.dateline_place,
        "dateline_date": story.dateline_date,
        "authors": [_author(one) for one in story.bylines],
        "agency": _agency(story),
        "categories": [story.section.name] if story.section else [],
        "section": _section(story.section),
        "tags": [one.name for one in story.subjects],
        "topics": _topics(story.subjects),
        "image": _picture(story.picture, picture),
        "comments": None if story.comments_open else False,
        "contributed_by": story.contributed_by,
        "corrections": [_correction(one) for one in story.corrections],
        "aliases": list(story.old_urls),
    }


def _correction(one: Correction) -> dict[str, str | None]:
    said = {"when": _time(one.when), "text": one.text, "before": one.before, "after": one.after}
    return {name: value for name, value in said.items() if value}


def _time(when: datetime | None) -> str | None:
    return when.astimezone(UTC).isoformat() if when else None


def _author(one: Byline) -> dict[str, str]:
    facts = {"name": one.name, "slug": one.slug, "role": one.role, "bio": one.bio}
    return {name: value for name, value in facts.items() if value}


def _section(one: Section | None) -> dict[str, str]:
    """A section of which its name does not say all."""
    if one is None or one == Section(name=one.name, slug=slug_in(one.name)):
        return {}
    facts = {"name": one.name, "slug": one.slug, "parent": one.parent, "description": one.description}
    return {name: value for name, value in facts.items() if value}


def _topics(subjects: tuple[Subject, ...]) -> list[dict[str, str]]:
    """Topics of which their names do not say all."""
    if all(one == Subject(name=one.name, slug=slug_in(one.name)) for one in subjects):
        return []
    return [
        {"name": one.name, "slug": one.slug, "kind": one.kind}
        | ({"description": one.description} if one.description else {})
        for one in subjects
    ]


def _agency(story: Story) -> dict[str, str]:
    if story.agency is None:
        return {}
    one = story.agency
    facts = {"name": one.name, "slug": one.slug, "credit_line": one.credit_line, "url": one.url}
    return {name: value for name, value in facts.items() if value}


def _picture(one: Picture | None, named: Callable[[str], str]) -> dict[str, str]:
    if one is None:
        return {}
    facts = {"alt": one.alt, "caption": one.caption, "credit": one.credit}
    facts = {"src": named(one.src)} | {name: as_field(value) for name, value in facts.items()}
    return {name: value for name, value in facts.items() if value}
