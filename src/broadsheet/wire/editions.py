"""What pages are called in exports, in whichever edition they stand."""

from __future__ import annotations

from uuid import uuid5

from wagtail.models import Page

from broadsheet.news import languages
from broadsheet.news.models import ArticlePage, FrontPage, SectionPage
from broadsheet.wire.story import section_key


def edition_of(page: Page) -> str:
    """The language of the edition in which a page stands, "" in the paper's own.

    Also where the paper has given that language up: its pages are kept.
    """
    if isinstance(page, ArticlePage):
        return page.edition or ""
    own = FrontPage.objects.order_by("path").values_list("locale_id", flat=True).first()
    return "" if page.locale_id == own else str(page.locale.language_code)


def key_of(page: Page | None) -> str:
    """A page's lasting name: the same in every paper it is imported into."""
    if page is None:
        return ""
    edition = edition_of(page)
    return str(uuid5(page.translation_key, edition) if edition else page.translation_key)


def key_of_section(section: SectionPage | None) -> str:
    """What no other section of the paper is called: "world", "kk/world"; "" for none."""
    return section_key(section.slug, edition_of(section)) if section else ""


def section_named(key: str) -> SectionPage | None:
    """The section of a key; one of an edition that the paper has not is looked for in its own."""
    edition, _, slug = key.rpartition("/")
    found = SectionPage.objects.filter(slug=slug)
    if languages.several():
        code = languages.kept_as(edition) or languages.own()
        found = found.filter(locale__language_code=code)
    return found.order_by("depth", "path").first()


def front_of(edition: str) -> FrontPage:
    """The front page of an edition; the paper's own for "" and for one that it has not."""
    front = FrontPage.objects.order_by("path")
    if there := languages.kept_as(edition):
        return front.get(locale__language_code=there)
    own = front.first()
    if own is None:
        raise FrontPage.DoesNotExist("There is no front page yet: lay the paper out first.")
    return own
