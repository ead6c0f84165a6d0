"""Who is told when a feed changes (WebSub, W3C Recommendation of 2018)."""

from __future__ import annotations

from django.db import models

LONGEST_TOPIC = 500
LONGEST_CALLBACK = 1000


class HubAsk(models.Model):
    """Somebody wants to be told of a feed, or no more; their callback has not said so yet."""

    class Mode(models.TextChoices):
        SUBSCRIBE = "subscribe"
        UNSUBSCRIBE = "unsubscribe"

    mode = models.CharField(max_length=11, choices=Mode)
    topic = models.CharField(max_length=LONGEST_TOPIC)
    callback = models.CharField(max_length=LONGEST_CALLBACK)
    secret = models.CharField(max_length=200, blank=True)
    lease = models.DurationField()
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("topic", "callback", name="one_ask_a_feed_and_callback")]

    def __str__(self) -> str:
        return f"{self.mode}: {self.topic}"


class HubSubscription(models.Model):
    """A callback that is sent a feed whenever it changes, until its lease ends.

    `due_at` says when it is sent next; several changes are one sending. `wanted`
    counts them, so that a change while one is being sent is not lost.
    """

    topic = models.CharField(max_length=LONGEST_TOPIC)
    callback = models.CharField(max_length=LONGEST_CALLBACK)
    host = models.CharField(max_length=260, db_index=True)
    secret = models.CharField(max_length=200, blank=True)
    expires_at = models.DateTimeField(db_index=True)
    looked_at = models.DateTimeField()  # when the feed was last compared with what was sent
    due_at = models.DateTimeField(null=True, db_index=True)
    wanted = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)  # of what was sent last

    class Meta:
        constraints = [models.UniqueConstraint("topic", "callback", name="a_callback_once_a_feed")]

    def __str__(self) -> str:
        return f"{self.host}: {self.topic}"
