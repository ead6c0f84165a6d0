"""Choose an article: the newest first, found by the words of its headline.

Wagtail's page chooser walks the tree, which crawls in a large archive; this
one reads the readers' lists and search.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser

MOST_WORDS = 10
COUNTED = 500  # nobody turns more pages than these, and to count them all takes time


class FewPages(WagtailPaginator):
    """Counts no further than anybody looks."""

    @cached_property
    def count(self) -> int:
        return len(self.object_list.values_list("pk")[:COUNTED])


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


class ArticleWidget(BaseChooser):
    """Shows that nothing is chosen where what was sent is no article's number."""

    def get_instance(self, value: Any) -> Any:
        try:
            return super().get_instance(value)
        except (ValueError, OverflowError):
            return None


class ArticleChooserViewSet(ChooserViewSet):
    base_widget_class = ArticleWidget
    model = "news.ArticlePage"
    icon = "doc-full"
    choose_one_text = _("Choose an article")
    choose_another_text = _("Choose another article")
    edit_item_text = _("Edit this article")
    choose_view_class = ChooseArticle
    choose_results_view_class = ChooseArticleResults
    per_page = 15


def called(article: Any) -> str:
    """An article's headline as it is worked on; what readers cannot see yet says so."""
    if article.live:
        return str(article)
    return gettext("%(headline)s (not published)") % {"headline": article.draft_title or article.title}


class PlannedForm(HeadlineForm):
    """Looks among what is published, or among what is not published yet."""

    PLANNED = "planned"
    among = forms.ChoiceField(
        label=_("Among"),
        required=False,
        choices=[("", _("Published")), (PLANNED, _("Not published yet"))],
        widget=forms.Select(attrs={"data-chooser-modal-search-filter": True}),
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        if self.cleaned_data["among"] != self.PLANNED:
            return super().filter(objects)
        drafts = planned()
        words = self.cleaned_data["q"]
        if words:
            self.is_searching, self.search_query = True, words
            for word in words.split()[:MOST_WORDS]:
                drafts = drafts.filter(draft_title__icontains=word)
        return drafts


def planned() -> QuerySet[Any]:
    """Articles that readers cannot see yet, the last worked on first; no killed ones."""
    from broadsheet.news.models import ArticlePage

    unseen = ArticlePage.objects.filter(live=False, killed=False)
    return unseen.order_by("-latest_revision_created_at", "-pk").select_related("section").defer("body")


class AlsoPlanned(NewestFirst):
    """What both views share where drafts can be chosen too."""

    filter_form_class = PlannedForm

    @property
    def columns(self) -> list[Column]:
        title, *rest = super().columns
        title.accessor = called
        return [title, *rest]


class ChooseAnyArticle(AlsoPlanned, ChooseView):
    """The chooser as it opens."""


class ChooseAnyArticleResults(AlsoPlanned, ChooseResultsView):
    """The chooser's list alone, as words are typed."""


class AnyArticleChosen(ChosenView):
    def get_display_title(self, instance: Any) -> str:
        return called(instance)


class AnyArticleWidget(ArticleWidget):
    """Says of a chosen article whether readers can see it."""

    def get_display_title(self, instance: Any) -> str:
        return called(instance)


class AnyArticleChooserViewSet(ArticleChooserViewSet):
    """Drafts too, for what is planned: readers see it once it is published."""

    base_widget_class = AnyArticleWidget
    choose_view_class = ChooseAnyArticle
    choose_results_view_class = ChooseAnyArticleResults
    chosen_view_class = AnyArticleChosen
    register_widget = False  # every other place chooses what is published


article_chooser = ArticleChooserViewSet("article_chooser", url_prefix="choose/article")
any_article_chooser = AnyArticleChooserViewSet("any_article_chooser", url_prefix="choose/any-article")
