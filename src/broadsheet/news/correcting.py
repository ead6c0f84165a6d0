"""Corrections: the words that are put right, and the page that lists them all."""

from __future__ import annotations

from typing import Any

from django.utils.html import escape

from broadsheet.edition.api import depends_on, leaf
from broadsheet.news import queries, shown
from broadsheet.news.models import ArticlePage, Correction

PER_PAGE = 30
TAG = "corrections"  # the list of them all
NO_TEXT = {"image", "url", "embed_url", "articles"}  # parts of blocks that are no words


def put_right(article: ArticlePage, *, before: str, after: str) -> bool:
    """Put `after` in the place of `before` wherever it stands in the article; whether it did.

    Nothing is saved. Words that stand partly in bold or in a link are not found.
    """
    headline = article.title.replace(before, after)
    standfirst = article.standfirst.replace(before, after)
    raw = [dict(block) for block in article.body.raw_data]
    body = [block | {"value": _replaced(block["value"], before, after)} for block in raw]
    if (headline, standfirst, body) == (article.title, article.standfirst, raw):
        return False
    article.title, article.standfirst, article.body = headline, standfirst, body
    return True


def corrections(*, number: str | None) -> Any:
    """One page of all corrections of public articles, newest first."""
    depends_on(TAG)
    public = Correction.objects.filter(page__live=True, page__published_at__isnull=False)
    notes = queries.of_edition(public, by="page__edition")
    notes = notes.select_related("page__section").defer("page__body").order_by("-when", "-pk")
    page: Any = leaf(notes, size=PER_PAGE, number=number)
    page.object_list = list(page.object_list)
    shown.shows([note.page for note in page.object_list])
    return page


def _replaced(value: Any, before: str, after: str) -> Any:
    if isinstance(value, str):
        is_html = "<" in value
        return value.replace(_html(before), _html(after)) if is_html else value.replace(before, after)
    if isinstance(value, list):
        return [_replaced(one, before, after) for one in value]
    if isinstance(value, dict):
        return {
            name: one if name in NO_TEXT else _replaced(one, before, after)
            for name, one in value.items()
        }
    return value


def _html(words: str) -> str:
    """As rich text keeps them: quotes stand as they are."""
    return escape(words).replace("&#x27;", "'").replace("&quot;", '"')
