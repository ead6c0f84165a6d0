"""A page's part of the address: made from its title when nobody wrote one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import Resolver404, resolve
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from broadsheet.news import languages

SLUG_LENGTH = 80
FRONT_PAGE_DEPTH = 2  # right under the root of Wagtail's tree


def free_slug(wanted: str, *, parent: Page, taken_too: Collection[str] = ()) -> str:
    """A slug like `wanted` that no page under `parent` has yet.

    The clash is settled by a number: "flood", "flood-2", "flood-3" … Right
    under the front page the paper's own addresses are taken too.

    Args:
        wanted: a slug, or words.
        parent: the page above.
        taken_too: slugs of pages that are about to stand there.
    """
    stem = stem_of(wanted)
    beside = children_of(parent).filter(slug__startswith=stem)
    taken = {*beside.values_list("slug", flat=True), *taken_too}
    number = 1
    slug = stem
    while slug in taken or is_own_address(slug, parent=parent):
        number += 1
        slug = f"{stem}-{number}"
    return slug


def children_of(parent: Page) -> QuerySet[Page]:
    """The pages right under `parent`; Wagtail's own `child_of` reads every page on SQLite."""
    within = Page._get_children_path_interval(parent.path)
    return Page.objects.filter(depth=parent.depth + 1, path__range=within)


def stem_of(wanted: str) -> str:
    """The slug that words make, free or not."""
    return slugify(wanted, allow_unicode=True)[:SLUG_LENGTH].strip("-") or "story"


def is_own_address(slug: str, *, parent: Page) -> bool:
    """Whether a view of the paper's own answers where this page would stand."""
    if parent.depth != FRONT_PAGE_DEPTH:
        return False
    if slug in languages.others():
        return True
    try:
        with languages.reading(languages.own()):
            return resolve(f"/{slug}/").url_name != "wagtail_serve"
    except Resolver404:
        return False


class PageForm(WagtailAdminPageForm):
    """The editor of a page whose address may be left empty.

    The browser writes one while the title is typed; without its script, or
    before it has run, an empty one is made here from the title.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"] or self.instance.slug)
        parent = self.parent_page
        if not slug:
            return free_slug(self.cleaned_data.get("title") or "", parent=parent)
        if slug != self.instance.slug and is_own_address(slug, parent=parent):
            raise ValidationError(
                _("The paper has a page of its own at “/%(slug)s/”; choose another address."),
                params={"slug": slug},
            )
        return slug
