"""Live coverage: what an article says as it happens."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.clock import now
from broadsheet.news.models.article import ArticlePage


class LiveEntry(models.Model):
    """A few words with a time, under an article that is covered live.

    Not a part of the article's revisions: an entry is public the moment it is
    written, and writing one touches nothing that others are editing.
    """

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="live_entries")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(_("time"), default=now)
    headline = models.CharField(_("headline"), max_length=200, blank=True)
    text = models.TextField(_("text"))
    is_key = models.BooleanField(_("key event"), default=False)
    is_pinned = models.BooleanField(_("stays on top"), default=False)
    changed_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["article", "-at"], name="news_live_entry_at")]

    def __str__(self) -> str:
        return self.headline or self.text[:60]

    @property
    def anchor(self) -> str:
        """Its place on the article's page."""
        return f"at-{self.key}"
