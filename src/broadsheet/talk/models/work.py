"""What a moderator does around a decision: take a comment on, hear an appeal, hand work on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.clock import now
from broadsheet.talk.models.moderation import Decision
from broadsheet.talk.models.post import Post

WHO = settings.AUTH_USER_MODEL


class Claim(models.Model):
    """A moderator is at work on a post; others leave it alone until then."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="claim")
    who = models.ForeignKey(WHO, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.post_id}: {self.who_id}"


class AppealOutcome(models.TextChoices):
    UPHELD = "upheld", _("the decision stands")
    GRANTED = "granted", _("the comment is shown again")


class Appeal(models.Model):
    """A writer asks that a decision be looked at again; once for each decision."""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="appeal")
    text = models.TextField(_("why"), max_length=1000)
    at = models.DateTimeField(default=now)
    outcome = models.CharField(max_length=7, choices=AppealOutcome, blank=True)
    answer = models.CharField(_("answer to the writer"), max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(WHO, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["outcome", "at"])]

    def __str__(self) -> str:
        return f"appeal against {self.decision_id}"


class LeadKind(models.TextChoices):
    """What a comment is to the newsroom besides being a comment."""

    CORRECTION = "correction", _("correction request")
    QUESTION = "question", _("question for the reporter")
    LEAD = "lead", _("lead")


class Lead(models.Model):
    """A comment that became work."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="leads")
    kind = models.CharField(max_length=10, choices=LeadKind)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(WHO, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(WHO, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint("post", "kind", name="a_comment_is_one_lead_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.post_id}"


class DigestReader(models.Model):
    """A moderator who gets the riskiest comments by letter each morning."""

    user = models.OneToOneField(WHO, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"digest for {self.user_id}"
