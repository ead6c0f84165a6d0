"""What the newsroom's own decisions have taught, as plain counts."""

from __future__ import annotations

from django.db import models


class LearnedCount(models.Model):
    """In how many approved and rejected comments of a language a feature stood.

    The feature "" counts the comments themselves.
    """

    language = models.CharField(max_length=8)
    feature = models.CharField(max_length=80)
    approved = models.IntegerField(default=0)  # may be below nought for a moment
    rejected = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("language", "feature", name="a_feature_is_counted_once")]

    def __str__(self) -> str:
        return f"{self.language} {self.feature}: {self.approved}/{self.rejected}"


class QualityReport(models.Model):
    """How the queue's order and the newsroom agreed in one week (`moderation.quality`)."""

    week = models.DateField(unique=True)  # its Monday
    figures = models.JSONField(default=dict)

    class Meta:
        ordering = ["-week"]

    def __str__(self) -> str:
        return f"{self.week:%Y-%m-%d}"
