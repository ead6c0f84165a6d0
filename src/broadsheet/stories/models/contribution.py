"""What readers send in, and the files that came with it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.clock import now
from broadsheet.stories.uploads.kinds import Kind


class State(models.TextChoices):
    """Where a contribution stands. Who may move it where is in `transitions.TRANSITIONS`."""

    UNVERIFIED = "unverified", _("address not confirmed")
    RECEIVED = "received", _("waiting")
    VERIFYING = "verifying", _("being checked")
    ACCEPTED = "accepted", _("taken")
    PUBLISHED = "published", _("published")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("taken back by the sender")


TAKEN = (State.ACCEPTED, State.PUBLISHED)
DECIDED = (*TAKEN, State.DECLINED)


def new_key() -> str:
    """What a signed link names a contribution by."""
    return get_random_string(24)


class Contribution(models.Model):
    """A story or a tip a reader sent. Only a tip may have no name, and no licence.

    `email` is empty only after its owner's account was erased.
    """

    key = models.CharField(max_length=24, unique=True, default=new_key, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.UNVERIFIED)
    name = models.CharField(_("name"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    headline = models.CharField(_("headline"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    licence = models.CharField(_("licence version"), max_length=20, blank=True)
    call = models.ForeignKey(
        "stories.Call", null=True, blank=True, on_delete=models.SET_NULL, related_name="contributions"
    )
    answers = models.JSONField(default=list, blank=True)  # pairs: what a call asked, what was said
    is_tip = models.BooleanField(_("tip"), default=False)
    sent_at = models.DateTimeField(_("sent"), default=now)
    verified_at = models.DateTimeField(_("address confirmed"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.TextField(_("reason"), blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(_("told that it was taken"), null=True, blank=True)
    told_published_at = models.DateTimeField(_("told that it is out"), null=True, blank=True)
    article = models.OneToOneField(
        "news.ArticlePage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    digest = models.CharField(max_length=64, unique=True, null=True)  # of all that was sent
    origin_key = models.CharField(max_length=200, unique=True, null=True)

    class Meta:
        verbose_name = _("reader's story")
        verbose_name_plural = _("readers' stories")
        ordering = ["-sent_at", "-pk"]
        permissions = [("handle_contribution", _("Can handle readers' stories"))]
        default_permissions = ()
        indexes = [models.Index(fields=["state", "-sent_at"]), models.Index(fields=["email"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="a_contribution_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.UNVERIFIED) | models.Q(verified_at__isnull=False),
                name="only_a_confirmed_contribution_moves_on",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=DECIDED, decided_at__isnull=False)
                | (~models.Q(state__in=DECIDED) & models.Q(decided_at__isnull=True)),
                name="a_decision_has_its_time",
            ),
            models.CheckConstraint(
                condition=models.Q(is_tip=False) | models.Q(article=None, call=None),
                name="a_tip_is_never_printed",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.DECLINED) | ~models.Q(reason=""),
                name="declining_needs_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(article__isnull=True) | models.Q(state__in=[*TAKEN, State.WITHDRAWN]),
                name="only_a_taken_contribution_has_a_draft",
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.WITHDRAWN, withdrawn_at__isnull=False)
                | (~models.Q(state=State.WITHDRAWN) & models.Q(withdrawn_at__isnull=True)),
                name="a_withdrawal_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def what(self) -> str:
        """What it was sent for, in the newsroom's list."""
        return str(_("tip")) if self.is_tip else str(self.call or "")


class Attachment(models.Model):
    """A file that came with a contribution.

    `original` and `clean_copy` name files in quarantine (see `uploads.quarantine`).
    `clean_copy` is the re-encoded public copy of a picture, "" for a document;
    `look` says what it looks like (see `uploads.looks`), "" for a plain surface.
    """

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    size = models.PositiveBigIntegerField(_("size"))  # bytes
    sha256 = models.CharField(max_length=64)
    original = models.CharField(max_length=64, unique=True)
    clean_copy = models.CharField(max_length=64, blank=True)
    look = models.CharField(max_length=72, blank=True)
    picture = models.ForeignKey(
        "news.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("contribution", "position", name="one_file_a_place"),
            models.UniqueConstraint(
                "clean_copy", condition=~models.Q(clean_copy=""), name="one_clean_copy_a_picture"
            ),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="a_file_is_never_empty"),
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="a_file_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
