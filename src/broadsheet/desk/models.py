"""The newsroom's own index of articles: what stands where."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.news.models import ArticlePage


class Stage(models.TextChoices):
    """Where an article is on its way to the reader."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLIC = "public", _("Public")
    CHANGED = "changed", _("Public, changes waiting")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class DeskEntry(models.Model):
    """An article in the newsroom's list.

    Wagtail keeps what makes up a stage in four tables, without the indexes a
    list of 100,000 articles needs; here it stands in one row (`desk.entries`
    keeps it true). A text index of `title` is beside it (see the migrations).
    """

    article = models.OneToOneField(
        ArticlePage, primary_key=True, on_delete=models.CASCADE, related_name="desk_entry"
    )
    title = models.TextField()
    stage = models.CharField(max_length=9, choices=Stage)
    live = models.BooleanField()  # readers can see it, whatever is being done to it
    section_id = models.PositiveBigIntegerField(null=True)
    owner_id = models.PositiveBigIntegerField(null=True)
    dated_at = models.DateTimeField()  # came out, will come out, or else was last written on
    touched_at = models.DateTimeField()  # was last written on

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="a_stage_we_know", condition=models.Q(stage__in=Stage.values))
        ]
        indexes = [
            models.Index(fields=["-touched_at", "-article"], name="desk_touched"),
            models.Index(fields=["-dated_at", "-article"], name="desk_dated"),
            models.Index(fields=["stage", "-touched_at"], name="desk_stage_touched"),
            models.Index(fields=["section_id", "-touched_at"], name="desk_section_touched"),
            models.Index(fields=["owner_id", "-touched_at"], name="desk_owner_touched"),
        ]

    def __str__(self) -> str:
        return self.title
