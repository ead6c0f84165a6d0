"""A post: one reader's words in a thread."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.clock import now
from broadsheet.foundation.text import paragraphs
from broadsheet.talk.models.thread import Thread, new_key

_html = lru_cache(maxsize=2000)(paragraphs)  # a thread's page is made anew with each new comment


class PostState(models.TextChoices):
    """held → published | removed; published → removed | held; removed → published.

    Which verb makes which move is `actions.moderating.MOVES`.
    """

    HELD = "held", _("waiting for a moderator")
    PUBLISHED = "published", _("published")
    REMOVED = "removed", _("removed by a moderator")


class Post(models.Model):
    """One reader's words.

    `parent` is the post it answers; `root` is the post of the first level under
    which it is shown, since readers see two levels only. `writer` says which
    posts are by the same hand: "user:7", or "guest:…" for a browser.

    `signals` are what the pipeline said (`moderation.signals`), `score` how
    likely it is to be taken down, 0 to 1. `risk` is the score with the open
    reports, and orders those that wait.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="posts")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="answers"
    )
    root = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="branch"
    )
    name = models.CharField(_("name"), max_length=60)
    name_key = models.CharField(max_length=120, blank=True, editable=False)
    email = models.EmailField(_("e-mail address"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="posts",
    )
    writer = models.CharField(max_length=40, blank=True, editable=False)
    text = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=9, choices=PostState, default=PostState.HELD)
    signals = models.JSONField(default=list, editable=False)
    score = models.FloatField(default=0.0, editable=False)
    risk = models.FloatField(default=0.0, editable=False)
    open_reports = models.PositiveSmallIntegerField(default=0, editable=False)
    waits = models.BooleanField(default=False, editable=False)  # for a moderator's look
    language = models.CharField(max_length=8, blank=True, editable=False)
    origin_key = models.CharField(max_length=200, default=new_key, editable=False)
    is_staff = models.BooleanField(_("by the newsroom"), default=False)
    is_pick = models.BooleanField(_("editors' pick"), default=False)
    needs_look = models.BooleanField(default=False, editable=False)  # by the slower steps
    is_moved = models.BooleanField(default=False, editable=False)  # to the forum, by a moderator
    liked = models.PositiveIntegerField(default=0, editable=False)
    wants_notices = models.BooleanField(_("tell me of replies"), default=False)
    created_at = models.DateTimeField(_("time"), default=now)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    digest = models.CharField(max_length=32, editable=False)  # of the text, to find repeats
    # A keyed hash of the network it came from; emptied after 90 days.
    address_hash = models.CharField(max_length=32, blank=True, editable=False)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [("moderate", _("Can moderate what readers write"))]
        indexes = [
            models.Index(fields=["thread", "state", "created_at"]),
            models.Index(fields=["state", "created_at"]),
            models.Index(fields=["writer", "state"]),
            models.Index(fields=["digest", "created_at"]),
            models.Index(fields=["name_key"]),
            models.Index(fields=["user", "-created_at"]),
            models.Index(fields=["root", "state", "created_at"]),
            models.Index(fields=["id"], condition=models.Q(needs_look=True), name="talk_second_look"),
            models.Index(
                fields=["-risk", "created_at"], condition=models.Q(waits=True), name="talk_queue"
            ),
        ]
        constraints = [
            models.UniqueConstraint("thread", "origin_key", name="a_post_comes_in_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="a_post_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(state__in=PostState.values), name="a_post_has_a_known_state"
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True, root__isnull=True)
                | models.Q(parent__isnull=False, root__isnull=False),
                name="an_answer_has_a_parent_and_a_root",
            ),
            models.CheckConstraint(
                condition=models.Q(waits=True) & (models.Q(state="held") | models.Q(open_reports__gt=0))
                | models.Q(waits=False) & ~models.Q(state="held") & models.Q(open_reports=0),
                name="what_is_held_or_reported_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:60]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.weigh()
        super().save(*args, **kwargs)

    @property
    def permalink(self) -> str:
        """The address that leads to this post wherever it is shown."""
        return reverse("talk_post", args=[self.pk])

    @property
    def text_html(self) -> SafeString:
        return _html(self.text)

    @property
    def why(self) -> list[str]:
        """The codes of the signals that hold it."""
        return [signal["code"] for signal in self.signals if signal.get("holds")]

    def weigh(self) -> None:
        """Set `risk` and `waits` from the state, the score and the open reports.

        Each open report takes away three tenths of what was left to trust.
        """
        self.risk = round(1 - (1 - self.score) * 0.7**self.open_reports, 4)
        self.waits = self.state == PostState.HELD or self.open_reports > 0
