"""The article."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from broadsheet.foundation.clock import now
from broadsheet.news.blocks import BODY_BLOCKS
from broadsheet.news.editing import ArticleForm
from broadsheet.news.languages import alphabet, direction, kept_as, several
from broadsheet.news.models.pages import SectionPage
from broadsheet.news.models.paper import CommentMode
from broadsheet.news.panels import ChecksPanel, NamedPanel
from broadsheet.news.serving import EditionPageMixin


class ArticlePage(EditionPageMixin, Page):
    """A story in the paper.

    `title` is the headline. `section` repeats the page above it in a column
    with an index, because readers' lists must never walk the tree; `clean`
    keeps the two the same.
    """

    kicker = models.CharField(_("kicker"), max_length=80, blank=True)
    standfirst = models.TextField(_("standfirst"), blank=True)
    body = StreamField(BODY_BLOCKS, verbose_name=_("text"), blank=True)
    section = models.ForeignKey(
        SectionPage, null=True, editable=False, on_delete=models.SET_NULL, related_name="articles"
    )
    # The language of the edition it stands in; NULL in the paper's own. Kept like `section`.
    edition = models.CharField(max_length=10, null=True, editable=False)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    dateline_place = models.CharField(_("place"), max_length=120, blank=True)
    dateline_date = models.DateField(_("date"), null=True, blank=True)
    source = models.ForeignKey(
        "news.Source",
        verbose_name=_("source"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
    )
    picture = models.ForeignKey(
        "news.Picture",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    picture_caption = models.TextField(_("caption here"), blank=True)
    published_at = models.DateTimeField(
        _("publication time"),
        null=True,
        blank=True,
        help_text=_(
            "In the paper's time zone. Left empty, it is the moment of publishing; "
            "a time to come schedules the article."
        ),
    )
    updated_at = models.DateTimeField(_("shown as updated"), null=True, blank=True)
    live_coverage = models.BooleanField(_("live coverage"), default=False)
    comment_mode = models.CharField(
        _("comments"), max_length=6, choices=CommentMode, default=CommentMode.INHERIT, blank=True
    )
    contributed_by = models.CharField(_("sent in by"), max_length=120, blank=True)
    killed = models.BooleanField(default=False, editable=False)  # see `news.kills`
    legal_hold = models.BooleanField(default=False, editable=False)  # see `news.actions.hold`

    content_panels = [
        FieldPanel("kicker"),
        *Page.content_panels,
        FieldPanel("standfirst"),
        InlinePanel("bylines", heading=_("By"), label=_("Author")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("dateline_place"), FieldPanel("dateline_date")]),
                FieldRowPanel([FieldPanel("source"), FieldPanel("contributed_by")]),
            ],
            heading=_("Dateline and source"),
        ),
        MultiFieldPanel(
            [FieldPanel("picture"), FieldPanel("picture_caption")], heading=_("Main picture")
        ),
        FieldPanel("body"),
        NamedPanel(),
        ChecksPanel(),
        InlinePanel("article_topics", heading=_("Topics"), label=_("Topic")),
        InlinePanel("corrections", heading=_("Corrections"), label=_("Correction")),
    ]
    settings_panels = [
        FieldRowPanel([FieldPanel("published_at"), FieldPanel("updated_at")]),
        FieldRowPanel([FieldPanel("language"), FieldPanel("comment_mode")]),
        FieldPanel("live_coverage"),
        *Page.settings_panels,
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("standfirst"),
        index.SearchField("body"),
        index.FilterField("section_id"),
        index.FilterField("published_at"),
    ]
    base_form_class = ArticleForm
    translatable_fields = [
        *map(TranslatableField, (
            "kicker", "title", "standfirst", "dateline_place", "picture_caption", "body", "seo_title",
            "search_description",
        )),
        *map(SynchronizedField, ("dateline_date", "source", "picture", "bylines", "article_topics")),
    ]  # fmt: skip
    template = "news/article_page.html"
    parent_page_types = ["news.SectionPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes = [
            models.Index(fields=["section", "-published_at"]),
            models.Index(fields=["-published_at"]),
            models.Index(fields=["source", "-published_at"]),
            models.Index(
                fields=["edition", "-published_at"],
                name="news_edition",
                condition=models.Q(edition__isnull=False),
            ),
            models.Index(
                fields=["live_coverage"], name="news_live", condition=models.Q(live_coverage=True)
            ),
            models.Index(fields=["legal_hold"], name="news_held", condition=models.Q(legal_hold=True)),
        ]

    def clean(self) -> None:
        super().clean()
        if self.live and self.killed:
            raise ValidationError(_("This article was killed: it is not published again."))
        if self.path:
            parent = self.get_parent()
            self.section_id = parent.pk if parent else None
        if several():
            self.edition = kept_as(self.locale.language_code)
        self._hold_until_published_at()
        if self.live and not self.published_at:
            self.published_at = now()

    def with_content_json(self, content: dict[str, Any]) -> ArticlePage:
        """A revision never forgets when the article came out.

        The times are filled in at publishing, after the revision was written.
        """
        article: ArticlePage = super().with_content_json(content)
        article.section_id, article.edition = self.section_id, self.edition
        article.killed = self.killed
        article.legal_hold = self.legal_hold
        article.published_at = article.published_at or self.published_at
        if self.updated_at and (not article.updated_at or article.updated_at < self.updated_at):
            article.updated_at = self.updated_at
        article._hold_until_published_at()
        return article

    def _hold_until_published_at(self) -> None:
        """A publication time to come is an embargo: nothing is public before it."""
        if self.published_at and self.published_at > now():
            scheduled: datetime | None = getattr(self, "go_live_at", None)
            self.go_live_at = max(scheduled or self.published_at, self.published_at)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from broadsheet.news import queries

        return super().get_context(request, *args, **kwargs) | queries.article_page(
            article=self, request=request
        )

    def edition_tags(self) -> list[str]:
        return [f"article:{self.pk}"]

    @property
    def lasting_key(self) -> UUID:
        """The one name of an article that never changes; its translations have others."""
        return uuid5(self.translation_key, self.edition) if self.edition else self.translation_key

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def text_alphabet(self) -> str:
        return alphabet(self.language)

    @property
    def authors(self) -> list[Any]:
        """Authors in the order of the byline."""
        return [byline.author for byline in self.bylines.all()]

    @property
    def topics(self) -> list[Any]:
        """Topics in the editor's order."""
        return [link.topic for link in self.article_topics.all()]

    @property
    def comment_count(self) -> int:
        """Comments readers can see; lists must have fetched `tally`."""
        tally = getattr(self, "tally", None)
        return tally.comments if tally else 0


class ArticleByline(Orderable):
    """One of the names over an article."""

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(
        "news.Author", verbose_name=_("author"), on_delete=models.CASCADE, related_name="bylines"
    )

    panels = [FieldPanel("author")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint("page", "author", name="an_author_once_an_article")]


class ArticleTopic(Orderable):
    """An article is about a topic."""

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="article_topics")
    topic = models.ForeignKey(
        "topics.Topic", verbose_name=_("topic"), on_delete=models.CASCADE, related_name="article_topics"
    )

    panels = [FieldPanel("topic")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint("page", "topic", name="a_topic_once_an_article")]


class Correction(Orderable):
    """What was wrong and is right now, shown on the article for good."""

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="corrections")
    when = models.DateTimeField(_("time"), default=now)
    text = models.TextField(_("what was wrong, what is right"))
    before = models.TextField(_("the words as they stood"), blank=True)
    after = models.TextField(_("the words as they are now"), blank=True)

    panels = [FieldPanel("when"), FieldPanel("text"), FieldPanel("before"), FieldPanel("after")]

    class Meta:
        ordering = ["-when"]
        indexes = [models.Index(fields=["-when"], name="news_correction_when")]
        verbose_name = _("correction")


class ArticleTally(models.Model):
    """Numbers about an article that change without anybody editing it.

    A table of its own: publishing a revision writes every column of the page,
    and must not put an old number back.
    """

    article = models.OneToOneField(
        ArticlePage, primary_key=True, on_delete=models.CASCADE, related_name="tally"
    )
    comments = models.PositiveIntegerField(default=0)
    entries = models.PositiveIntegerField(default=0)  # of its live coverage
    lists = models.JSONField(default=list)  # edition tags of the lists it stands in

    def __str__(self) -> str:
        return f"{self.article_id}: {self.comments}"
