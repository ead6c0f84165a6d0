"""How often articles are opened, and the lists of those opened most."""

from __future__ import annotations

from django.db import models

from broadsheet.news.models.article import ArticlePage


class ArticleReads(models.Model):
    """How often an article was opened in an hour, or in a day that is some days past.

    About articles alone: nothing here comes from, or leads to, a reader.
    """

    class Span(models.IntegerChoices):
        """In hours."""

        HOUR = 1
        DAY = 24

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="reads")
    since = models.DateTimeField()
    span = models.PositiveSmallIntegerField(choices=Span)
    reads = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["since", "span", "article"], name="reads_of_an_article_once_a_span"
            ),
            models.CheckConstraint(name="a_span_we_know", condition=models.Q(span__in=(1, 24))),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.reads} from {self.since:%Y-%m-%d %H:%M}"


class MostRead(models.Model):
    """A list of what is read most, as pages show it.

    `name` is its edition tag: `read` for the paper, `read:4` for a section.
    """

    name = models.CharField(max_length=40, primary_key=True)
    articles = models.JSONField(default=list)  # keys, the most read first

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
