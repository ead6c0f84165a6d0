"""What is read out of published articles: who with whom, what is announced, who said what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from broadsheet.news.models.article import ArticlePage


class TopicPair(models.Model):
    """Two topics of one public article; `first` has the smaller number.

    `place` is the article's place in time as in `SearchEntry`; `year` is that
    of its publication where the paper is. A row is one entry of an index, so a
    page of two topics is read from the index alone.
    """

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="+")
    first = models.ForeignKey("topics.Topic", on_delete=models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(
        "topics.Topic", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    year = models.PositiveSmallIntegerField()
    place = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="a_pair_has_an_order", condition=models.Q(first__lt=models.F("second"))
            )
        ]
        indexes = [
            models.Index(fields=["first", "second", "year", "place"], name="news_pair_by_year"),
            models.Index(fields=["second", "first"], name="news_pair_of_second"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}: {self.article_id}"


class Announced(models.Model):
    """A day, week or month to come when an article came out, and what the article says of it."""

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="announced")
    first = models.DateField()
    last = models.DateField()
    sentence = models.TextField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["first", "last"], name="news_announced_first")]
        constraints = [
            models.CheckConstraint(name="days_in_order", condition=models.Q(first__lte=models.F("last")))
        ]

    def __str__(self) -> str:
        return f"{self.first}: {self.sentence}"


class Said(models.Model):
    """A quote of an article, who said it and to whom, as found by rules.

    Public once an editor checked it. `to` is empty where the text does not say.
    """

    class State(models.TextChoices):
        FOUND = "found", _("not checked")
        CHECKED = "checked", _("checked")
        REFUSED = "refused", _("wrong")

    article = models.ForeignKey(
        ArticlePage, on_delete=models.CASCADE, related_name="said", verbose_name=_("article")
    )
    words = models.TextField(_("words"))
    speaker = models.CharField(_("who said it"), max_length=200)
    topic = models.ForeignKey(
        "topics.Topic",
        verbose_name=_("topic"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="said",
    )
    to = models.CharField(_("said to"), max_length=200, blank=True)
    to_topic = models.ForeignKey(
        "topics.Topic",
        verbose_name=_("topic it was said to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="told",
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.FOUND)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [
        FieldPanel("words", read_only=True),
        FieldPanel("speaker"),
        FieldPanel("topic"),
        FieldPanel("to"),
        FieldPanel("to_topic"),
        FieldPanel("state"),
        FieldPanel("article", read_only=True),
    ]

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering = ["-article_id", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_quote_state_we_know",
                condition=models.Q(state__in=("found", "checked", "refused")),
            )
        ]
        indexes = [models.Index(fields=["topic", "state", "-article"], name="news_said_by_topic")]

    def __str__(self) -> str:
        return f"{self.speaker}: {self.words[:60]}"
