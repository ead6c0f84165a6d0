"""What the paper writes down when it takes an article back for good."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class KillRecord(models.Model):
    """An article was killed, or a kill was lifted; written once and never changed.

    `signature` is made with the paper's key over everything else here, also over
    the signature of the record before: none can be changed or taken out unseen
    (see `news.kills`). People and article are named by words, which stay when
    the account or the page is deleted.
    """

    class Verb(models.TextChoices):
        KILLED = "killed", _("killed")
        LIFTED = "lifted", _("kill lifted")

    verb = models.CharField(max_length=6, choices=Verb)
    article = models.ForeignKey(
        "news.ArticlePage", null=True, on_delete=models.SET_NULL, related_name="kill_records"
    )
    article_key = models.UUIDField()
    address = models.TextField()
    headline = models.CharField(max_length=255)
    text_hash = models.CharField(max_length=64)  # SHA-256 of the words, see `kills.hash_of`
    was_public = models.BooleanField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254, blank=True)  # an e-mail address; "" is the story's sender
    because = models.TextField()
    previous = models.CharField(max_length=64, unique=True, blank=True)  # only the first has none
    signature = models.CharField(max_length=64, unique=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="killed_or_lifted", condition=models.Q(verb__in=["killed", "lifted"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.verb}: {self.headline}"
