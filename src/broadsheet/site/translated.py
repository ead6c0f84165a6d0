"""The demonstration paper in another language: sections, authors and a few of its stories."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

FIELDS = ("kicker", "standfirst", "dateline_place", "picture_caption")


def load(folder: Path) -> None:
    """Translate what each file names; what is translated already stays as it is."""
    from broadsheet.news import languages

    for file in sorted(folder.glob("translations/*.toml")):
        if file.stem in languages.others():
            _load(file.stem, tomllib.loads(file.read_text(encoding="utf-8")))


def _load(language: str, told: dict[str, Any]) -> None:
    from django.db import transaction
    from wagtail.models import Locale

    from broadsheet.news.models import ArticlePage, Author, AuthorTranslation, SectionPage

    locale = Locale.objects.get(language_code=language)
    with transaction.atomic():
        for slug, names in told["sections"].items():
            section = SectionPage.objects.get(slug=slug, locale__language_code="en")
            _translate(section, locale, title=names["name"], description=names["description"])
        for slug, names in told["authors"].items():
            author = Author.objects.get(slug=slug)
            AuthorTranslation.objects.update_or_create(author=author, language=language, defaults=names)
        for one in told["stories"]:
            article = ArticlePage.objects.get(slug=one["of"], edition=None)
            said = {name: one[name] for name in FIELDS}
            body = [("text", one["text"].strip())]
            times = {"published_at": article.published_at}
            _translate(article, locale, title=one["headline"], body=body, **said, **times)


def _translate(page: Any, locale: Any, **said: Any) -> None:
    if page.has_translation(locale):
        return
    there = page.copy_for_translation(locale)
    for name, value in said.items():
        setattr(there, name, value)
    there.save_revision().publish()
