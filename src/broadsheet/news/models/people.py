"""Who writes, and where copy comes from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable
from wagtail.search import index

from broadsheet.foundation.tongues import other_language


class Author(index.Indexed, ClusterableModel):
    """Somebody whose name stands over articles, with a page of their own."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120, unique=True, allow_unicode=True)
    role = models.CharField(_("role"), max_length=120, blank=True)
    bio = models.TextField(_("about"), blank=True)
    email = models.EmailField(_("public e-mail address"), blank=True)
    portrait = models.ForeignKey(
        "news.Picture",
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("newsroom account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author",
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("role"),
        FieldPanel("bio"),
        FieldPanel("email"),
        FieldPanel("portrait"),
        FieldPanel("user"),
        InlinePanel("translations", heading=_("In other languages"), label=_("Language")),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return reverse("author", args=[self.slug])

    @property
    def shown_name(self) -> str:
        """The name as the edition that is being read writes it."""
        return self._told("name")

    @property
    def shown_role(self) -> str:
        return self._told("role")

    @property
    def shown_bio(self) -> str:
        return self._told("bio")

    def _told(self, field: str) -> str:
        if language := other_language():
            for one in self.translations.all():
                if one.language == language and getattr(one, field):
                    return str(getattr(one, field))
        return str(getattr(self, field))


class AuthorTranslation(Orderable):
    """How another edition writes an author's name, and what it says of them."""

    author = ParentalKey(Author, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=120, blank=True)
    bio = models.TextField(_("about"), blank=True)

    panels = [FieldPanel("language"), FieldPanel("name"), FieldPanel("role"), FieldPanel("bio")]

    class Meta(Orderable.Meta):
        verbose_name = _("translation")
        constraints = [models.UniqueConstraint("author", "language", name="an_author_once_a_language")]

    def __str__(self) -> str:
        return f"{self.language}: {self.name or self.author.name}"


class Source(index.Indexed, models.Model):
    """An agency or another paper, and the credit line it asks for."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120, unique=True, allow_unicode=True)
    credit_line = models.CharField(_("credit line"), max_length=200, blank=True)
    url = models.URLField(_("address"), blank=True)

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("credit_line"), FieldPanel("url")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def credit(self) -> str:
        """What stands under an article taken from here."""
        return self.credit_line or self.name
