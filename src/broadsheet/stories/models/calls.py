"""What the newsroom asks readers for, and what readers vote on."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Orderable

from broadsheet.foundation.clock import now
from broadsheet.stories import licence
from broadsheet.stories.models.contribution import Contribution


class Wanted(models.TextChoices):
    NO = "no", _("not asked for")
    OPTIONAL = "may", _("may be sent")
    REQUIRED = "must", _("must be sent")


class Call(ClusterableModel):
    """“Send us your snow pictures”: what is wanted, until when, on what terms.

    Without a deadline it is an open call, which stands until the newsroom takes
    it down. What came in may be put to the vote of readers.
    """

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120, unique=True, allow_unicode=True)
    prompt = models.TextField(_("what we ask for"))
    is_public = models.BooleanField(_("readers see it"), default=False)
    until = models.DateTimeField(
        _("deadline"), null=True, blank=True, help_text=_("Left empty, it is an open call.")
    )
    licence = models.CharField(
        _("licence"), max_length=20, choices=licence.OFFERED, default=licence.CURRENT
    )
    words = models.CharField(_("a text"), max_length=4, choices=Wanted, default=Wanted.OPTIONAL)
    files = models.CharField(
        _("pictures or documents"), max_length=4, choices=Wanted, default=Wanted.OPTIONAL
    )
    vote_until = models.DateTimeField(
        _("vote open until"),
        null=True,
        blank=True,
        help_text=_("Readers choose among what you put to the vote. Left empty, there is no vote."),
    )
    made_at = models.DateTimeField(default=now, editable=False)

    panels = [
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("prompt"),
        FieldRowPanel([FieldPanel("is_public"), FieldPanel("until")]),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("words"), FieldPanel("files")]), FieldPanel("licence")],
            heading=_("What is sent, and on what terms"),
        ),
        InlinePanel("questions", heading=_("Questions"), label=_("Question"), max_num=12),
        FieldPanel("vote_until"),
    ]

    class Meta:
        verbose_name = _("call for stories")
        verbose_name_plural = _("calls for stories")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(words__in=Wanted.values) & models.Q(files__in=Wanted.values),
                name="what_a_call_wants_is_known",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.until and self.vote_until and self.vote_until < self.until:
            raise ValidationError({"vote_until": _("The vote cannot end before the deadline.")})

    @property
    def url(self) -> str:
        return reverse("stories_call", args=[self.slug])

    @property
    def vote_url(self) -> str:
        return reverse("stories_vote", args=[self.slug])

    @property
    def takes_stories(self) -> bool:
        """Whether readers may send something for it now."""
        return self.is_public and (self.until is None or self.until > now())

    @property
    def takes_votes(self) -> bool:
        """Whether readers may vote now."""
        return self.is_public and self.vote_until is not None and self.vote_until > now()


class Question(Orderable):
    """A field of a call's form beside those that every story has."""

    class Kind(models.TextChoices):
        LINE = "line", _("one line")
        TEXT = "text", _("several lines")
        CHOICE = "choice", _("one of several")
        YES = "yes", _("a box to tick")

    call = ParentalKey(Call, on_delete=models.CASCADE, related_name="questions")
    label = models.CharField(_("question"), max_length=160)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.LINE)
    choices = models.TextField(_("choices"), blank=True, help_text=_("One a line."))
    required = models.BooleanField(_("must be answered"), default=False)

    panels = [
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("required")]),
        FieldPanel("choices"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("question")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=("line", "text", "choice", "yes")),
                name="a_kind_of_question_is_known",
            )
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        if self.kind == self.Kind.CHOICE and len(self.listed) < 2:
            raise ValidationError({"choices": _("Give at least two, one a line.")})

    @property
    def listed(self) -> list[str]:
        """The choices, without empty lines."""
        return [line.strip() for line in self.choices.splitlines() if line.strip()]


class Candidate(models.Model):
    """A story that stands to the vote of readers. `votes` is true at any time."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="candidates")
    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="candidate")
    votes = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.contribution}: {self.votes}"


class Vote(models.Model):
    """A reader's voice in a vote. `by` is an account, or a hash of what a browser keeps."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="cast")
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="cast")
    by = models.CharField(max_length=40)
    address_hash = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint("call", "by", name="a_reader_votes_once")]
        indexes = [models.Index(fields=["call", "address_hash"])]

    def __str__(self) -> str:
        return f"{self.by}: {self.candidate_id}"


@register_setting(icon="mail", order=40)
class StoriesSettings(BaseGenericSetting):
    """Where somebody turns who must not be known."""

    safe_channel = models.URLField(
        _("address of an anonymous channel"),
        blank=True,
        help_text=_("A page that says how to reach you without being known, such as a SecureDrop's."),
    )
    safe_channel_note = models.CharField(_("what stands beside it"), max_length=300, blank=True)

    panels = [FieldPanel("safe_channel"), FieldPanel("safe_channel_note")]

    class Meta:
        verbose_name = _("Readers' stories")

    def __str__(self) -> str:
        return self.safe_channel
