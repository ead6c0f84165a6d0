"""Plates of a paper in several languages: what one language changes, the others show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from broadsheet.edition import listing
from broadsheet.edition.baking import without_stamps
from broadsheet.news import actions, kills
from broadsheet.news.models import ArticlePage
from tests.press import Press, open_connection

SLUG = "өзен"


def retitle(there: ArticlePage) -> None:
    there.title = "Өзен тасыды"
    there.save_revision().publish()


def readdress(there: ArticlePage) -> None:
    there.slug = SLUG
    there.save_revision().publish()


def withdraw(there: ArticlePage) -> None:
    actions.withdraw(article=there)


def publish_again(there: ArticlePage) -> None:
    actions.publish(article=there)


def correct(there: ArticlePage) -> None:
    actions.correct(article=there, text="Екі метр.")


def rename_section(there: ArticlePage) -> None:
    assert there.section
    there.section.title = "Дүние"
    there.section.save_revision().publish()


def kill_the_original(there: ArticlePage) -> None:
    original = ArticlePage.objects.get(translation_key=there.translation_key, edition=None)
    kills.kill(article=original, because="A court order.")


PLACES = ("/", "/kk/", "/world/", "/kk/world/", "/kk/feeds/section/world.rss", "/kk/sitemap-news.xml")
CHANGES: list[Callable[[ArticlePage], None]] = [
    publish_again, retitle, readdress, correct, withdraw, publish_again, rename_section,
    kill_the_original,
]  # fmt: skip


@pytest.mark.django_db
def test_pages_of_every_language_follow_what_happens_to_a_translation(
    article: Any, translate: Any, press: Press
) -> None:
    there = translate(article, draft=True)
    assert set(PLACES) <= {*listing.paths()}
    day = f"{article.published_at:%Y/%-m/%-d}"
    seen = [*PLACES, article.url, there.url, f"/kk/world/{SLUG}/", f"/kk/archive/{day}/"]
    for path in seen:
        press.read(path)
    for change in CHANGES:
        with press.committed():
            change(ArticlePage.objects.get(pk=there.pk))
        press.bake()
        assert [path for path in seen if not is_fresh(press, path)] == [], change.__name__
    for path in (article.url, f"/kk/world/{SLUG}/"):
        assert press.read(path).status == 410


@pytest.mark.django_db
def test_a_withdrawn_translation_is_at_once_no_way_from_its_original(
    article: Any, translate: Any, press: Press
) -> None:
    there = translate(article)
    assert there.url in press.read(article.url).text
    with press.committed():
        actions.withdraw(article=there)
    assert there.url not in press.read(article.url).text


def is_fresh(press: Press, path: str) -> bool:
    served = press.read(path)
    with open_connection():
        rendered = Client().get(path)
    return served.status == rendered.status_code and (
        served.status != 200 or without_stamps(served.body) == without_stamps(rendered.content)
    )
