"""The wire list: what came in, where it goes, and what it is alike to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.news.models import ArticlePage, SectionPage
from broadsheet.wire import jsonlines
from broadsheet.wire.models.sources import Source
from broadsheet.wire.story import Story


class Rule(models.Model):
    """Where stories go that have something in common. The first that fits holds."""

    class Act(models.TextChoices):
        LIST = "list", _("show it in the wire list")
        DRAFT = "draft", _("make a draft at once")
        ASIDE = "aside", _("put it aside")

    name = models.CharField(_("name"), max_length=120)
    order = models.PositiveSmallIntegerField(
        _("order"), default=10, help_text=_("The lowest number is tried first.")
    )
    source = models.ForeignKey(
        Source, verbose_name=_("source"), null=True, blank=True, on_delete=models.CASCADE,
        related_name="rules", help_text=_("Left empty: any."),
    )  # fmt: skip
    words = models.TextField(
        _("words"),
        blank=True,
        help_text=_("One or more words a line; one line that stands in the story is enough."),
    )
    subject = models.CharField(
        _("subject"), max_length=200, blank=True, help_text=_("A subject or keyword of the sender’s.")
    )
    urgency = models.PositiveSmallIntegerField(
        _("urgency"),
        null=True,
        blank=True,
        choices=[(number, str(number)) for number in range(1, 10)],
        help_text=_("This or more urgent; 1 is a flash."),
    )
    section = models.ForeignKey(
        SectionPage, verbose_name=_("section"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    act = models.CharField(_("what to do"), max_length=5, choices=Act, default=Act.LIST)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("rule")
        verbose_name_plural = _("rules")

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """A story of a source, as its newest version has it.

    `before` is the version before that. `like` is the first of several that
    say nearly the same; it stands for them in the list. What is not `listed`
    any more will be forgotten one day.
    """

    class State(models.TextChoices):
        NEW = "new", _("new")
        DRAFTED = "drafted", _("drafted")
        DISMISSED = "dismissed", _("dismissed")

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=500)
    digest = models.CharField(max_length=48)
    headline = models.CharField(max_length=300)
    text = models.TextField()  # what a search looks at
    story = models.TextField()
    before = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    urgency = models.PositiveSmallIntegerField(default=0)
    arrived_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    section = models.ForeignKey(SectionPage, null=True, on_delete=models.SET_NULL, related_name="+")
    rule = models.ForeignKey(Rule, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.NEW)
    article = models.ForeignKey(ArticlePage, null=True, on_delete=models.SET_NULL, related_name="+")
    revision_id = models.PositiveBigIntegerField(null=True)  # of the draft as we made it
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    like = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="others")
    signature = models.BinaryField(default=b"")
    listed = models.BooleanField(default=True)  # the source still shows it

    class Meta:
        verbose_name = _("story of the wire")
        constraints = [models.UniqueConstraint("source", "key", name="an_item_once_a_source")]
        indexes = [
            models.Index(fields=["state", "-arrived_at"], name="wire_item_newest"),
            models.Index(fields=["arrived_at"], name="wire_item_arrived"),
        ]
        permissions = [("handle_item", "Can take stories from the wire")]

    def __str__(self) -> str:
        return self.headline

    @property
    def is_filtered(self) -> bool:
        """Whether a rule keeps it out of the list."""
        return self.rule is not None and self.rule.act == Rule.Act.ASIDE

    @property
    def teaser(self) -> str:
        """The text without its headline."""
        return self.text.removeprefix(self.headline).strip()

    @property
    def as_story(self) -> Story:
        """The story of its newest version."""
        return jsonlines.load(self.story, Story)

    @property
    def as_before(self) -> Story | None:
        """The story of the version before."""
        return jsonlines.load(self.before, Story) if self.before else None


class Band(models.Model):
    """A part of an item's signature: items that share one may be alike."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="bands", db_index=True)
    value = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["value", "item"], name="wire_band_value")]

    def __str__(self) -> str:
        return f"{self.value}"
