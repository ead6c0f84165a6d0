"""Addresses that each edition of the paper has for itself."""

from __future__ import annotations

from typing import Any

from django.urls import URLResolver
from django.urls.resolvers import LocalePrefixPattern
from django.utils.translation import get_language

from broadsheet.news import languages


class EditionPrefix(LocalePrefixPattern):
    """`kk/` while the Kazakh edition is read or linked to; nothing in the paper's own.

    It goes by the active language, as Wagtail does when it asks for the
    address of a page.
    """

    @property
    def language_prefix(self) -> str:
        language = get_language()
        return f"{language}/" if language in languages.others() else ""


def editions(*addresses: Any) -> list[URLResolver]:
    """These addresses in every edition."""
    return [URLResolver(EditionPrefix(prefix_default_language=False), list(addresses))]
