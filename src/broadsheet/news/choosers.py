"""Choose an article: the newest first, found by the words of its headline.

Wagtail's page chooser walks the tree, which crawls in a large archive; this
one reads the readers' lists and search.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

COUNTED = 500  # nobody turns more pages than these, and to count them all takes time


class FewPages(WagtailPaginator):
    """Counts no further than anybody looks."""

    @cached_property
    def count(self) -> int:
        return len(self.object_list.order_by("-published_at", "-pk").values_list("pk")[:COUNTED])


class HeadlineForm(BaseFilterForm):
    """Looks for articles by their headlines."""

    q = forms.CharField(
        label=_("Words in the headline"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        from broadsheet.news import search

        words = self.cleaned_data["q"]
        if not words:
            return objects
        self.is_searching, self.search_query = True, words
        return objects.filter(pk__in=search.by_headline(words=words, limit=COUNTED))


class NewestFirst:
    """What both views of the chooser share."""

    filter_form_class = HeadlineForm
    paginator_class = FewPages

    def get_object_list(self) -> QuerySet[Any]:
        from broadsheet.news import queries

        return queries.published().select_related("section").defer("body")

    @property
    def columns(self) -> list[Column]:
        title, *_rest = super().columns  # type: ignore[misc]
        return [
            title,
            Column("section", label=_("Section"), accessor="section.title", width="20%"),
            DateColumn("published_at", label=_("Published"), width="16%"),
        ]

    def can_create(self) -> bool:
        return False


class ChooseArticle(NewestFirst, ChooseView):
    """The chooser as it opens."""


class ChooseArticleResults(NewestFirst, ChooseResultsView):
    """The chooser's list alone, as words are typed."""


class ArticleChooserViewSet(ChooserViewSet):
    model = "news.ArticlePage"
    icon = "doc-full"
    choose_one_text = _("Choose an article")
    choose_another_text = _("Choose another article")
    edit_item_text = _("Edit this article")
    choose_view_class = ChooseArticle
    choose_results_view_class = ChooseArticleResults
    per_page = 15


article_chooser = ArticleChooserViewSet("article_chooser", url_prefix="choose/article")
