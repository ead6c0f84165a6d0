"""What was decided about posts, and what readers reported."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.clock import now
from broadsheet.talk.models.post import Post, PostState


class Verb(models.TextChoices):
    """What a moderator did."""

    APPROVE = "approve", _("approved")
    REJECT = "reject", _("rejected")
    REMOVE = "remove", _("removed")
    RESTORE = "restore", _("restored")
    HOLD = "hold", _("took back to the queue")
    MOVE = "move", _("moved to the forum")
    UNDO = "undo", _("undid")


class Reason(models.TextChoices):
    """Why a post may not be shown. The house rule names the first three."""

    RACIST = "racist", _("racist")
    ABUSIVE = "abusive", _("abusive")
    OFF_TOPIC = "off-topic", _("off-topic")
    SPAM = "spam", _("spam")
    ILLEGAL = "illegal", _("illegal")
    OTHER = "other", _("other")


class ReportReason(models.TextChoices):
    """What a reader says is wrong with a post."""

    RACIST = "racist", _("It is racist")
    ABUSIVE = "abusive", _("It is abusive")
    OFF_TOPIC = "off-topic", _("It is off-topic")
    SPAM = "spam", _("It is spam")
    ILLEGAL = "illegal", _("It may be illegal")
    OTHER = "other", _("Something else")


class AppendOnly(Exception):
    """The log of decisions is only ever added to."""


class Log(models.QuerySet["Decision"]):
    """Lines of the log: read, and added to."""

    def update(self, **kwargs: Any) -> int:
        raise AppendOnly("A decision is never rewritten; make another that undoes it.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnly("A decision is never deleted; it goes with its post only.")


class Decision(models.Model):
    """One line of the log: who did what to which post, why and when.

    `who` is None when the account is gone or the decision came with an import.
    Decisions made in one go share their `batch`, so they are undone in one go.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="decisions")
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("moderator"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="decisions",
    )
    verb = models.CharField(max_length=8, choices=Verb)
    reason = models.CharField(_("reason"), max_length=9, choices=Reason, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    when = models.DateTimeField(_("time"), default=now)
    was = models.CharField(max_length=9, choices=PostState)
    became = models.CharField(max_length=9, choices=PostState)
    batch = models.UUIDField(default=uuid.uuid4, db_index=True)
    score = models.FloatField(default=0.0)  # of the post at that time: how right was it?
    undoes = models.OneToOneField("self", null=True, on_delete=models.CASCADE, related_name="undone_by")

    objects = Log.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-when", "-pk"]
        indexes = [models.Index(fields=["-when", "-id"]), models.Index(fields=["post", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(verb__in=[Verb.REJECT, Verb.REMOVE]) | ~models.Q(reason=""),
                name="taking_a_post_down_has_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(verb=Verb.UNDO, undoes__isnull=False)
                | (~models.Q(verb=Verb.UNDO) & models.Q(undoes__isnull=True)),
                name="an_undo_says_what_it_undoes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.verb} {self.reason}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("A decision is never rewritten; make another that undoes it.")
        super().save(*args, **kwargs)


class Report(models.Model):
    """A reader says that a post breaks the rule. Open until a decision on the post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reports")
    reason = models.CharField(_("reason"), max_length=9, choices=ReportReason)
    note = models.CharField(_("note"), max_length=500, blank=True)
    when = models.DateTimeField(_("time"), default=now)
    # A keyed hash of who reported; None once it is 90 days old.
    reporter_hash = models.CharField(max_length=40, null=True, editable=False)
    settled_by = models.ForeignKey(
        Decision, null=True, on_delete=models.SET_NULL, related_name="settled"
    )

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["when"]
        indexes = [models.Index(fields=["post", "settled_by"])]
        constraints = [
            models.UniqueConstraint("post", "reporter_hash", name="a_reader_reports_a_post_once")
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.reason}"
