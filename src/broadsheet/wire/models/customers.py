"""Who takes the paper's stories, and what was taken back."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.clock import now
from broadsheet.wire.models.service import MOST_A_MINUTE


class Customer(models.Model):
    """Somebody who takes the paper's stories with a key. Of the key only a hash is kept."""

    class State(models.TextChoices):
        ON = "on", _("on")
        PAUSED = "paused", _("paused")
        ENDED = "ended", _("ended")

    name = models.CharField(_("name"), max_length=120, unique=True)
    contact = models.EmailField(_("e-mail address"), blank=True)
    per_minute = models.PositiveSmallIntegerField(
        _("requests a minute"),
        default=120,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_A_MINUTE)],
    )
    others_copy = models.BooleanField(
        _("also articles from other sources"),
        default=False,
        help_text=_("Agencies and other papers seldom allow that their copy is passed on."),
    )
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.ON, editable=False)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    key_start = models.CharField(max_length=12, editable=False)  # by which a person knows it again
    key_at = models.DateTimeField(default=now, editable=False)
    made_at = models.DateTimeField(default=now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    used_at = models.DateTimeField(null=True, editable=False)  # to the minute

    objects: ClassVar[models.Manager[Customer]] = models.Manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        constraints = [
            models.CheckConstraint(
                name="a_customer_state_we_know",
                condition=models.Q(state__in=("on", "paused", "ended")),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Withdrawal(models.Model):
    """An article that was public and is no longer: those who took it must hear of it."""

    key = models.UUIDField(unique=True)  # the article's lasting name
    address = models.CharField(max_length=500)
    when = models.DateTimeField(default=now)

    objects: ClassVar[models.Manager[Withdrawal]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["when", "id"], name="wire_withdrawal_when")]

    def __str__(self) -> str:
        return self.address
