"""What the wire list shows, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from broadsheet.wire import outgoing, streams
from broadsheet.wire.models import Item
from broadsheet.wire.sources.differences import Line, between, text_of
from broadsheet.wire.story import Story

PER_PAGE = 40
MOST_COUNTED = 99


class Shown(models.TextChoices):
    """Which items the list shows."""

    NEW = "new", _("New")
    DRAFTED = "drafted", _("Drafted")
    DISMISSED = "dismissed", _("Put aside")
    ALL = "all", _("All")


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Another item that says nearly the same, and what it says otherwise."""

    item: Item
    lines: list[Line]


def page(*, show: str, source: int | None, words: str, number: str) -> Page[Item]:
    """One page of items, newest first; of those that are alike the first stands for all."""
    items = _items()
    if show != Shown.ALL:
        items = items.filter(state=show)
    if source:
        items = items.filter(source=source)
    for word in words.split():
        items = items.filter(Q(headline__icontains=word) | Q(text__icontains=word))
    if not source and not words.strip():
        items = items.filter(like=None)
    return Paginator(items.order_by("-arrived_at", "-pk"), PER_PAGE).get_page(number)


def count_new() -> int:
    """How many items wait, `MOST_COUNTED` at most."""
    return Item.objects.filter(state=Item.State.NEW, like=None)[:MOST_COUNTED].count()


def count_after(*, pk: int) -> int:
    """How many came after an item."""
    return Item.objects.filter(state=Item.State.NEW, like=None, pk__gt=pk)[:MOST_COUNTED].count()


def changes(*, item: Item, story: Story) -> list[Line]:
    """What the newest version says otherwise: than the desk's article, where
    there is one, else than the version before; [] when there is nothing to compare."""
    now_says = text_of(story)
    if item.article:
        lines = between(article_text(item), now_says)
    elif before := item.as_before:
        lines = between(text_of(before), now_says)
    else:
        return []
    return [] if all(line.is_same for line in lines) else lines


def article_text(item: Item) -> list[str]:
    """The desk's article as paragraphs, as it is being written."""
    assert item.article
    draft = item.article.get_latest_revision_as_object()
    body = streams.blocks(draft.body.raw_data, outgoing.Outgoing(path_of=lambda picture: ""))
    return text_of(Story(id="", headline=draft.title, standfirst=draft.standfirst, body=body))


def alike(*, item: Item, story: Story) -> list[Other]:
    """The items that say nearly the same, each with its differences."""
    first = item.like_id or item.pk
    others = _items().filter(Q(like=first) | Q(pk=first)).exclude(pk=item.pk).order_by("arrived_at")
    text = text_of(story)
    return [Other(item=one, lines=between(text, text_of(one.as_story))) for one in others[:10]]


def _items() -> QuerySet[Item]:
    return (
        Item.objects.select_related("source", "section", "rule", "article", "by")
        .defer("article__body", "signature", "before")
        .annotate(other_count=Count("others"))
    )
