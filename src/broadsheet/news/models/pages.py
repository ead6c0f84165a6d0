"""Pages that gather articles, and standing pages."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import TranslatableField

from broadsheet.news import languages
from broadsheet.news.blocks import BODY_BLOCKS
from broadsheet.news.models.paper import CommentMode
from broadsheet.news.serving import EditionPageMixin


class FrontPage(EditionPageMixin, Page):
    """The paper's first page: a lead, the picks, then every section by itself."""

    lead = models.ForeignKey(
        "news.ArticlePage",
        verbose_name=_("lead"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        InlinePanel("picks", heading=_("Picks, drag to order"), label=_("Pick")),
    ]
    translatable_fields = [TranslatableField("title"), TranslatableField("search_description")]
    template = "news/front_page.html"
    says_the_date = True  # the other pages need not be made anew at midnight
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["news.SectionPage", "news.StandingPage"]
    max_count = 1  # by hand: those of other editions are laid out with the paper

    class Meta:
        verbose_name = _("front page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Straight to a section; Wagtail's own way asks twice for each step."""
        from broadsheet.news import queries

        if languages.several() and languages.of_page(self, request) != languages.current():
            raise Http404  # the edition that is asked for has no front page
        if path_components and (section := queries.section_at(front=self, slug=path_components[0])):
            return section.route(request, path_components[1:])
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from broadsheet.news import queries

        return super().get_context(request, *args, **kwargs) | queries.front_page(page=self)

    def edition_tags(self) -> list[str]:
        return ["front"]


class FrontPick(Orderable):
    """An article the editor put on the front page, in the editor's order."""

    page = ParentalKey(FrontPage, on_delete=models.CASCADE, related_name="picks")
    article = models.ForeignKey(
        "news.ArticlePage", verbose_name=_("article"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("article")]

    class Meta(Orderable.Meta):
        verbose_name = _("pick")


class SectionPage(EditionPageMixin, Page):
    """A section of the paper; its articles are the pages below it."""

    description = models.TextField(_("description"), blank=True)
    comment_mode = models.CharField(
        _("comments"), max_length=6, choices=CommentMode, default=CommentMode.INHERIT, blank=True
    )

    content_panels = [*Page.content_panels, FieldPanel("description"), FieldPanel("comment_mode")]
    translatable_fields = [*map(TranslatableField, ("title", "description", "search_description"))]
    template = "news/section_page.html"
    parent_page_types = ["news.FrontPage", "news.SectionPage"]
    subpage_types = ["news.ArticlePage", "news.SectionPage"]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Straight to an article, with all that its page shows."""
        from broadsheet.news import queries

        if len(path_components) == 1 and (
            article := queries.article_at(section=self, slug=path_components[0])
        ):
            return RouteResult(article)
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from broadsheet.news import queries

        number = request.GET.get("page", "1")
        return super().get_context(request, *args, **kwargs) | queries.section_page(
            section=self, number=number
        )

    def edition_tags(self) -> list[str]:
        return [f"section:{self.pk}"]


class StandingPage(EditionPageMixin, Page):
    """A page that is not news: about us, the imprint, how to reach us."""

    body = StreamField(BODY_BLOCKS, verbose_name=_("text"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("body")]
    translatable_fields = [*map(TranslatableField, ("title", "body", "search_description"))]
    template = "news/standing_page.html"
    parent_page_types = ["news.FrontPage", "news.StandingPage"]
    subpage_types = ["news.StandingPage"]

    class Meta:
        verbose_name = _("standing page")

    def edition_tags(self) -> list[str]:
        return [f"page:{self.pk}"]
