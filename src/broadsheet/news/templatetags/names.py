"""`{% linked html %}`: names in a text become links to their topics, where its page knows them."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def linked(context: Context, html: Any) -> SafeString:
    """Clean HTML with links; unchanged where the page has no linker."""
    linker = context.get("linker")
    return mark_safe(linker.link(str(html)) if linker else str(html))  # noqa: S308 - made of clean HTML
