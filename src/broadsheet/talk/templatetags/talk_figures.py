"""Figures as the newsroom reads them."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def share(value: float | None) -> str:
    """A share of one in per cent; a dash where there was nothing to take it from."""
    return "–" if value is None else f"{number_format(100 * value, 0)} %"
