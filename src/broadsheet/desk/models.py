"""The newsroom's own index of articles: what stands where."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from broadsheet.foundation.clock import now
from broadsheet.news.models import ArticlePage, SectionPage


class Stage(models.TextChoices):
    """Where an article is on its way to the reader."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLIC = "public", _("Public")
    CHANGED = "changed", _("Public, changes waiting")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    KILLED = "killed", _("Killed")


class Weight(models.TextChoices):
    """What a finding before publishing does."""

    OFF = "off", _("nothing")
    WARN = "warn", _("warns")
    BLOCK = "block", _("blocks publishing")


def _weight(words: Any, default: Weight = Weight.WARN) -> Any:
    return models.CharField(words, max_length=5, choices=Weight, default=default)


@register_setting(icon="check", order=20)
class DeskSettings(BaseGenericSetting):
    """What is looked at before an article is published, and how much it weighs."""

    legal_hold = _weight(_("legal hold"), Weight.BLOCK)
    missing_alt = _weight(_("picture without a description"))
    missing_credit = _weight(_("picture without a credit"))
    missing_topic = _weight(_("no topic"))
    broken_link = _weight(_("link inside the paper that leads nowhere"))
    outside_link = _weight(_("link to another site, which says that it has no such page"))
    long_headline = _weight(_("long headline"))
    headline_length = models.PositiveSmallIntegerField(_("letters of a headline"), default=110)
    unreadable = _weight(_("sentence or paragraph that is hard to read"))
    same_headline = _weight(_("headline of another article"))

    class Meta:
        verbose_name = _("Before publishing")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class LinkState(models.TextChoices):
    """What is known of an address of another site."""

    UNKNOWN = "unknown"
    THERE = "there"
    BROKEN = "broken"
    UNREACHED = "unreached"


class OutsideLink(models.Model):
    """An address of another site that drafts lead to, and what its site said last.

    `key` is the SHA-256 of the address, which may be longer than an index takes.
    """

    key = models.CharField(max_length=64, primary_key=True)
    address = models.TextField()
    state = models.CharField(max_length=9, choices=LinkState, default=LinkState.UNKNOWN)
    told = models.CharField(max_length=200, blank=True)  # the status, or why there is none
    asked_at = models.DateTimeField(null=True, db_index=True)
    tested_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="a_link_state_we_know", condition=models.Q(state__in=LinkState.values)
            )
        ]

    def __str__(self) -> str:
        return self.address


class DeskEntry(models.Model):
    """An article in the newsroom's list.

    Wagtail keeps what makes up a stage in four tables, without the indexes a
    list of 100,000 articles needs; here it stands in one row (`desk.entries`
    keeps it true). A text index of `title` is beside it (see the migrations).
    """

    article = models.OneToOneField(
        ArticlePage, primary_key=True, on_delete=models.CASCADE, related_name="desk_entry"
    )
    title = models.TextField()
    stage = models.CharField(max_length=9, choices=Stage)
    live = models.BooleanField()  # readers can see it, whatever is being done to it
    section_id = models.PositiveBigIntegerField(null=True)
    owner_id = models.PositiveBigIntegerField(null=True)
    dated_at = models.DateTimeField()  # came out, will come out, or else was last written on
    touched_at = models.DateTimeField()  # was last written on

    class Meta:
        default_permissions = ()
        permissions = [("audit", _("Can look at everything in the newsroom"))]
        constraints = [
            models.CheckConstraint(name="a_stage_we_know", condition=models.Q(stage__in=Stage.values))
        ]
        indexes = [
            models.Index(fields=["-touched_at", "-article"], name="desk_touched"),
            models.Index(fields=["-dated_at", "-article"], name="desk_dated"),
            models.Index(fields=["stage", "-touched_at"], name="desk_stage_touched"),
            models.Index(fields=["section_id", "-touched_at"], name="desk_section_touched"),
            models.Index(fields=["owner_id", "-touched_at"], name="desk_owner_touched"),
        ]

    def __str__(self) -> str:
        return self.title


class PlanState(models.TextChoices):
    """planned ⇄ done; planned ⇄ dropped."""

    PLANNED = "planned", _("planned")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")


class Plan(models.Model):
    """Something the desk wants to cover: on which day, for which section, by whom."""

    title = models.CharField(_("what"), max_length=200)
    day = models.DateField(_("day"))
    section = models.ForeignKey(
        SectionPage, verbose_name=_("section"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("people"), blank=True, related_name="+"
    )
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(max_length=7, choices=PlanState, default=PlanState.PLANNED)
    article = models.ForeignKey(ArticlePage, null=True, on_delete=models.SET_NULL, related_name="plans")
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["day"], name="desk_plan_day")]
        constraints = [
            models.CheckConstraint(
                name="a_plan_state_we_know", condition=models.Q(state__in=PlanState.values)
            )
        ]

    def __str__(self) -> str:
        return self.title


class Mention(models.Model):
    """Somebody is named in a comment on a draft: to be looked at until they say it is done."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    comment = models.ForeignKey("wagtailcore.Comment", on_delete=models.CASCADE, related_name="+")
    reply = models.ForeignKey(
        "wagtailcore.CommentReply", null=True, on_delete=models.CASCADE, related_name="+"
    )
    at = models.DateTimeField(default=now)
    mailed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "comment"], condition=models.Q(reply=None), name="named_once_a_comment"
            ),
            models.UniqueConstraint(
                fields=["user", "reply"],
                condition=models.Q(reply__isnull=False),
                name="named_once_a_reply",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.text[:60]}"

    @property
    def text(self) -> str:
        """What was said."""
        return (self.reply or self.comment).text

    @property
    def by(self) -> Any:
        """Who said it."""
        return (self.reply or self.comment).user
