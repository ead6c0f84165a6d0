"""The languages of the paper: which editions there are, and how each is written.

The first language is the paper's own; each other one has an edition under an
address of its own (`/kk/…`). A paper in one language has no others, and none
of this costs it a query or shows anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language_info
from wagtail.models import Page

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})

CYRILLIC = frozenset({"be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "tt", "uk"})

_edition: ContextVar[str] = ContextVar("news_edition", default="")


def direction(language: str) -> str:
    """ "rtl" or "ltr" for a BCP 47 tag; an unknown language is taken as "ltr"."""
    return "rtl" if language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def alphabet(language: str) -> str:
    """ "cyrillic" or "latin": the letters whose fonts a page in this language needs first."""
    return "cyrillic" if language.split("-")[0].lower() in CYRILLIC else "latin"


def native_name(language: str) -> str:
    """What a language calls itself; the tag where Django does not know it."""
    try:
        return get_language_info(language)["name_local"]
    except KeyError:
        return language


def own() -> str:
    """The paper's own language."""
    return str(settings.LANGUAGE_CODE)


def others() -> tuple[str, ...]:
    """The languages of the other editions, in the paper's order."""
    return tuple(settings.EDITION_LANGUAGES[1:])


def several() -> bool:
    """Whether the paper has more than one edition."""
    return len(settings.EDITION_LANGUAGES) > 1


def current() -> str:
    """The language of the edition that is being read; outside a page of one, the paper's own."""
    return _edition.get() or own()


def edition() -> str | None:
    """The current edition as articles keep it: None is the paper's own."""
    return _edition.get() or None


def kept_as(language: str) -> str | None:
    """An edition's language as articles keep it: None for the paper's own, or one it has no more."""
    return language if language in others() else None


def at(language: str) -> str:
    """What stands before every address of an edition: "" or "/kk"."""
    return f"/{language}" if language in others() else ""


def of_path(path: str) -> str:
    """The language of the edition in which an address stands."""
    first = path.lstrip("/").partition("/")[0]
    return first if first in others() else own()


def of_page(page: Page, request: Any = None) -> str:
    """The language of the edition in which a page of Wagtail stands, without a query."""
    if not several():
        return own()
    roots = page._get_relevant_site_root_paths(request)
    return str(roots[0].language_code) if roots else own()


def tag(key: Any) -> str:
    """What a page depends on that shows which translations there are, by their common key."""
    return f"translations:{key}"


@contextmanager
def reading(language: str) -> Iterator[None]:
    """Lists, links and words are those of this edition while the block runs."""
    if not several():
        yield
        return
    token = _edition.set(language if language in others() else "")
    try:
        with translation.override(language):
            yield
    finally:
        _edition.reset(token)
