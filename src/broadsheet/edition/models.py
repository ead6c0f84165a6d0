"""What changed, told to every process and machine of the paper."""

from __future__ import annotations

from django.db import models


class StaleTag(models.Model):
    """Something changed. Written in the transaction that changes it.

    The number of a row is the paper's generation: a page that was rendered
    when the newest row was 41 knows of every change up to 41.
    """

    class Kind(models.TextChoices):
        STALE = "stale"  # pages that show it are made anew, the old ones serve meanwhile
        GONE = "gone"  # pages that show it go at once

    tag = models.CharField(max_length=200, db_index=True)
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.STALE)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    purged = models.BooleanField(default=False)  # from the cache in front of the paper

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=models.Q(purged=False), name="edition_not_purged")
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.tag} {self.kind}"


class Machine(models.Model):
    """A machine that serves the paper from plates of its own, and how far it has come."""

    name = models.CharField(max_length=100, primary_key=True)
    generation = models.PositiveBigIntegerField(default=0)  # every change up to it is known here
    ready = models.PositiveBigIntegerField(default=0)  # and every page that it changed is made
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.name} at {self.generation}"
