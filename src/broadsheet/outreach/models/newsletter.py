"""Subscribers, issues, and one row for each copy that goes out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from broadsheet.outreach.models.lists import MailingList


class Back(models.TextChoices):
    """What came back for a copy, the heavier the later."""

    SOFT = "soft", _("could not be delivered now")
    HARD = "hard", _("no such mailbox")
    COMPLAINT = "complaint", _("called spam by its reader")


class SubscriberState(models.TextChoices):
    """Only `CONFIRMED` gets mail; a person moves on only by their own click.

    `SUPPRESSED` is what letters that came back make of a confirmed reader. Only
    its owner leads out of it, by confirming again.
    """

    PENDING = "pending", _("has not confirmed yet")
    CONFIRMED = "confirmed", _("gets the newsletter")
    UNSUBSCRIBED = "unsubscribed", _("does not want it")
    SUPPRESSED = "suppressed", _("letters came back")


class Subscriber(models.Model):
    """An e-mail address and what its owner said about the newsletter.

    A row stays after unsubscribing: it is what keeps an import or an old list
    from writing to this address again.
    """

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=100, blank=True)  # how letters greet them
    state = models.CharField(
        _("state"), max_length=12, choices=SubscriberState, default=SubscriberState.PENDING
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    mailed_at = models.DateTimeField(_("last asked to confirm"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    unsubscribed_at = models.DateTimeField(_("unsubscribed"), null=True, blank=True)
    suppressed_at = models.DateTimeField(_("letters came back"), null=True, blank=True)
    suppressed_because = models.CharField(_("why"), max_length=9, choices=Back, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)  # "" is the paper's
    hour = models.PositiveSmallIntegerField(_("hour"), null=True, blank=True)  # None is the list's
    paused_until = models.DateTimeField(_("paused until"), null=True, blank=True)
    chosen_at = models.DateTimeField(null=True, blank=True)  # when they last said what they want

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["state"])]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="a_subscriber_once_whatever_the_case"),
            models.CheckConstraint(
                condition=~models.Q(state=SubscriberState.CONFIRMED)
                | models.Q(confirmed_at__isnull=False),
                name="a_confirmed_subscriber_confirmed_sometime",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=SubscriberState.SUPPRESSED)
                | models.Q(suppressed_at__isnull=False),
                name="a_suppressed_subscriber_suppressed_sometime",
            ),
            models.CheckConstraint(
                condition=models.Q(hour__isnull=True) | models.Q(hour__lte=23),
                name="a_subscribers_hour_is_one_of_the_day",
            ),
        ]

    def __str__(self) -> str:
        return self.email


class IssueState(models.TextChoices):
    """draft → sending ⇄ paused; sending → sent; sending | paused → stopped.

    Nothing becomes a draft again.
    """

    DRAFT = "draft", _("draft")
    SENDING = "sending", _("being sent")
    PAUSED = "paused", _("paused")
    SENT = "sent", _("sent")
    STOPPED = "stopped", _("stopped")


class Variant(models.TextChoices):
    """Which of two subjects a copy has while they are tried."""

    FIRST = "a", _("the first subject")
    SECOND = "b", _("the second subject")


class Sample(models.IntegerChoices):
    """How much of the readers two subjects are tried on, in percent."""

    TENTH = 10, _("a tenth")
    FIFTH = 20, _("a fifth")
    HALF = 50, _("half")


class Issue(ClusterableModel):
    """One issue of the newsletter: a subject, a word before, chosen articles.

    `html` and `plain` are what goes out, fixed in the moment of sending, so
    that every subscriber gets the same, also after a break. When a story of it is
    withdrawn on the way they are emptied and written anew without it, and
    `version` goes up.
    """

    subject = models.CharField(_("subject"), max_length=150)
    list = models.ForeignKey(
        MailingList,
        verbose_name=_("list"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="issues",
        help_text=_("Who gets it; without a list every subscriber."),
    )
    subject_b = models.CharField(
        _("second subject"),
        max_length=150,
        blank=True,
        help_text=_("To try: some readers get this one, as many the first, the rest what was better."),
    )
    sample = models.PositiveSmallIntegerField(
        _("tried on"), choices=Sample, default=Sample.FIFTH, help_text=_("of the readers, at once")
    )
    winner = models.CharField(max_length=1, choices=Variant, blank=True, editable=False)
    count_clicks = models.BooleanField(
        _("count clicks"),
        default=False,
        help_text=_("On its articles, as plain totals: never who, and the address says nothing of it."),
    )
    unsubscribed = models.PositiveIntegerField(default=0, editable=False)  # by its links
    intro = models.TextField(
        _("introduction"), blank=True, help_text=_("Plain text; an empty line begins a paragraph.")
    )
    state = models.CharField(
        _("state"), max_length=8, choices=IssueState, default=IssueState.DRAFT, editable=False
    )
    origin_key = models.CharField(max_length=200, unique=True, null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(_("sent"), null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    hour = models.PositiveSmallIntegerField(null=True, editable=False)  # where each reader is
    planned_at = models.DateTimeField(null=True, editable=False)  # of an issue made by rule
    covers_until = models.DateTimeField(null=True, editable=False)  # what it has is older
    version = models.PositiveSmallIntegerField(default=0, editable=False)
    html = models.TextField(editable=False, blank=True)
    plain = models.TextField(editable=False, blank=True)

    panels = [
        FieldPanel("subject"),
        FieldPanel("subject_b"),
        FieldPanel("sample"),
        FieldPanel("list"),
        FieldPanel("intro"),
        InlinePanel("stories", heading=_("Articles, drag to order"), label=_("Article")),
        FieldPanel("count_clicks"),
    ]

    class Meta:
        verbose_name = _("newsletter issue")
        verbose_name_plural = _("newsletter issues")
        ordering = ["-created_at", "-pk"]
        permissions = [("send_newsletter", _("Can send the newsletter"))]
        indexes = [models.Index(fields=["state", "-started_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=IssueState.DRAFT) | models.Q(started_at__isnull=False),
                name="a_sent_issue_went_out_sometime",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_tried(self) -> bool:
        """Whether two subjects are being tried, and which is better is not decided."""
        return bool(self.subject_b) and not self.winner

    @property
    def url(self) -> str:
        """Where readers find the issue once it is out."""
        return reverse("newsletter_issue", args=[self.pk])

    @property
    def public_subject(self) -> str:
        """The subject in the archive: none where an article in it was killed, it may be its headline."""
        return gettext("Newsletter") if getattr(self, "has_killed", False) else self.subject

    @property
    def public_intro(self) -> str:
        """The introduction in the archive; like `public_subject`."""
        return "" if getattr(self, "has_killed", False) else self.intro


class IssueStory(Orderable):
    """An article in an issue."""

    issue = ParentalKey(Issue, on_delete=models.CASCADE, related_name="stories")
    article = models.ForeignKey(
        "news.ArticlePage", verbose_name=_("article"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("article")]

    class Meta(Orderable.Meta):
        verbose_name = _("article")


class ClickCount(models.Model):
    """How often an article was opened from an issue: a number, and nothing about who."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="clicks")
    article = models.ForeignKey("news.ArticlePage", on_delete=models.CASCADE, related_name="+")
    variant = models.CharField(max_length=1, choices=Variant, blank=True)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("issue", "article", "variant", name="a_click_count_once")]

    def __str__(self) -> str:
        return f"{self.issue_id}, {self.article_id} {self.variant}: {self.number}"


class DeliveryState(models.TextChoices):
    """waiting → sending → sent | failed | unclear; waiting → skipped | stopped.

    `SENDING` is written before a word goes to the mail server. A copy that is
    found in it long after may have arrived: it becomes `UNCLEAR`, never
    waiting again, so nobody gets a second one.
    """

    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("on its way")
    SENT = "sent", _("sent")
    FAILED = "failed", _("refused")
    UNCLEAR = "unclear", _("unclear, perhaps sent")
    SKIPPED = "skipped", _("left out, gets it no more")
    STOPPED = "stopped", _("not sent, the issue was stopped")


class Delivery(models.Model):
    """One subscriber's copy of one issue. There is never a second."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.WAITING)
    due_at = models.DateTimeField(null=True)  # None is at once
    variant = models.CharField(max_length=1, choices=Variant, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)  # the mail server's last word
    returned = models.CharField(max_length=9, choices=Back, blank=True)  # what came back later
    returned_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["issue", "state", "id"])]
        constraints = [models.UniqueConstraint("issue", "subscriber", name="one_copy_a_subscriber")]

    def __str__(self) -> str:
        return f"{self.issue_id} → {self.subscriber_id}: {self.state}"


class ReturnState(models.TextChoices):
    """certain, or open → suppressed | set aside."""

    CERTAIN = "certain", _("belongs to a copy of ours")
    OPEN = "open", _("to be decided")
    SUPPRESSED = "suppressed", _("no more letters to it")
    SET_ASIDE = "set aside", _("set aside")


class ReturnedLetter(models.Model):
    """What one message that came back says of one address.

    Anybody can write such a message. One that carries the signed mark of a copy
    of ours is certain and counts at once; the others wait for a person.
    """

    key = models.CharField(max_length=64, unique=True)  # of message and address: once only
    came_at = models.DateTimeField(_("came"), auto_now_add=True, db_index=True)
    address = models.CharField(_("address"), max_length=254, blank=True)
    kind = models.CharField(_("kind"), max_length=9, choices=Back)
    status = models.CharField(_("code"), max_length=20, blank=True)
    words = models.CharField(_("what the mail server said"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ReturnState)
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.CASCADE, related_name="+")
    turn = models.ForeignKey(  # where it was a letter of what somebody follows
        "outreach.FollowLetter", null=True, on_delete=models.CASCADE, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("returned letter")
        verbose_name_plural = _("returned letters")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "-came_at"])]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=ReturnState.CERTAIN)
                | models.Q(delivery__isnull=False)
                | models.Q(turn__isnull=False),
                name="a_certain_return_belongs_to_a_copy",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.kind}"
