"""A page and the same page in the paper's other languages, for readers and for machines."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from wagtail.models import Page

from broadsheet.edition.api import depends_on
from broadsheet.news import languages, remembered
from broadsheet.news.links import address_tag

DEFAULT = "x-default"  # what a reader gets whose language the paper has not


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way into another edition, or to where one is.

    Args:
        language: as `lang` and `hreflang` take it.
        url: without the paper's host.
    """

    language: str
    url: str
    is_current: bool = False

    @property
    def name(self) -> str:
        """What the language calls itself."""
        return languages.native_name(self.language)

    @property
    def direction(self) -> str:
        return languages.direction(self.language)


def translations(page: Page) -> dict[str, Page]:
    """The public pages of other editions that say the same as `page`, by language.

    Of a paper in one language: none, without asking.
    """
    if not languages.several() or not page.pk:
        return {}
    depends_on(languages.tag(page.translation_key))
    found = remembered.once(f"translations:{page.pk}", lambda: _alike(page))
    depends_on(*[address_tag(one.pk) for one in found.values()])
    return found


def _alike(page: Page) -> dict[str, Page]:
    alike = Page.objects.filter(translation_key=page.translation_key, live=True).exclude(pk=page.pk)
    found = {languages.of_page(one): one for one in alike}
    return {code: found[code] for code in settings.EDITION_LANGUAGES if code in found}


def switch(page: Page | None) -> list[Way]:
    """A way into each edition: to the same page where there is one, else to its front page."""
    if not languages.several():
        return []
    urls = _urls(page)
    return [
        Way(
            language=code,
            url=urls.get(code) or f"{languages.at(code)}/",
            is_current=code == languages.current(),
        )
        for code in settings.EDITION_LANGUAGES
    ]


def alternates(page: Page | None) -> list[Way]:
    """`page` in every language that it is there in, itself too, and which is the default.

    Nothing for a page in one language only.
    """
    urls = _urls(page)
    if len(urls) < 2:
        return []
    ways = [Way(language=code, url=urls[code]) for code in settings.EDITION_LANGUAGES if code in urls]
    default = [Way(language=DEFAULT, url=urls[languages.own()])] if languages.own() in urls else []
    return ways + default


def _urls(page: Page | None) -> dict[str, str]:
    """Where `page` is, by language."""
    if page is None or not page.pk:
        return {}
    there = {code: one.url for code, one in translations(page).items()}
    return {languages.current(): page.url} | there
