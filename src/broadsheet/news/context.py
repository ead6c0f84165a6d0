"""What every page of the paper shows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from broadsheet.edition.api import depends_on
from broadsheet.foundation.middleware import NEWSROOM
from broadsheet.news import editions, languages, queries, shown
from broadsheet.news.languages import alphabet, direction


def paper(request: HttpRequest) -> dict[str, Any]:
    """The paper, its sections and what is breaking; in the newsroom its name alone."""
    if request.path.startswith(NEWSROOM) and not getattr(request, "is_preview", False):
        return {"newsroom_of": settings.WAGTAIL_SITE_NAME}
    depends_on("paper")
    paper = queries.paper_settings()
    language = languages.current()
    return {
        "paper": paper,
        "paper_url": settings.PAPER.url,
        "paper_language": language,
        "paper_direction": direction(language),
        "paper_alphabet": alphabet(language),
        "at": languages.at(language),
        "sections": queries.section_list(),
        "breaking": _breaking(paper),
        "today": SimpleLazyObject(shown.shows_today),  # a page that says the date ends with it
        "year": SimpleLazyObject(shown.shows_year),
        "bar_buttons": [path for plugin in settings.PLUGINS for path in plugin.bar_buttons],
    }


def _breaking(paper: Any) -> dict[str, str] | None:
    if not paper.breaking_text:
        return None
    article = paper.breaking_article
    if article:
        depends_on(f"article:{article.pk}")
    if languages.edition():
        return _breaking_here(article)
    return {"text": paper.breaking_text, "url": article.url if article and article.live else ""}


def _breaking_here(article: Any) -> dict[str, str] | None:
    """In another edition the line is the headline of its article there, if that is translated."""
    there = editions.translations(article).get(languages.current()) if article else None
    if there is None:
        return None
    depends_on(f"article:{there.pk}")
    return {"text": there.title, "url": there.url}
