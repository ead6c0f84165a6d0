"""Subscribers, issues, and one row for each copy that goes out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable


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
        ]

    def __str__(self) -> str:
        return self.email


class IssueState(models.TextChoices):
    """draft → sending → sent; nothing goes back."""

    DRAFT = "draft", _("draft")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")


class Issue(ClusterableModel):
    """One issue of the newsletter: a subject, a word before, chosen articles.

    `html` and `plain` are what goes out, fixed in the moment of sending, so
    that every subscriber gets the same, also after a break.
    """

    subject = models.CharField(_("subject"), max_length=150)
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
    html = models.TextField(editable=False, blank=True)
    plain = models.TextField(editable=False, blank=True)

    panels = [
        FieldPanel("subject"),
        FieldPanel("intro"),
        InlinePanel("stories", heading=_("Articles, drag to order"), label=_("Article")),
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
    def url(self) -> str:
        """Where readers find the issue once it is out."""
        return reverse("newsletter_issue", args=[self.pk])


class IssueStory(Orderable):
    """An article in an issue."""

    issue = ParentalKey(Issue, on_delete=models.CASCADE, related_name="stories")
    article = models.ForeignKey(
        "news.ArticlePage", verbose_name=_("article"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("article")]

    class Meta(Orderable.Meta):
        verbose_name = _("article")


class DeliveryState(models.TextChoices):
    """waiting → sending → sent | failed | unclear; waiting → skipped.

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


class Delivery(models.Model):
    """One subscriber's copy of one issue. There is never a second."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.WAITING)
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
                condition=~models.Q(state=ReturnState.CERTAIN) | models.Q(delivery__isnull=False),
                name="a_certain_return_belongs_to_a_copy",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.kind}"
