"""The print editions of the paper: which articles stand in each, and its file."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.clock import now


class PaperSize(models.TextChoices):
    A4 = "a4", "A4"
    TABLOID = "tabloid", _("Tabloid")


class PrintEdition(models.Model):
    """The newspaper of a day on one size of paper.

    Readers can see it when it has a file. While it is being made, and when one
    of its articles was withdrawn until it has been made without it, there is none.
    """

    day = models.DateField(_("day"))
    paper = models.CharField(_("paper"), max_length=8, choices=PaperSize, default=PaperSize.A4)
    file = models.FileField(upload_to="editions/", blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(default=now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    trouble = models.CharField(max_length=300, blank=True)  # why it could not be made

    class Meta:
        ordering = ["-day", "paper"]
        permissions = [("print_paper", _("Can make the print edition"))]
        constraints = [models.UniqueConstraint("day", "paper", name="an_edition_a_day_and_size")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.paper}"


class PrintedStory(models.Model):
    """An article stands in a print edition, in this order."""

    edition = models.ForeignKey(PrintEdition, on_delete=models.CASCADE, related_name="stories")
    article = models.ForeignKey("news.ArticlePage", on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint("edition", "article", name="a_story_once_an_edition")]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.article_id}"
