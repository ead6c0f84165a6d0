"""What readers do with posts besides writing them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from broadsheet.foundation.clock import now
from broadsheet.talk.models.post import Post
from broadsheet.talk.models.thread import Thread


class Reaction(models.Model):
    """One reader found one post good. `by` as `Post.writer`."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reactions")
    by = models.CharField(max_length=40)
    address_hash = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint("post", "by", name="a_reader_reacts_once")]
        indexes = [models.Index(fields=["post", "address_hash"])]

    def __str__(self) -> str:
        return f"{self.by}: {self.post_id}"


class ReplyNotice(models.Model):
    """A reply that somebody asked to be told of, until the letter is out."""

    reply = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="notices")
    email = models.EmailField()
    at = models.DateTimeField(default=now)
    tried_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("reply", "email", name="a_reply_is_told_once")]
        indexes = [models.Index(fields=["email"])]

    def __str__(self) -> str:
        return f"{self.reply_id} to {self.email}"


class NoticeState(models.TextChoices):
    ASKED = "asked", "asked"
    CONFIRMED = "confirmed", "confirmed"
    REFUSED = "refused", "refused"


class NoticeAddress(models.Model):
    """Whether letters about replies may go to an address (kept as a keyed hash)."""

    email_hash = models.CharField(max_length=64, primary_key=True)
    state = models.CharField(max_length=9, choices=NoticeState)
    asked_at = models.DateTimeField(default=now)
    told_at = models.DateTimeField(null=True)  # of the last letter about replies

    def __str__(self) -> str:
        return f"{self.email_hash[:8]}: {self.state}"


class LastRead(models.Model):
    """When a reader with an account last looked at a thread."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint("user", "thread", name="a_thread_is_read_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.thread_id}"


class Trace(models.Model):
    """Where a post stood before a moderator moved it to the forum."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="traces")
    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="trace")
    root = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.post_id} was in {self.thread_id}"
