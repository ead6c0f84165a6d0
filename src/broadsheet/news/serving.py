"""How a Wagtail page of ours becomes a page of the edition."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from wagtail.models import PageViewRestriction

from broadsheet.edition.api import depends_on
from broadsheet.news.slugs import PageForm


class EditionPageMixin:
    """Pages whose public form may be kept by the edition.

    Wagtail's per-page privacy is off for them: what is published is public,
    and every list, feed and plate relies on that.
    """

    base_form_class = PageForm
    private_page_options: ClassVar[list[str]] = []

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """None, without asking the database at each reading."""
        return PageViewRestriction.objects.none()

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        depends_on(*self.edition_tags())
        response: HttpResponseBase = super().serve(request, *args, **kwargs)  # type: ignore[misc]
        response.edition = True  # type: ignore[attr-defined]
        return response

    def edition_tags(self) -> list[str]:
        """What this page shows of itself; lists add theirs while rendering."""
        raise NotImplementedError
