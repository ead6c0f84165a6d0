"""Stories that belong together: series, read in order, and packages around one lead."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, TitleFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from broadsheet.news.choosers import any_article_chooser
from broadsheet.news.models.article import ArticlePage


class Series(index.Indexed, ClusterableModel):
    """Articles in an order of the editor's, with a page and feeds of their own."""

    class Kind(models.TextChoices):
        SERIES = "series", _("Series: parts, read one after the other")
        PACKAGE = "package", _("Package: stories around the first one")

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120, unique=True, allow_unicode=True)
    kind = models.CharField(
        _("kind"),
        max_length=7,
        choices=Kind,
        default=Kind.SERIES,
        help_text=_(
            "Where the first story of a package leads the front page, the others stand under it."
        ),
    )
    standfirst = models.TextField(_("standfirst"), blank=True)

    panels = [
        TitleFieldPanel("name", targets=["slug"]),
        FieldPanel("slug"),
        FieldPanel("kind"),
        FieldPanel("standfirst"),
        InlinePanel("parts", heading=_("Stories, in their order"), label=_("Story")),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("series or package")
        verbose_name_plural = _("series and packages")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="a_series_kind_we_know", condition=models.Q(kind__in=("series", "package"))
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return reverse("series", args=[self.slug])


class SeriesPart(Orderable):
    """A story of a series, in its place."""

    series = ParentalKey(Series, on_delete=models.CASCADE, related_name="parts")
    article = models.ForeignKey(
        ArticlePage, verbose_name=_("article"), on_delete=models.CASCADE, related_name="series_parts"
    )

    panels = [FieldPanel("article", widget=any_article_chooser.widget_class)]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["series", "article"], name="a_story_once_a_series")
        ]
