"""`{{ value|richtext|names_linked:linker }}`: names in a text become links to their topics."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def names_linked(html: Any, linker: Any) -> SafeString:
    """Clean HTML with links; unchanged where the page has no linker."""
    return mark_safe(linker.link(str(html)) if linker else str(html))  # noqa: S308 - made of clean HTML
