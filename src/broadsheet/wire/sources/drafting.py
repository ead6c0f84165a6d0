"""An item of the wire list becomes a draft article."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news.filing import file_story, propose
from broadsheet.news.models import ArticlePage, SectionPage
from broadsheet.topics.models import Topic
from broadsheet.wire.importing import copy_of
from broadsheet.wire.letters import enclosures
from broadsheet.wire.models import Import, Item, Source
from broadsheet.wire.names import slug_of
from broadsheet.wire.reading import Options, Reading
from broadsheet.wire.reports import Result, unheard
from broadsheet.wire.run import Run
from broadsheet.wire.story import Agency, Release, Section, State, Story


class NoDraft(Exception):
    """No draft can be made; the sentence says why."""


def draft(*, item: Item, section: SectionPage | None = None, by: User | None = None) -> ArticlePage:
    """Make a draft of an item's newest version, in `section` or where it is sent to.

    Idempotent: done again, it returns the draft that is there. Topics come
    along where the paper has them, authors always, pictures where the source
    says so. An embargo becomes the time before which it is not published.

    Raises:
        NoDraft: it was killed, its draft was deleted, or the paper has no section.
    """
    with transaction.atomic():
        locked = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
        if locked.article:
            return locked.article
        story = locked.as_story
        if story.release == Release.CANCELLED:
            raise NoDraft("its sender has taken it back")
        where = section or section_for(item=locked)
        if where is None:
            raise NoDraft("the paper has no section yet")
        run = _run(locked.source, where)
        try:
            article = file_story(copy=copy_of(run, _ours(story, locked.source, where)), by=by)
        except (ValidationError, ValueError) as error:
            raise NoDraft(" ".join(getattr(error, "messages", [str(error)]))) from error
        locked.article, locked.revision_id = article, article.latest_revision_id
        locked.state, locked.section, locked.by = Item.State.DRAFTED, where, by
        locked.save()
    item.refresh_from_db()
    return article


def propose_change(*, item: Item, because: str) -> None:
    """File an item's newest version as a change of the public article that was made of it."""
    article = item.article
    if article is None or not article.live or article.section is None:
        return
    run = _run(item.source, article.section)
    copy = copy_of(run, _ours(item.as_story, item.source, article.section))
    propose(article=article, copy=copy, because=because)


def section_for(*, item: Item) -> SectionPage | None:
    """Where a rule or the source sends it, else the paper's section of the same name, else the first."""
    if item.section:
        return item.section
    said = item.as_story.section
    same = SectionPage.objects.filter(slug=said.slug).first() if said else None
    return same or SectionPage.objects.order_by("path").first()


def _ours(story: Story, source: Source, section: SectionPage) -> Story:
    """The story as a draft of this paper."""
    known = Topic.objects.filter(slug__in=[slug_of(one.slug or one.name, 200) for one in story.subjects])
    slugs = set(known.values_list("slug", flat=True))
    return replace(
        story,
        state=State.SCHEDULED if story.embargo and story.embargo > now() else State.DRAFT,
        published=story.embargo,
        section=Section(name=section.title, slug=section.slug),
        language=_language(story.language) or _language(source.language),
        agency=story.agency or Agency(name=source.name),
        subjects=tuple(one for one in story.subjects if slug_of(one.slug or one.name, 200) in slugs),
        slug="",
    )


def _language(tag: str) -> str:
    """The paper's language that a tag names, "" for none."""
    known = dict(settings.LANGUAGES)
    return next((one for one in (tag, tag.partition("-")[0]) if one in known), "")


def _run(source: Source, section: SectionPage) -> Run:
    """An import of one story; its sections are those that are there."""
    origin = f"wire:{source.pk}"
    return Run(
        of=Import(origin=origin, moment=now()),
        reading=Reading(
            origin=origin, items=lambda _: iter(()), picture=enclosures.read, fraction=lambda: 1.0
        ),
        options=Options(pictures=source.pictures),
        result=Result(format="wire", origin=origin),
        report=unheard,
        sections={section.slug: section.pk},
    )
