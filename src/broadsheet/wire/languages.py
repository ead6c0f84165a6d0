"""Languages of stories, as formats name them."""

from __future__ import annotations

from django.conf import settings


def language_of(tag: str) -> str:
    """The paper's language that a tag names; "" when it is the paper's own or none of its."""
    known = dict(settings.LANGUAGES)
    tag = tag.lower().replace("_", "-")
    found = tag if tag in known else tag.partition("-")[0]
    return found if found in known and found != settings.LANGUAGE_CODE else ""
