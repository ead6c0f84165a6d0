"""Other systems that want to know what happens to comments."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.clock import now
from broadsheet.talk.models.post import Post


def new_secret() -> str:
    return secrets.token_urlsafe(32)


class Hook(models.Model):
    """An address that is told of comments created, held and decided, signed with `secret`."""

    url = models.URLField(_("address"), max_length=500)
    secret = models.CharField(_("secret"), max_length=64, default=new_secret)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.url


class Delivery(models.Model):
    """One message to one hook, until it was taken or given up."""

    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="deliveries")
    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="+")
    event = models.CharField(max_length=20)
    body = models.TextField()
    made_at = models.DateTimeField(default=now)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=now, null=True)  # None: taken, or given up
    taken_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["next_at"])]

    def __str__(self) -> str:
        return f"{self.event} to {self.hook_id}"
