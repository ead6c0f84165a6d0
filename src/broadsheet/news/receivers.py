"""From Wagtail's signals to our verbs: the editor publishes with Wagtail's button."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Model

from broadsheet.edition.api import stale
from broadsheet.news import actions, remembered, series, sizes, translating
from broadsheet.news.models import (
    ArticlePage,
    AuthorTranslation,
    FrontPage,
    Picture,
    PictureRendition,
    Said,
    SectionPage,
    Series,
    SeriesPart,
)


def page_published(*, instance: Model, **_: Any) -> None:
    """Wagtail sends this for a page that is only scheduled, too: that one stays unseen."""
    if not isinstance(instance, ArticlePage):
        stale("paper")
    elif instance.live:
        actions.note_publication(article=instance)


def page_unpublished(*, instance: Model, **_: Any) -> None:
    if isinstance(instance, ArticlePage):
        actions.note_withdrawal(article=instance)
    else:
        stale("paper")


def page_deleted(*, instance: Model, **_: Any) -> None:
    """Before a page goes for good: as if it had been withdrawn."""
    if isinstance(instance, ArticlePage) and instance.live:
        actions.note_withdrawal(article=instance)


def page_moved(*, instance: Any, **_: Any) -> None:
    """An article moved to another section keeps its column true."""
    page = instance.specific
    if isinstance(page, ArticlePage):
        parent = page.get_parent()
        with transaction.atomic():
            page.section_id = parent.pk
            page.save(clean=False, update_fields=["section"])
            if page.live:
                actions.note_publication(article=page)
    elif isinstance(page, (SectionPage, FrontPage)):
        stale("paper")


def translation_copied(*, target_obj: Any, **_: Any) -> None:
    """Wagtail copied a page into another language."""
    if isinstance(target_obj, ArticlePage):
        translating.begin(translation=target_obj)


def setting_changed(**_: Any) -> None:
    """The paper's name, rule or breaking line: every page shows them."""
    remembered.forget()
    stale("paper")


def named_thing_changed(*, instance: Model, **_: Any) -> None:
    """An author, source, topic or picture is shown wherever its articles are."""
    stale(f"{instance._meta.model_name}:{instance.pk}", "names")


def author_translated(*, instance: AuthorTranslation, **_: Any) -> None:
    """Another edition writes the name otherwise, or says something else of them."""
    stale(f"author:{instance.author_id}", "names")


def quote_changed(*, instance: Said, **_: Any) -> None:
    """An editor checked a quote, or put it right; another topic may have been its speaker before."""
    if instance.topic_id:
        stale(f"said:{instance.topic_id}")
    stale(f"article:{instance.article_id}")


def series_changed(*, instance: Series, **_: Any) -> None:
    """Another name, kind or order: its page, its stories, and the front page that it may lead."""
    stale(series.tag(instance.pk), "front", "names")


def part_changed(*, instance: SeriesPart, **_: Any) -> None:
    """A story came into a series, left it or has another place."""
    stale(series.tag(instance.series_id), f"article:{instance.article_id}", "front")


def picture_saved(*, instance: Picture, **_: Any) -> None:
    """A picture that came in, or another file for it: readers should not wait for its sizes."""
    from broadsheet.news.tasks import make_sizes

    transaction.on_commit(lambda: make_sizes.enqueue(instance.pk))


def size_deleted(*, instance: PictureRendition, **_: Any) -> None:
    """The picture goes, or has another file."""
    transaction.on_commit(lambda: sizes.forget(instance))
