"""A story as the newsroom reads it before it is an article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from broadsheet.wire import cleaning
from broadsheet.wire.story import Embed, FactBox, Gallery, Picture, PullQuote, Story, Table, Text


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the text: clean HTML."""

    html: SafeString


def parts_of(story: Story) -> list[Part]:
    """The body, cleaned once more; pictures and embeds as links, since nothing of
    another site is loaded here."""
    return [Part(html) for block in story.body for html in _html(block)]


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
