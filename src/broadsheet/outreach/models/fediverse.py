"""The paper in the fediverse (ActivityPub, W3C Recommendation of 2018)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from broadsheet.foundation.clock import now

LONGEST = 500  # of an address


class FediActor(models.Model):
    """Who can be followed: the paper, without a section, or a section."""

    name = models.CharField(max_length=100, unique=True)  # before the @
    section = models.OneToOneField(
        "news.SectionPage", null=True, on_delete=models.CASCADE, related_name="+"
    )
    private_key = models.TextField()  # PEM
    public_key = models.TextField()  # PEM
    made_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.name


class FediPeer(models.Model):
    """What was learnt of somebody elsewhere: their key, and where letters to them go."""

    uri = models.CharField(max_length=LONGEST, unique=True)
    key_id = models.CharField(max_length=LONGEST, unique=True)
    key = models.TextField()  # PEM
    inbox = models.CharField(max_length=LONGEST)
    shared_inbox = models.CharField(max_length=LONGEST, blank=True)
    fetched_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.uri


class FediFollower(models.Model):
    """Somebody elsewhere who follows the paper or a section."""

    actor = models.ForeignKey(FediActor, on_delete=models.CASCADE, related_name="followers")
    uri = models.CharField(max_length=LONGEST, db_index=True)
    follow_id = models.CharField(max_length=LONGEST, blank=True)  # of the Follow they sent
    inbox = models.CharField(max_length=LONGEST)  # the one their server shares, where there is one
    host = models.CharField(max_length=260, db_index=True)
    since = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint("actor", "uri", name="a_follower_once_an_actor")]

    def __str__(self) -> str:
        return f"{self.uri} → {self.actor_id}"


class FediNote(models.Model):
    """An article that was told to followers. Told again after a withdrawal, it is another note:
    what was deleted elsewhere never comes back under its old name.
    """

    article = models.ForeignKey(
        "news.ArticlePage", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=now)
    told_at = models.DateTimeField()  # the article's own time of its last change that was told
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=models.Q(gone_at=None), name="one_standing_note_an_article"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.article_id}"


class FediActivity(models.Model):
    """One thing said, as JSON, until everybody has got it."""

    actor = models.ForeignKey(FediActor, on_delete=models.CASCADE, related_name="+")
    body = models.TextField()
    made_at = models.DateTimeField(default=now, db_index=True)

    def __str__(self) -> str:
        return f"{self.pk}: {self.actor_id}"


class FediSending(models.Model):
    """One thing said, on its way to one inbox. The row goes when it has arrived."""

    activity = models.ForeignKey(FediActivity, on_delete=models.CASCADE, related_name="sendings")
    inbox = models.CharField(max_length=LONGEST)
    host = models.CharField(max_length=260, db_index=True)
    due_at = models.DateTimeField(default=now, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("activity", "inbox", name="one_sending_an_inbox")]

    def __str__(self) -> str:
        return f"{self.activity_id} → {self.inbox}"


class BlockedDomain(models.Model):
    """A site of the fediverse, with all below it, that the paper has nothing to do with."""

    domain = models.CharField(
        _("domain"), max_length=253, unique=True,
        help_text=_("Such as example.org; sub.example.org is meant as well."),
    )  # fmt: skip
    because = models.CharField(_("why"), max_length=200, blank=True)
    since = models.DateTimeField(auto_now_add=True)

    panels = [FieldPanel("domain"), FieldPanel("because")]

    class Meta:
        verbose_name = _("blocked site of the fediverse")
        verbose_name_plural = _("blocked sites of the fediverse")
        ordering = ["domain"]

    def __str__(self) -> str:
        return self.domain

    def clean(self) -> None:
        self.domain = self.domain.strip().strip(".").lower()
