"""The readers' search index, one row an article."""

from __future__ import annotations

from django.db import models

from broadsheet.news.models.article import ArticlePage


class SearchEntry(models.Model):
    """The words of a published article, ready for the database's text search.

    SQLite keeps an FTS5 table and PostgreSQL a tsvector column beside this
    (see `news.search`); `words` are the text after `news.search.tokens`.
    """

    article = models.OneToOneField(
        ArticlePage, primary_key=True, on_delete=models.CASCADE, related_name="search_entry"
    )
    section_id = models.PositiveIntegerField(null=True, db_index=True)
    published_at = models.DateTimeField(db_index=True)
    title = models.TextField()
    text = models.TextField()

    def __str__(self) -> str:
        return self.title
