"""Lay out a paper: its front page, its site, its sections."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Page, Site

from broadsheet.news.models import FrontPage, PaperSettings, SectionPage


def lay_out_paper(*, name: str, tagline: str = "", url: str = "http://localhost:8000") -> FrontPage:
    """Make the front page and the site. Done twice, it changes nothing but the address."""
    with transaction.atomic():
        front = FrontPage.objects.first() or _make_front_page(name)
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
    return front


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
    above = parent or FrontPage.objects.get()
    slug = slug or slugify(name, allow_unicode=True)
    existing = SectionPage.objects.child_of(above).filter(slug=slug).first()
    if existing:
        return existing
    section = SectionPage(title=name, slug=slug, description=description, show_in_menus=True)
    with transaction.atomic():
        Page.objects.get(pk=above.pk).add_child(instance=section)
        section.save_revision().publish()
    return section
