"""Articles a signed-in reader keeps for later."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from broadsheet.foundation.clock import now


class SavedArticle(models.Model):
    """An article on a reader's list, newest first."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_articles"
    )
    article = models.ForeignKey("news.ArticlePage", on_delete=models.CASCADE, related_name="+")
    saved_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [models.UniqueConstraint("user", "article", name="an_article_saved_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.article_id}"
