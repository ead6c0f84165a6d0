"""Lists of the newsletter, and who is on them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel


class Rule(models.TextChoices):
    """How the issues of a list come about."""

    HAND = "hand", _("written by an editor")
    NEW = "new", _("what is new")
    COMMENTED = "commented", _("the most commented")
    PICKS = "picks", _("the picks of the front page")


class Every(models.TextChoices):
    DAY = "day", _("every day")
    WEEK = "week", _("every week")


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


HOURS = [(hour, f"{hour}:00") for hour in range(24)]


class MailingList(models.Model):
    """What a reader can choose to get: the day, the week, a section, a topic, breaking news.

    A paper without lists has one newsletter, which every subscriber gets.
    """

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(
        _("short name"),
        max_length=50,
        unique=True,
        help_text=_("Part of the header by which mail programs sort; better left as it is."),
    )
    description = models.CharField(
        _("description"),
        max_length=200,
        blank=True,
        help_text=_("What comes, and how often: readers see it when they choose."),
    )
    is_open = models.BooleanField(
        _("offered"), default=True, help_text=_("Readers can choose it; who is on it already stays.")
    )
    is_preselected = models.BooleanField(
        _("chosen beforehand"), default=False, help_text=_("Ticked in the form for signing up.")
    )
    sort_order = models.PositiveSmallIntegerField(_("place in the form"), default=0)
    rule = models.CharField(_("its issues are"), max_length=9, choices=Rule, default=Rule.HAND)
    section = models.ForeignKey(
        "news.SectionPage",
        verbose_name=_("only from this section"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    topic = models.ForeignKey(
        "topics.Topic",
        verbose_name=_("only about this topic"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    every = models.CharField(_("how often"), max_length=4, choices=Every, default=Every.DAY)
    weekday = models.PositiveSmallIntegerField(
        _("on which day of the week"), choices=Weekday, default=Weekday.MONDAY
    )
    hour = models.PositiveSmallIntegerField(
        _("at"), choices=HOURS, default=7, help_text=_("Where each reader is.")
    )
    needs_approval = models.BooleanField(
        _("an editor approves"),
        default=True,
        help_text=_("Two hours before, the issue lies ready; without approval it does not go out."),
    )
    most = models.PositiveSmallIntegerField(_("articles at most"), default=8)
    count_clicks = models.BooleanField(
        _("count clicks"), default=False, help_text=_("As plain totals: never who.")
    )
    last_slot = models.DateTimeField(null=True, editable=False)  # the last time its turn came

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldPanel("is_open"),
        FieldPanel("is_preselected"),
        FieldPanel("sort_order"),
        MultiFieldPanel(
            [
                FieldPanel("rule"),
                FieldPanel("section"),
                FieldPanel("topic"),
                FieldPanel("every"),
                FieldPanel("weekday"),
                FieldPanel("hour"),
                FieldPanel("most"),
                FieldPanel("needs_approval"),
                FieldPanel("count_clicks"),
            ],
            heading=_("Issues made by rule"),
        ),
    ]

    class Meta:
        verbose_name = _("list")
        verbose_name_plural = _("lists")
        ordering = ["sort_order", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hour__lte=23, weekday__lte=6), name="a_list_has_an_hour_and_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Subscription(models.Model):
    """A subscriber on a list, or one who left it: the row stays, to keep old lists off."""

    subscriber = models.ForeignKey(
        "outreach.Subscriber", on_delete=models.CASCADE, related_name="subscriptions"
    )
    list = models.ForeignKey(MailingList, on_delete=models.CASCADE, related_name="subscriptions")
    since = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["list", "left_at", "subscriber"])]
        constraints = [models.UniqueConstraint("subscriber", "list", name="on_a_list_once")]

    def __str__(self) -> str:
        return f"{self.subscriber_id} on {self.list_id}"
