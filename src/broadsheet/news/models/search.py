"""The readers' search index, one row an article."""

from __future__ import annotations

from django.db import models

from broadsheet.news.models.article import ArticlePage


class SearchEntry(models.Model):
    """The words of a published article, ready for the database's text search.

    SQLite keeps an FTS5 table and PostgreSQL a tsvector column beside this
    (see `news.search`). `place` is the article's place in time: the second it
    came out, then its number; so the newest are found without sorting.
    """

    article = models.OneToOneField(
        ArticlePage, primary_key=True, on_delete=models.CASCADE, related_name="search_entry"
    )
    place = models.BigIntegerField(unique=True)
    section_id = models.PositiveBigIntegerField(null=True)
    edition = models.CharField(max_length=10, blank=True)  # its language; "" in the paper's own
    title = models.TextField()
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["place", "section_id"], name="news_search_place_section")]

    def __str__(self) -> str:
        return self.title
