"""Articles and names as they are answered."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from ninja import Schema

from broadsheet.news.models import ArticlePage
from broadsheet.news.models import Author as Writer
from broadsheet.topics.models import Topic
from broadsheet.wire import markup, story
from broadsheet.wire.service import shapes
from broadsheet.wire.service.asked import Body
from broadsheet.wire.service.asking import Asker
from broadsheet.wire.service.refusing import Refused, wrong
from broadsheet.wire.service.texts import (
    Texts,
    absolute,
    heads_of,
    rights_of,
    texts_of,
    with_links,
)

KEY_ONLY = {"picture", "rights", "formats", "html", "blocks"}
TEXT = {Body.HTML: "html", Body.BLOCKS: "blocks"}
FORMATS = ("ninjs", "newsml_g2", "nitf")


def fields_of(*, fields: str, body: Body | None, asker: Asker) -> set[str]:
    """Which fields of an article are answered.

    Args:
        body: as it was asked for; None where nobody said it.

    Raises:
        Refused: there is no such field, or it needs a key.
    """
    wanted = {one.strip() for one in fields.split(",") if one.strip()}
    if unknown := sorted(wanted - set(shapes.Article.model_fields)):
        raise wrong("fields", f"There is no field “{unknown[0]}”.")
    if body in TEXT:
        wanted = (wanted or _all_but_text()) | {TEXT[body]}
    asked_for = wanted & KEY_ONLY if fields or body in TEXT else set()
    wanted = wanted or _all_but_text()
    if not asker.has_key:
        if asked_for:
            raise Refused(401, f"“{min(asked_for)}” is given with a key only.")
        wanted -= KEY_ONLY
    return wanted | {"id"}


def articles(found: Sequence[ArticlePage], *, fields: set[str], asker: Asker) -> list[dict[str, Any]]:
    """Articles (`shapes.Article`) with these fields alone."""
    texts = (texts_of if has_text(fields) else heads_of)(found, given=asker.settings)
    makers = {name: MAKERS[name] for name in shapes.Article.model_fields if name in fields}
    return [{name: make(one, texts) for name, make in makers.items()} for one in found]


def has_text(fields: set[str]) -> bool:
    """Whether articles with these fields say their texts."""
    return bool(fields & set(TEXT.values()))


def author(one: Writer) -> shapes.Author:
    return shapes.Author(
        slug=one.slug, name=one.name, address=absolute(one.url), role=one.role, about=one.bio
    )


def topic(one: Topic) -> shapes.Topic:
    return shapes.Topic(
        slug=one.slug,
        name=one.name,
        address=absolute(one.url),
        kind=one.kind,
        description=one.description,
        parent=one.parent.slug if one.parent else "",
    )


def sections(found: Iterable[Any]) -> list[shapes.Section]:
    """Sections in the editor's order."""
    rows = sorted(found, key=lambda one: one.path)
    slugs = {one.path: one.slug for one in rows}
    return [
        shapes.Section(
            slug=one.slug,
            name=one.title,
            address=absolute(one.url),
            description=one.description,
            parent=slugs.get(one.path[: -one.steplen], ""),
        )
        for one in rows
    ]


def _all_but_text() -> set[str]:
    return set(shapes.Article.model_fields) - set(TEXT.values())


# Each field ------------------------------------------------------------------


def _section(one: ArticlePage, _: Any) -> shapes.Named | None:
    found = one.section
    return (
        shapes.Named(slug=found.slug, name=found.title, address=absolute(found.url)) if found else None
    )


def _authors(one: ArticlePage, _: Any) -> list[shapes.Named]:
    return [
        shapes.Named(slug=writer.slug, name=writer.name, address=absolute(writer.url))
        for writer in one.authors
    ]


def _topics(one: ArticlePage, _: Any) -> list[shapes.Subject]:
    return [
        shapes.Subject(slug=about.slug, name=about.name, address=absolute(about.url), kind=about.kind)
        for about in one.topics
    ]


def _source(one: ArticlePage, _: Any) -> shapes.Source | None:
    found = one.source
    return shapes.Source(slug=found.slug, name=found.name, credit=found.credit) if found else None


def _dateline(one: ArticlePage, _: Any) -> shapes.Dateline | None:
    if not (one.dateline_place or one.dateline_date):
        return None
    return shapes.Dateline(place=one.dateline_place, day=one.dateline_date)


def _corrections(one: ArticlePage, _: Any) -> list[shapes.Correction]:
    return [shapes.Correction(when=said.when, text=said.text) for said in one.corrections.all()]


def _main_picture(one: ArticlePage, texts: Texts) -> shapes.Picture | None:
    found = texts.stories[one.pk].picture
    return _picture(found, texts) if found else None


def _rights(one: ArticlePage, texts: Texts) -> shapes.Rights:
    said = texts.stories[one.pk].rights
    return shapes.Rights(holder=said.holder, terms=said.terms)


def _formats(one: ArticlePage, _: Any) -> shapes.Formats:
    key = one.translation_key
    return shapes.Formats(**{name: absolute(reverse(f"service:{name}", args=[key])) for name in FORMATS})


def _html(one: ArticlePage, texts: Texts) -> str:
    return markup.html_of(with_links(texts.stories[one.pk].body, texts))


def _blocks(one: ArticlePage, texts: Texts) -> list[Any]:
    return [BLOCKS[type(block)](block, texts) for block in texts.stories[one.pk].body]


MAKERS: dict[str, Callable[[ArticlePage, Any], Any]] = {
    "id": lambda one, _: one.translation_key,
    "address": lambda one, _: absolute(one.url),
    "headline": lambda one, _: one.title,
    "kicker": lambda one, _: one.kicker,
    "standfirst": lambda one, _: one.standfirst,
    "language": lambda one, _: one.language,
    "section": _section,
    "authors": _authors,
    "topics": _topics,
    "source": _source,
    "dateline": _dateline,
    "contributed_by": lambda one, _: one.contributed_by,
    "live_coverage": lambda one, _: one.live_coverage,
    "published": lambda one, _: one.published_at,
    "updated": lambda one, _: one.updated_at,
    "changed": lambda one, _: one.last_published_at,
    "corrections": _corrections,
    "picture": _main_picture,
    "rights": _rights,
    "formats": _formats,
    "html": _html,
    "blocks": _blocks,
}


# Each block ------------------------------------------------------------------


def _said(picture: story.Picture, texts: Texts) -> dict[str, Any]:
    width, height = texts.sizes[picture.src]
    rights = rights_of(picture, texts.settings)
    return {
        "address": picture.src,
        "width": width,
        "height": height,
        "alt": picture.alt,
        "caption": picture.caption,
        "credit": picture.credit,
        "rights": shapes.Rights(holder=rights.holder, terms=rights.terms),
    }


def _picture(picture: story.Picture, texts: Texts) -> shapes.Picture:
    return shapes.Picture(**_said(picture, texts))


def _gallery(block: story.Gallery, texts: Texts) -> Schema:
    pictures = [_picture(one, texts) for one in block.pictures]
    return shapes.GalleryBlock(title=block.title, pictures=pictures)


def _table(block: story.Table, _: Texts) -> Schema:
    return shapes.TableBlock(
        rows=[list(row) for row in block.rows],
        header=block.header,
        side_header=block.side_header,
        caption=block.caption,
    )


def _related(block: story.Related, texts: Texts) -> Schema:
    leads = [(one, *texts.leads[one]) for one in block.ids]
    articles = [
        shapes.Lead(id=UUID(one), headline=headline, address=address) for one, address, headline in leads
    ]
    return shapes.RelatedBlock(title=block.title, articles=articles)


BLOCKS: dict[type, Callable[[Any, Texts], Schema]] = {
    story.Text: lambda one, _: shapes.TextBlock(html=one.html),
    story.Picture: lambda one, texts: shapes.PictureBlock(**_said(one, texts)),
    story.Gallery: _gallery,
    story.PullQuote: lambda one, _: shapes.PullQuoteBlock(text=one.text, attribution=one.attribution),
    story.FactBox: lambda one, _: shapes.FactBoxBlock(title=one.title, html=one.html),
    story.Embed: lambda one, _: shapes.EmbedBlock(address=one.url, caption=one.caption),
    story.Table: _table,
    story.Related: _related,
    story.Foreign: lambda one, _: shapes.OtherBlock(name=one.name, value=json.loads(one.value)),
}
