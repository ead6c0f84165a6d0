"""What the newsroom lays down beforehand: lists of words, bans, a lockdown."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.clock import now

WHO = settings.AUTH_USER_MODEL


class ListKind(models.TextChoices):
    """What a phrase of the paper's own lists does."""

    HOLD = "hold", _("hold the comment")
    FLAG = "flag", _("point it out")
    ALLOW = "allow", _("never mind it")


class ListEntry(models.Model):
    """A word or phrase that is looked for in comments, in its normal spelling.

    `folded` is how the text is compared (`talk.text.fold`); an "allow" entry is
    a longer phrase in which a held word means no harm.
    """

    phrase = models.CharField(_("word or phrase"), max_length=100)
    folded = models.CharField(max_length=200, editable=False)
    kind = models.CharField(_("what it does"), max_length=5, choices=ListKind)
    note = models.CharField(_("note"), max_length=200, blank=True)
    added_by = models.ForeignKey(WHO, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("list entry")
        verbose_name_plural = _("list entries")
        ordering = ["phrase"]
        constraints = [models.UniqueConstraint("folded", name="a_phrase_is_on_the_lists_once")]

    def __str__(self) -> str:
        return self.phrase


class BanKind(models.TextChoices):
    SUSPENSION = "suspension", _("everything waits")
    BAN = "ban", _("nothing is taken")


class BanQuerySet(models.QuerySet["Ban"]):
    def in_force(self, *, moment: Any = None) -> BanQuerySet:
        """Those that hold now: neither over nor lifted."""
        moment = moment or now()
        return self.filter(Q(until=None) | Q(until__gt=moment), lifted_at=None)


class Ban(models.Model):
    """A writer may not write for a while, and is told so, why and until when.

    `writer` as on posts. A guest becomes somebody else by dropping a cookie, so
    what guests send with the same e-mail address waits for a moderator.
    """

    writer = models.CharField(max_length=40, db_index=True)
    name = models.CharField(_("name"), max_length=60)
    email = models.EmailField(blank=True)
    kind = models.CharField(_("what it does"), max_length=10, choices=BanKind)
    reason = models.CharField(_("reason, which the reader is told"), max_length=300)
    since = models.DateTimeField(default=now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    by = models.ForeignKey(WHO, null=True, on_delete=models.SET_NULL, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(WHO, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = BanQuerySet.as_manager()

    class Meta:
        verbose_name = _("ban")
        verbose_name_plural = _("bans")
        ordering = ["-since"]
        indexes = [models.Index(fields=["email"])]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_ban_has_a_reason"),
            models.CheckConstraint(condition=~Q(writer=""), name="a_ban_is_somebodys"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.kind}"


class LockdownKind(models.TextChoices):
    HOLD = "hold", _("every comment waits")
    CLOSE = "close", _("no comment is taken")


class Lockdown(models.Model):
    """The switch for a bad night: all of the paper waits, or takes nothing, until it is lifted."""

    kind = models.CharField(max_length=5, choices=LockdownKind)
    since = models.DateTimeField(default=now)
    until = models.DateTimeField(null=True)
    by = models.ForeignKey(WHO, null=True, on_delete=models.SET_NULL, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(WHO, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-since"]

    def __str__(self) -> str:
        return f"{self.kind} since {self.since:%Y-%m-%d %H:%M}"
