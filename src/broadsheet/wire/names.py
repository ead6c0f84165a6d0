"""Authors, sources, topics and sections of an import: found by slug, or made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Page

from broadsheet.edition.api import stale
from broadsheet.foundation.text import clean_line, clean_text
from broadsheet.news import languages
from broadsheet.news.filing import fitting
from broadsheet.news.models import Author, AuthorTranslation, PaperSettings, SectionPage, Source
from broadsheet.news.models.paper import CommentMode
from broadsheet.news.slugs import free_slug
from broadsheet.topics.exchange import import_topics
from broadsheet.topics.models import Topic
from broadsheet.wire.editions import front_of
from broadsheet.wire.paper import Names, Registry, Settings
from broadsheet.wire.run import Kind, Run, digest_of
from broadsheet.wire.story import Agency, Byline, Section, Subject, section_key

T = TypeVar("T")
MOST_DAYS = 32_767  # what a small number in the database holds


def take_names(run: Run, names: Names) -> None:
    """Make what is named, and bring what this origin made before up to date."""
    run.wanted |= {one.key: one for one in (*names.categories, *names.sections)}
    digest = digest_of(names)
    known = run.known(Kind.NAMES, "paper")
    renew = known is None or known.digest != digest
    with transaction.atomic():
        if renew:
            _take_settings(names.settings)
            _tell_editions(run, names)
        for section in names.sections:
            section_of(run, section)
        for author in names.authors:
            author_of(run, author, renew=renew)
        for agency in names.agencies:
            source_of(run, agency, renew=renew)
        for subject in names.subjects:
            topic_of(run, subject, renew=renew)
        if renew:
            run.note(Kind.NAMES, "paper", digest=digest)


def _tell_editions(run: Run, names: Names) -> None:
    for edition in sorted({one.edition for one in names.sections} - {"", *languages.others()}):
        where = f"edition “{edition}”"
        run.say(where, "the paper has none in this language: its stories come into its own sections")


def take_registry(run: Run, registry: Registry) -> None:
    """Bring the topics to what the registry's file says of them."""
    digest = digest_of(registry)
    known = run.known(Kind.NAMES, "topics")
    if known and known.digest == digest:
        return
    report = import_topics(data=registry.lines, kind="jsonl")
    for number, why in report.refused:
        run.say(f"topics.jsonl:{number}", why)
    run.topics.clear()
    run.note(Kind.NAMES, "topics", digest=digest)


def author_of(run: Run, byline: Byline, *, renew: bool = False) -> Author:
    """The author of a byline."""
    slug = slug_of(byline.slug or byline.name, 120)
    facts = {
        "name": clean_line(byline.name)[:120] or slug,
        "role": clean_line(byline.role)[:120],
        "bio": clean_text(byline.bio),
        "email": _valid(byline.email, validate_email),
    }
    if slug not in run.authors or renew:
        portrait = run.kept_picture(byline.portrait, f"author {slug}")
        run.authors[slug] = _named(Author, slug, {**facts, "portrait": portrait}, renew)
        _tell_elsewhere(run.authors[slug], byline)
    return run.authors[slug]


def _tell_elsewhere(author: Author, byline: Byline) -> None:
    """What other editions say of an author; the file's silence changes nothing."""
    for place, told in enumerate(byline.translations):
        if told.language not in dict(settings.LANGUAGES):
            continue
        facts = {
            "name": clean_line(told.name)[:120],
            "role": clean_line(told.role)[:120],
            "bio": clean_text(told.bio),
        }
        said = {name: value for name, value in facts.items() if value}
        AuthorTranslation.objects.update_or_create(
            author=author,
            language=told.language,
            defaults=said,
            create_defaults=said | {"sort_order": place},
        )


def source_of(run: Run, agency: Agency, *, renew: bool = False) -> Source:
    """The source that an agency is."""
    slug = slug_of(agency.slug or agency.name, 120)
    facts = {
        "name": clean_line(agency.name)[:120] or slug,
        "credit_line": clean_line(agency.credit_line)[:200],
        "url": _valid(agency.url[:200], URLValidator(schemes=["http", "https"])),
    }
    if slug not in run.sources or renew:
        run.sources[slug] = _named(Source, slug, facts, renew)
    return run.sources[slug]


def topic_of(run: Run, subject: Subject, *, renew: bool = False) -> Topic:
    """The topic of a subject."""
    slug = slug_of(subject.slug or subject.name, 200)
    facts = {
        "name": clean_line(subject.name)[:200] or slug,
        "kind": subject.kind if subject.kind in Topic.Kind.values else Topic.Kind.SUBJECT,
        "description": clean_text(subject.description),
    }
    if slug not in run.topics or renew:
        portrait = run.kept_picture(subject.portrait, f"topic {slug}")
        run.topics[slug] = _named(Topic, slug, {**facts, "portrait": portrait}, renew)
    return run.topics[slug]


def section_of(run: Run, section: Section | None, *, edition: str = "") -> SectionPage:
    """The section's page, opened when there is none yet, below the one above it.

    Args:
        edition: the language of the one in which the story stands, if not in the paper's own.
    """
    section = section or Section(name=run.options.section, slug=slug_of(run.options.section, 80))
    section = _there(run, replace(section, edition=edition) if edition else section)
    if section.key not in run.sections:
        run.sections[section.key] = _open(run, section).pk
    pk = run.sections[section.key]
    if pk not in run.section_pages:
        run.section_pages[pk] = SectionPage.objects.get(pk=pk)
    return run.section_pages[pk]


def _there(run: Run, section: Section) -> Section:
    """A section as the file describes it, or the paper's own for one of an edition that it has not."""
    described = run.wanted.get(section.key, section)
    if not described.edition or languages.kept_as(described.edition):
        return described
    own = replace(section, slug=described.translates or section.slug, edition="", translates="")
    return run.wanted.get(own.key, own)


def slug_of(words: str, length: int) -> str:
    """A slug in any script; never empty."""
    return slugify(words, allow_unicode=True)[:length].strip("-") or "unnamed"


def _open(run: Run, section: Section) -> SectionPage:
    known = run.known(Kind.SECTION, section.key)
    if known and known.page:
        return SectionPage.objects.get(pk=known.page.pk)
    above = _above(run, section)
    slug = slug_of(section.slug or section.name, 80)
    there = SectionPage.objects.child_of(above).filter(slug=slug).first()
    page = there or _new_section(run, above, slug, section)
    run.note(Kind.SECTION, section.key, digest="", page=page)
    return page


def _above(run: Run, section: Section) -> Page:
    """The page above a section; a circle of parents ends at the front page."""
    seen = {section.slug}
    parent = _parent(run, section)
    while parent and parent.parent:
        if parent.slug in seen:
            return front_of(section.edition)
        seen.add(parent.slug)
        parent = _parent(run, parent)
    parent = _parent(run, section)
    if parent and parent.slug != section.slug:
        return section_of(run, parent)
    return front_of(section.edition)


def _parent(run: Run, section: Section) -> Section | None:
    return run.wanted.get(section_key(section.parent, section.edition))


def _new_section(run: Run, above: Page, slug: str, section: Section) -> SectionPage:
    page = SectionPage(
        title=fitting(clean_line(section.name) or slug),
        slug=free_slug(slug, parent=above),
        description=clean_text(section.description),
        comment_mode=section.comment_mode if section.comment_mode in CommentMode.values else "",
        show_in_menus=True,
    )
    if original := _original(run, section):
        page.translation_key = original.translation_key
    Page.objects.get(pk=above.pk).add_child(instance=page)
    page.save_revision(clean=False).publish()
    return page


def _original(run: Run, section: Section) -> SectionPage | None:
    """The section of the paper's own edition that one of another edition translates."""
    own = run.wanted.get(section.translates) if section.edition and section.translates else None
    if own is None or own.edition:
        return None
    original = section_of(run, own)
    locale = front_of(section.edition).locale_id
    alike = SectionPage.objects.filter(translation_key=original.translation_key, locale=locale)
    return None if alike.exists() else original


def _named(model: type[T], slug: str, facts: Mapping[str, object], renew: bool) -> T:
    """The thing with this slug. One that is there keeps what the newsroom wrote
    where the file says nothing."""
    objects = model.objects  # type: ignore[attr-defined]
    found, new = objects.get_or_create(slug=slug, defaults=facts)
    said = {name: value for name, value in facts.items() if value and getattr(found, name) != value}
    if renew and not new and said:
        for name, value in said.items():
            setattr(found, name, value)
        found.save()
    return found


def _take_settings(given: Settings) -> None:
    """What the file says of the paper; its silence changes nothing."""
    facts = {one.name: getattr(given, one.name) for one in fields(given)}
    said = {name: value for name, value in facts.items() if value not in {"", None}}
    if said:
        paper = PaperSettings.load()
        for name, value in said.items():
            limit = PaperSettings._meta.get_field(name).max_length
            if isinstance(value, int):
                value = min(max(value, 0), MOST_DAYS)
            setattr(paper, name, value[:limit] if limit else value)
        paper.save()
        stale("paper")


def _valid(value: str, check: Callable[[str], None]) -> str:
    """`value`, or nothing when it is not what it should be."""
    try:
        check(value)
    except ValidationError:
        return ""
    return value
