"""In which order a thread is read, and under which address."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from broadsheet.talk import ways
from broadsheet.talk.models import Thread


class Order(models.TextChoices):
    """How conversations are sorted."""

    NEWEST = "newest", _("Newest")
    OLDEST = "oldest", _("Oldest")
    PICKS = "picks", _("Editors’ picks")
    LIKED = "liked", _("Most liked")

    @classmethod
    def of(cls, thread: Thread) -> Order:
        """The order at a thread's own address: newest first, but a topic as it was said."""
        return cls.OLDEST if thread.is_topic else cls.NEWEST


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLink:
    """One order to choose; `is_current` when the page is in it."""

    label: str
    url: str
    is_current: bool


def links(*, thread: Thread, current: Order) -> list[OrderLink]:
    """The orders of the thread of an article or a page; a topic is read in one."""
    if thread.is_topic:
        return []
    return [
        OrderLink(label=str(order.label), url=address(thread, order), is_current=order == current)
        for order in Order
    ]


def address(thread: Thread, order: Order) -> str:
    """Where a thread stands in an order."""
    if order == Order.of(thread):
        return ways.to("talk_on", thread.code) if thread.site else thread.url
    if thread.site:
        return ways.to("talk_on_order", thread.code, order)
    return reverse("forum_article_order", args=[thread.article_id, order])
