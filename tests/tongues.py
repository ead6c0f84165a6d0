"""A paper in English, Kazakh and Arabic."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import clear_url_caches
from wagtail.models import Locale

LANGUAGES = ("en", "kk", "ar")


@pytest.fixture
def tongues(settings: Any, db: None) -> Iterator[tuple[str, ...]]:
    """The paper has these languages from now on."""
    settings.EDITION_LANGUAGES = LANGUAGES
    settings.WAGTAIL_I18N_ENABLED = True
    settings.WAGTAIL_CONTENT_LANGUAGES = [one for one in settings.LANGUAGES if one[0] in LANGUAGES]
    clear_url_caches()
    yield LANGUAGES
    clear_url_caches()


@pytest.fixture
def kazakh(tongues: Any, paper: Any) -> Any:
    """The Kazakh front page, of a paper that was in English alone before."""
    from broadsheet.news.layout import lay_out_paper
    from broadsheet.news.models import FrontPage

    lay_out_paper(name="The Test Post", url="http://testserver")
    return FrontPage.objects.get(locale__language_code="kk")


@pytest.fixture
def kazakh_world(kazakh: Any) -> Any:
    """The Kazakh section World."""
    from broadsheet.news.models import SectionPage

    own = SectionPage.objects.get(slug="world", locale__language_code="en")
    there = own.copy_for_translation(Locale.objects.get(language_code="kk"))
    there.title = "Әлем"
    there.save_revision().publish()
    there.refresh_from_db()
    return there


@pytest.fixture
def translate(kazakh_world: Any) -> Callable[..., Any]:
    """Make the Kazakh translation of an article, public unless `draft=True`."""

    def make(article: Any, headline: str = "Өзен көтерілді", draft: bool = False) -> Any:
        there = article.copy_for_translation(kazakh_world.locale)
        there.title = headline
        there.body = [("text", "<p>Сейсенбіде өзен бір метрге көтерілді.</p>")]
        revision = there.save_revision()
        if not draft:
            revision.publish()
        there.refresh_from_db()
        return there

    return make
