"""In which of the paper's languages words are wanted."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language


def other_language() -> str:
    """The language that is being read, where it is one of the paper's other ones; else ""."""
    language = get_language() or ""
    return language if language in settings.EDITION_LANGUAGES[1:] else ""
