"""The forum's search index, one row a public post."""

from __future__ import annotations

from django.db import models

from broadsheet.talk.models.post import Post


class PostWords(models.Model):
    """The words of a published post as `talk.search` looks for them.

    `title` is the topic's where the post opened it. SQLite keeps an FTS5 table
    and PostgreSQL a tsvector column beside this, in which a post stands at its
    `place`: the second it was written, then its number.
    """

    post = models.OneToOneField(Post, primary_key=True, on_delete=models.CASCADE, related_name="words")
    place = models.BigIntegerField(unique=True)
    title = models.TextField()
    text = models.TextField()

    def __str__(self) -> str:
        return f"{self.post_id}: {self.text[:60]}"
