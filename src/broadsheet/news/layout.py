"""Lay out a paper: its front page, its site, its sections."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Locale, Page, Site, WorkflowPage

from broadsheet.news import languages, queries
from broadsheet.news.models import FrontPage, PaperSettings, SectionPage


def lay_out_paper(*, name: str, tagline: str = "", url: str = "http://localhost:8000") -> FrontPage:
    """Make the front page and the site. Done twice, it changes nothing but the address."""
    with transaction.atomic():
        front = FrontPage.objects.order_by("path").first() or _make_front_page(name)
        address = urlsplit(url)
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={
                "hostname": address.hostname or "localhost",
                "port": address.port or (443 if address.scheme == "https" else 80),
                "root_page": front,
                "site_name": name,
            },
        )
        if not PaperSettings.objects.exists():
            PaperSettings.objects.create(name=name, tagline=tagline)
        for language in languages.others():
            _open_edition(front, language)
        _close_editions(front)
        Site.clear_site_root_paths_cache()  # a front page of another language is a root as well
    return front


def _open_edition(front: FrontPage, language: str) -> None:
    """The front page of another language; one that was closed is public again."""
    locale, _made = Locale.objects.get_or_create(language_code=language)
    there = FrontPage.objects.filter(translation_key=front.translation_key, locale=locale).first()
    if there is None:
        there = FrontPage(
            title=front.title,
            slug=f"{front.slug}-{language}",
            locale=locale,
            translation_key=front.translation_key,
        )
        front.get_parent().add_child(instance=there)
        review = WorkflowPage.objects.filter(page_id=front.pk).first()
        if review:
            WorkflowPage.objects.create(page_id=there.pk, workflow=review.workflow)
    elif not there.live:
        there.save_revision().publish()


def _close_editions(front: FrontPage) -> None:
    """What is public in a language that the paper has no more is withdrawn, and kept."""
    own = {front.locale_id, *Locale.objects.filter(language_code__in=settings.EDITION_LANGUAGES)
           .values_list("pk", flat=True)}  # fmt: skip
    for closed in FrontPage.objects.exclude(locale_id__in=own):
        for page in closed.get_descendants(inclusive=True).live().order_by("-path").specific():
            page.unpublish()


def _make_front_page(name: str) -> FrontPage:
    root = Page.get_first_root_node()
    assert root is not None  # Wagtail's own migrations make it
    for welcome in root.get_children():
        welcome.delete()
    # The instance above still counts the children that are gone.
    root = Page.objects.get(pk=root.pk)
    front = FrontPage(title=name, slug="front")
    root.add_child(instance=front)
    return front


def open_section(
    *, name: str, slug: str = "", description: str = "", parent: Page | None = None
) -> SectionPage:
    """A section of this slug, made when there is none yet."""
    above = parent or queries.own_front_page()
    slug = slug or slugify(name, allow_unicode=True)
    existing = SectionPage.objects.child_of(above).filter(slug=slug).first()
    if existing:
        return existing
    section = SectionPage(title=name, slug=slug, description=description, show_in_menus=True)
    with transaction.atomic():
        Page.objects.get(pk=above.pk).add_child(instance=section)
        section.save_revision().publish()
    return section
