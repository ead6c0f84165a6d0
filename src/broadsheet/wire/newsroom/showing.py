"""A story as the newsroom reads it before it is an article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from broadsheet.wire import cleaning
from broadsheet.wire.story import Embed, FactBox, Gallery, Picture, PullQuote, Rights, Story, Table, Text


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the text: clean HTML."""

    html: SafeString


def parts_of(story: Story) -> list[Part]:
    """The body, cleaned once more; pictures and embeds as links, since nothing of
    another site is loaded here."""
    return [Part(html) for block in story.body for html in _html(block)]


def terms_of(story: Story) -> list[str]:
    """On which terms the text and each of its pictures may be used, as their sender says it."""
    told = [_said(story.rights)]
    told += [
        f"{(one.caption or one.alt)[:60]}: {said}".removeprefix(": ")
        for one in _pictures(story)
        if (said := _said(one.rights)) and said not in told
    ]
    return [one for one in dict.fromkeys(told) if one]


def _pictures(story: Story) -> Iterator[Picture]:
    if story.picture:
        yield story.picture
    for block in story.body:
        if isinstance(block, Picture):
            yield block
        elif isinstance(block, Gallery):
            yield from block.pictures


def _said(rights: Rights) -> str:
    words = (rights.notice, rights.holder, rights.terms)
    return " – ".join(one for one in dict.fromkeys(words) if one)


def dateline_of(story: Story) -> str:
    """The place and the day from which it was sent."""
    day = date.fromisoformat(story.dateline_date) if story.dateline_date else None
    return ", ".join(filter(None, (story.dateline_place, date_format(day) if day else "")))


def _html(block: object) -> Iterator[SafeString]:
    if isinstance(block, Text):
        yield mark_safe(cleaning.tidy(block.html))  # noqa: S308 - cleaned by the allow-list
    elif isinstance(block, FactBox):
        yield format_html("<h3>{}</h3>", block.title)
        yield mark_safe(cleaning.tidy(block.html))  # noqa: S308 - cleaned by the allow-list
    elif isinstance(block, PullQuote):
        yield format_html("<blockquote>{}</blockquote>", block.text)
    elif isinstance(block, Picture):
        yield _link("🖼", block.src, block.caption or block.alt)
    elif isinstance(block, Gallery):
        yield from (_link("🖼", one.src, one.caption or one.alt) for one in block.pictures)
    elif isinstance(block, Embed):
        yield _link("▶", block.url, block.caption)
    elif isinstance(block, Table):
        yield from (format_html("<p>{}</p>", " · ".join(row)) for row in block.rows)


def _link(mark: str, address: str, words: str) -> SafeString:
    if not address.startswith(("http://", "https://")):
        return format_html("<p>{} {}</p>", mark, words or address)
    return format_html(
        '<p>{} <a href="{}" rel="noreferrer noopener">{}</a></p>', mark, address, words or address
    )
