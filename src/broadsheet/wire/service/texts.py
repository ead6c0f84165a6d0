"""An article's text for other systems: nothing in it leads into this house."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape, unescape
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from wagtail.images.views.serve import generate_image_url

from broadsheet.news import queries as news
from broadsheet.news.models import ArticlePage
from broadsheet.news.models import Picture as Kept
from broadsheet.news.sizes import WIDTHS
from broadsheet.wire.models import ServiceSettings
from broadsheet.wire.outgoing import Outgoing, story_of
from broadsheet.wire.story import (
    Block,
    FactBox,
    Gallery,
    Picture,
    Related,
    Rights,
    Story,
    Text,
)
from broadsheet.wire.writers.copy import of_the_paper

STORY_LINK = re.compile(r'<a href="story:([^"]*)">(.*?)</a>', re.DOTALL)
OWN_LINK = re.compile(r'(<a href=")(/[^"]*")')
WIDEST = WIDTHS[-1]  # CSS pixels: the largest that readers get


@dataclass(slots=True)
class Texts:
    """The stories of some articles, and what their pictures and links lead to."""

    settings: ServiceSettings
    stories: dict[int, Story] = field(default_factory=dict)
    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)
    leads: dict[str, tuple[str, str]] = field(default_factory=dict)

    def address_of(self, picture: Kept) -> str:
        """A picture's public address, and note its size there."""
        width = min(WIDEST, picture.width)
        address = absolute(generate_image_url(picture, f"width-{width}|format-jpeg"))
        self.sizes[address] = (width, max(1, round(picture.height * width / picture.width)))
        return address


def absolute(address: str) -> str:
    """The full address of a page of the paper."""
    return urljoin(settings.PAPER.url + "/", address)


def heads_of(articles: Sequence[ArticlePage], *, given: ServiceSettings) -> Texts:
    """The stories of articles without their texts, which are not read."""
    texts = Texts(given)
    outgoing = Outgoing(texts.address_of)
    for article in articles:
        story = of_the_paper(story_of(article, outgoing, body=()))
        texts.stories[article.pk] = _for_others(story, texts)
    return texts


def texts_of(articles: Sequence[ArticlePage], *, given: ServiceSettings) -> Texts:
    """The stories of articles; their pictures and links are looked up in one go."""
    texts = Texts(given)
    outgoing = Outgoing(texts.address_of)
    outgoing.fetch({pk for article in articles for pk in _pictures(article.body.raw_data)})
    stories = {article.pk: of_the_paper(story_of(article, outgoing)) for article in articles}
    texts.leads = _leads(stories.values())
    texts.stories = {pk: _for_others(story, texts) for pk, story in stories.items()}
    return texts


def with_links(blocks: Sequence[Block], texts: Texts) -> tuple[Block, ...]:
    """Blocks in which lists of related articles are links, as HTML has them."""
    return tuple(_list_of(one, texts) if isinstance(one, Related) else one for one in blocks)


def house(given: ServiceSettings) -> str:
    """Whose the paper's texts are."""
    return given.holder or str(settings.PAPER.name)


def rights_of(picture: Picture, given: ServiceSettings) -> Rights:
    """A picture is whose its credit says, else the paper's."""
    return Rights(holder=picture.credit or house(given), terms=given.picture_terms)


def _for_others(story: Story, texts: Texts) -> Story:
    given = texts.settings
    holder = story.agency.credit_line or story.agency.name if story.agency else ""
    ours = story.agency is None or story.agency.name == settings.PAPER.name
    return replace(
        story,
        body=tuple(_block(one, texts) for one in story.body),
        picture=_picture(story.picture, given) if story.picture else None,
        rights=Rights(holder=house(given) if ours else holder, terms=given.terms),
    )


def _block(block: Block, texts: Texts) -> Block:
    if isinstance(block, (Text, FactBox)):
        return replace(block, html=_linked(block.html, texts))
    if isinstance(block, Picture):
        return _picture(block, texts.settings)
    if isinstance(block, Gallery):
        pictures = tuple(_picture(one, texts.settings) for one in block.pictures)
        return replace(block, pictures=pictures)
    if isinstance(block, Related):
        return replace(block, ids=tuple(one for one in block.ids if one in texts.leads))
    return block


def _picture(picture: Picture, given: ServiceSettings) -> Picture:
    return replace(picture, rights=rights_of(picture, given))


def _linked(html: str, texts: Texts) -> str:
    def lead(found: re.Match[str]) -> str:
        address, _headline = texts.leads.get(unescape(found[1]), ("", ""))
        return f'<a href="{escape(address)}">{found[2]}</a>' if address else found[2]

    own = OWN_LINK.sub(lambda found: f"{found[1]}{settings.PAPER.url}{found[2]}", html)
    return STORY_LINK.sub(lead, own)


def _list_of(block: Related, texts: Texts) -> Text:
    title = f"<h3>{escape(block.title, quote=False)}</h3>" if block.title else ""
    links = (texts.leads[one] for one in block.ids)
    items = (
        f'<li><a href="{escape(address)}">{escape(headline, quote=False)}</a></li>'
        for address, headline in links
    )
    return Text(html=f"{title}<ul>{''.join(items)}</ul>" if block.ids else title)


def _leads(stories: Any) -> dict[str, tuple[str, str]]:
    """Where the articles stand that these name, as far as they are public."""
    named = {name for story in stories for block in story.body for name in _names(block)}
    keys = [key for name in named if (key := _uuid(name))]
    found = news.published().filter(translation_key__in=keys).defer("body") if keys else ()
    return {str(one.translation_key): (absolute(one.url), one.title) for one in found}


def _names(block: Block) -> Iterator[str]:
    if isinstance(block, (Text, FactBox)):
        yield from (unescape(found[1]) for found in STORY_LINK.finditer(block.html))
    elif isinstance(block, Related):
        yield from block.ids


def _uuid(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None


def _pictures(raw: Any) -> Iterator[int]:
    """The numbers of the pictures in a body as it is stored."""
    if isinstance(raw, dict):
        if isinstance(raw.get("image"), int):
            yield raw["image"]
        raw = list(raw.values())
    if isinstance(raw, Iterable) and not isinstance(raw, str):
        for one in raw:
            yield from _pictures(one)
