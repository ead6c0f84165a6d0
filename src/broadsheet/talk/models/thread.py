"""A thread: what is said under one article, about one topic, or of one page elsewhere."""

from __future__ import annotations

import hashlib
import uuid

from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.clock import now
from broadsheet.news.models import ArticlePage, SectionPage
from broadsheet.talk.models.outside import OutsideSite
from broadsheet.talk.outside.addresses import LONGEST_PAGE, code_of

SLUG_LENGTH = 80


def new_key() -> str:
    """A key that no other paper has given."""
    return uuid.uuid4().hex


class ThreadState(models.TextChoices):
    """hidden ⇄ open ⇄ closed.

    Only a topic is ever hidden: while its opening post waits or is removed,
    because its title is that reader's text as well.
    """

    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    HIDDEN = "hidden", _("hidden")


class Thread(models.Model):
    """Belongs to an article or to a page elsewhere, or is a topic of the forum.

    A topic has a title of its own. The one of a page elsewhere is what its
    first writer's browser said: a reader's words like any other. `page` is that
    page's path as `outside.addresses` makes it.

    `board` is the section under which the forum lists it. It is None when that
    section is gone; the words stay at their address.
    """

    article = models.OneToOneField(
        ArticlePage, null=True, blank=True, on_delete=models.CASCADE, related_name="thread"
    )
    board = models.ForeignKey(SectionPage, null=True, on_delete=models.SET_NULL, related_name="threads")
    site = models.ForeignKey(
        OutsideSite, null=True, blank=True, on_delete=models.PROTECT, related_name="threads"
    )
    page = models.CharField(max_length=LONGEST_PAGE, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=150, blank=True)
    state = models.CharField(_("state"), max_length=6, choices=ThreadState, default=ThreadState.OPEN)
    is_sticky = models.BooleanField(_("on top of its board"), default=False)
    # Its name wherever it goes: the same in every export, and what an import finds it by.
    origin_key = models.CharField(max_length=200, unique=True, default=new_key, editable=False)
    created_at = models.DateTimeField(default=now)
    # Kept true in the transaction that changes a post (`actions.moderating`).
    posts_shown = models.PositiveIntegerField(default=0)
    last_post_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        indexes = [models.Index(fields=["board", "-is_sticky", "-last_post_at"])]
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(article__isnull=False) & models.Q(title=""))
                | (models.Q(article__isnull=True) & ~models.Q(title="")),
                name="a_thread_has_an_article_or_a_title",
            ),
            models.CheckConstraint(
                condition=models.Q(article__isnull=True, site__isnull=True)
                | ~models.Q(state=ThreadState.HIDDEN),
                name="only_a_topic_is_hidden",
            ),
            models.CheckConstraint(
                condition=models.Q(site__isnull=True, page="")
                | (models.Q(site__isnull=False, article__isnull=True) & ~models.Q(page="")),
                name="a_page_elsewhere_has_a_site",
            ),
            models.UniqueConstraint(
                fields=["site", "page"],
                condition=models.Q(site__isnull=False),
                name="a_page_elsewhere_has_one_thread",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ThreadState.values), name="a_thread_has_a_known_state"
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def is_topic(self) -> bool:
        """Whether it belongs to nothing but its board."""
        return self.article_id is None and self.site_id is None

    @property
    def heading(self) -> str:
        """The topic's or the page's title, or the article's headline."""
        return self.article.title if self.article else self.title

    @property
    def url(self) -> str:
        """Where the forum shows the thread."""
        if self.article_id:
            return reverse("forum_article", args=[self.article_id])
        if self.site:
            return reverse("talk_on", args=[self.code])
        slug = slugify(self.title, allow_unicode=True)[:SLUG_LENGTH].strip("-") or "topic"
        return reverse("forum_topic", args=[self.pk, slug])

    @property
    def tag(self) -> str:
        """What a page that shows this thread's posts depends on."""
        if self.article_id:
            return f"thread:article:{self.article_id}"
        if self.site_id:
            page = hashlib.sha256(self.page.encode()).hexdigest()[:32]
            return f"thread:outside:{self.site_id}:{page}"
        return f"thread:{self.pk}"

    @property
    def code(self) -> str:
        """What stands for a page elsewhere in our addresses; "" for other threads."""
        return code_of(host=self.site.host, page=self.page) if self.site else ""

    @property
    def page_url(self) -> str:
        """The address of the page elsewhere; "" for other threads."""
        return f"{self.site.origin}{self.page}" if self.site else ""
