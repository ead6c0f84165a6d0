"""Articles sent to a friend, and those who asked never to get one again."""

from __future__ import annotations

from django.db import models


class FriendLetter(models.Model):
    """Somebody asked us to send an article to one address.

    The address is wiped as soon as the letter has gone or failed for good.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        REFUSED = "refused"  # its receiver said "never again"

    article = models.ForeignKey("news.ArticlePage", on_delete=models.CASCADE, related_name="+")
    recipient = models.EmailField(blank=True)
    sender_name = models.CharField(max_length=60)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(auto_now_add=True, db_index=True)
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.pk}: {self.state}"


class NeverAgain(models.Model):
    """An address whose owner wants no article from friends any more.

    Only a keyed hash is kept: these people never gave us their address.
    """

    address_hash = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.address_hash[:12]
