"""What the newsroom notes on a reader's story: what was checked, and the letters."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from broadsheet.foundation.clock import now
from broadsheet.stories.models.contribution import Contribution


class Check(models.Model):
    """A step of checking a story, and what came of it."""

    class Step(models.TextChoices):
        SENDER = "sender", _("The sender was reached and is who they say")
        FACTS = "facts", _("Somebody else confirms it")
        PLACE_AND_TIME = "place", _("The pictures are from that place and that time")
        THEIR_OWN = "own", _("The pictures are the sender's own")
        PEOPLE = "people", _("The people in the pictures may be shown")

    class Result(models.TextChoices):
        OPEN = "open", _("open")
        PASSED = "passed", _("in order")
        FAILED = "failed", _("not in order")

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="checks")
    step = models.CharField(_("step"), max_length=6, choices=Step)
    result = models.CharField(_("result"), max_length=6, choices=Result, default=Result.OPEN)
    note = models.CharField(_("how we know"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("contribution", "step", name="a_step_is_checked_once"),
            models.CheckConstraint(
                condition=models.Q(result__in=("open", "passed", "failed")),
                name="a_result_of_a_check_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(step__in=("sender", "facts", "place", "own", "people")),
                name="a_step_of_a_check_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.result}"


class Letter(models.Model):
    """A letter between the newsroom and a sender. `by` is None when the sender wrote it."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="letters")
    from_newsroom = models.BooleanField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField(_("letter"))
    at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.text[:60]


class ReplyTemplate(models.Model):
    """A letter the newsroom writes again and again. `replies` says what is filled in."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    text = models.TextField(
        _("letter"),
        help_text=_("{name}, {headline} and {paper} are filled in."),
    )

    panels = [FieldPanel("name"), FieldPanel("text")]

    class Meta:
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PictureLook(models.Model):
    """What a picture of the paper looks like; "" for a plain surface or a file that is gone."""

    picture = models.OneToOneField(
        "news.Picture", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    look = models.CharField(max_length=72, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.picture_id}: {self.look}"
