"""The paper's other languages: `{% language_ways %}` and `{% alternate_links %}`."""

from __future__ import annotations

from django import template
from django.template import Context
from wagtail.models import Page

from broadsheet.news import editions
from broadsheet.news.editions import Way

register = template.Library()


@register.simple_tag(takes_context=True)
def language_ways(context: Context) -> list[Way]:
    """Ways into the paper's editions from the page being shown; none where there is but one."""
    return editions.switch(_page(context))


@register.simple_tag(takes_context=True)
def alternate_links(context: Context) -> list[Way]:
    """The page being shown in each of its languages; a further page of a list has none."""
    page_of = context.get("page_of")
    return editions.alternates(_page(context)) if page_of is None or page_of.number == 1 else []


def _page(context: Context) -> Page | None:
    shown = context.get("page")
    return shown if isinstance(shown, Page) else None
