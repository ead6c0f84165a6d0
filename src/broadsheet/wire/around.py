"""What stands around articles, read for many at once or taken from one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from broadsheet.news.models import (
    ArticleByline,
    ArticlePage,
    ArticleTopic,
    Correction,
    LiveEntry,
    Picture,
    SectionPage,
    Source,
)
from broadsheet.topics.models import Topic
from broadsheet.wire import story

SUBJECT = ("slug", "name", "kind", "description")  # what a story says of a topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What an article has beside its own fields, as a story has it."""

    section: story.Section | None = None
    bylines: tuple[story.Byline, ...] = ()
    agency: story.Agency | None = None
    subjects: tuple[story.Subject, ...] = ()
    corrections: tuple[story.Correction, ...] = ()
    entries: tuple[story.Entry, ...] = ()
    picture: Picture | None = None


def around_of(article: ArticlePage) -> Around:
    """What stands around one article, in the state in which this object has it."""
    section = article.section
    return Around(
        section=story.Section(slug=section.slug, name=section.title) if section else None,
        bylines=tuple(story.Byline(slug=one.slug, name=one.name) for one in article.authors),
        agency=agency(article.source) if article.source else None,
        subjects=tuple(map(subject, article.topics)),
        corrections=_in_order(article.corrections.all()),
        entries=tuple(map(_entry, sorted(article.live_entries.all(), key=lambda one: (one.at, one.pk)))),
        picture=article.picture,
    )


def around_all(articles: Collection[ArticlePage]) -> dict[int, Around]:
    """What stands around each of these articles as it is stored, by their keys.

    Seven questions for any number of them, and no object of a model for the names that
    every article has.
    """
    keys = [one.pk for one in articles]
    sections = {
        pk: story.Section(slug=slug, name=title)
        for pk, slug, title in SectionPage.objects.filter(
            pk__in={one.section_id for one in articles}
        ).values_list("pk", "slug", "title")
    }
    agencies = {
        pk: agency(one)
        for pk, one in Source.objects.in_bulk({one.source_id for one in articles} - {None}).items()
    }
    pictures = Picture.objects.in_bulk({one.picture_id for one in articles} - {None})
    names = (
        ArticleByline.objects.filter(page__in=keys)
        .order_by("page", "sort_order", "pk")
        .values_list("page", "author__slug", "author__name")
    )
    bylines = _gathered((pk, story.Byline(slug=slug, name=name)) for pk, slug, name in names)
    links = (
        ArticleTopic.objects.filter(page__in=keys)
        .order_by("page", "sort_order", "pk")
        .values_list("page", *(f"topic__{name}" for name in SUBJECT))
    )
    subjects = _gathered(
        (pk, story.Subject(**dict(zip(SUBJECT, values, strict=True)))) for pk, *values in links
    )
    corrections = _gathered((one.page_id, one) for one in Correction.objects.filter(page__in=keys))
    entries = _gathered(
        (one.article_id, _entry(one))
        for one in LiveEntry.objects.filter(article__in=keys).order_by("at", "pk")
    )
    return {
        one.pk: Around(
            section=sections.get(one.section_id),
            bylines=tuple(bylines[one.pk]),
            agency=agencies.get(one.source_id),
            subjects=tuple(subjects[one.pk]),
            corrections=_in_order(corrections[one.pk]),
            entries=tuple(entries[one.pk]),
            picture=pictures.get(one.picture_id),
        )
        for one in articles
    }


def agency(one: Source) -> story.Agency:
    """A source of copy as a story names it."""
    return story.Agency(slug=one.slug, name=one.name, credit_line=one.credit_line, url=one.url)


def subject(one: Topic) -> story.Subject:
    """A topic as a story names it."""
    return story.Subject(**{name: getattr(one, name) for name in SUBJECT})


def _gathered(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for pk, one in pairs:
        found[pk].append(one)
    return found


def _in_order(corrections: Iterable[Correction]) -> tuple[story.Correction, ...]:
    return tuple(
        story.Correction(when=one.when, text=one.text, before=one.before, after=one.after)
        for one in sorted(corrections, key=lambda one: (one.when, one.text))
    )


def _entry(one: LiveEntry) -> story.Entry:
    return story.Entry(
        id=str(one.key),
        when=one.at,
        text=one.text,
        headline=one.headline,
        key=one.is_key,
        pinned=one.is_pinned,
        changed=one.changed_at,
    )
