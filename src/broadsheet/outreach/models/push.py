"""Who wants to be told on their screen, and what they were told."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.clock import now

LONGEST_ENDPOINT = 1000


class PushReader(models.Model):
    """A browser that may be told. No name and no account is needed.

    `endpoint` is an address at the browser's own maker; who knows it may change
    what is chosen here, so it is shown to nobody.
    """

    endpoint = models.CharField(max_length=LONGEST_ENDPOINT)
    mark = models.CharField(max_length=64, unique=True)  # SHA-256 of the endpoint
    key = models.CharField(max_length=100)  # the browser's public key ("p256dh")
    secret = models.CharField(max_length=30)  # its shared secret ("auth")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="push_readers"
    )
    breaking = models.BooleanField(default=True)
    topics = models.ManyToManyField("topics.Topic", related_name="+")
    sections = models.ManyToManyField("news.SectionPage", related_name="+")
    quiet_from = models.TimeField(null=True)
    quiet_to = models.TimeField(null=True)
    zone = models.CharField(max_length=64, default="UTC")
    since = models.DateTimeField(default=now)
    refusals = models.PositiveSmallIntegerField(default=0)  # in a row

    class Meta:
        indexes = [models.Index(fields=["breaking"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_to=None)
                | models.Q(quiet_from__isnull=False, quiet_to__isnull=False),
                name="quiet_hours_have_two_ends",
            )
        ]

    def __str__(self) -> str:
        return self.mark[:12]


class NoteState(models.TextChoices):
    ASKED = "asked", _("waits for a second person")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    DROPPED = "dropped", _("not sent")


class PushNote(models.Model):
    """Something readers are told: a line that leads to an article."""

    class Kind(models.TextChoices):
        BREAKING = "breaking", _("breaking news")
        FOLLOWED = "followed", _("something followed")

    kind = models.CharField(max_length=8, choices=Kind)
    article = models.ForeignKey("news.ArticlePage", on_delete=models.CASCADE, related_name="+")
    text = models.CharField(_("text"), max_length=160)
    state = models.CharField(max_length=7, choices=NoteState, default=NoteState.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=now)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        permissions = [("send_push", _("Can send news to readers' screens"))]
        indexes = [models.Index(fields=["state", "asked_at"])]

    def __str__(self) -> str:
        return self.text


class CopyState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    REFUSED = "refused", _("refused")
    LATE = "late", _("too late")


class PushCopy(models.Model):
    """A note for one reader, and what became of it."""

    note = models.ForeignKey(PushNote, on_delete=models.CASCADE, related_name="copies")
    reader = models.ForeignKey(PushReader, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=7, choices=CopyState, default=CopyState.WAITING)
    due_at = models.DateTimeField(default=now)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("note", "reader", name="a_note_once_a_reader")]
        indexes = [models.Index(fields=["state", "due_at"])]

    def __str__(self) -> str:
        return f"{self.note_id}: {self.reader_id}"
