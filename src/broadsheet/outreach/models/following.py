"""What signed-in readers follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.foundation.clock import now
from broadsheet.outreach.models.newsletter import Back, DeliveryState
from broadsheet.topics.models import Topic

TARGETS = ("author", "topic", "section")
PAIR = "topics"  # the kind of two topics together


@dataclass(frozen=True, slots=True)
class Subject:
    """What can be followed, by its kind and number; two topics have two, the smaller first."""

    kind: str
    keys: tuple[int, ...]

    def __str__(self) -> str:
        """As it stands in an address: “author/7”, “topics/3-5”."""
        return f"{self.kind}/{'-'.join(map(str, self.keys))}"

    @property
    def columns(self) -> dict[str, int | None]:
        """What the row of somebody who follows it has."""
        if self.kind == PAIR:
            return dict(zip(("topic_id", "other_id"), self.keys, strict=True))
        return {f"{self.kind}_id": self.keys[0], "other_id": None}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two topics together; `one` has the slug that comes first, as in the address of their page."""

    one: Topic
    other: Topic

    @classmethod
    def of(cls, *both: Topic) -> Pair:
        """Two topics, in whichever order."""
        return cls(*sorted(both, key=lambda topic: topic.slug))

    @property
    def keys(self) -> tuple[int, ...]:
        """Their numbers, the smaller first."""
        return tuple(sorted((self.one.pk, self.other.pk)))

    @property
    def name(self) -> str:
        return _("%(one)s – %(other)s") % {"one": self.one.name, "other": self.other.name}

    @property
    def shown_name(self) -> str:
        """What the edition that is being read calls them."""
        return _("%(one)s – %(other)s") % {"one": self.one.shown_name, "other": self.other.shown_name}

    @property
    def url(self) -> str:
        return reverse("relation", args=[self.one.slug, self.other.slug])


def _only(target: str) -> Q:
    return Q(**{f"{one}__isnull": one != target for one in TARGETS})


class Follow(models.Model):
    """A reader follows one author, topic or section, or two topics together.

    Of two topics `topic` has the smaller number and `other` the larger one.
    Its articles stand on the reader's page “For you”; the three marks say where
    they go besides. Nothing is worked out from what anybody reads.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    author = models.ForeignKey("news.Author", null=True, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey("topics.Topic", null=True, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("topics.Topic", null=True, on_delete=models.CASCADE, related_name="+")
    section = models.ForeignKey(
        "news.SectionPage", null=True, on_delete=models.CASCADE, related_name="+"
    )
    by_letter = models.BooleanField(default=False)  # in the reader's newsletter digest
    by_push = models.BooleanField(default=False)  # on the screens of the reader's browsers
    in_feed = models.BooleanField(default=True)  # in the reader's private feed
    since = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_only("author") | _only("topic") | _only("section"),
                name="a_follow_has_one_target",
            ),
            models.UniqueConstraint("user", "author", name="an_author_followed_once"),
            models.CheckConstraint(
                # Said outright, because a check that compares with nothing lets it pass.
                condition=Q(other__isnull=True) | Q(topic__isnull=False, topic__lt=F("other")),
                name="a_pair_followed_has_an_order",
            ),
            models.UniqueConstraint(
                "user", "topic", condition=Q(other__isnull=True), name="a_topic_followed_once"
            ),
            models.UniqueConstraint("user", "topic", "other", name="a_pair_followed_once"),
            models.UniqueConstraint("user", "section", name="a_section_followed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind}"

    @property
    def kind(self) -> str:
        """“author”, “topic”, “section” or, for two topics together, “topics”."""
        return PAIR if self.other_id else next(one for one in TARGETS if getattr(self, f"{one}_id"))

    @property
    def name(self) -> str:
        """What is followed, as readers know it."""
        thing = self._thing
        return str(getattr(thing, "title", "") or thing.name)

    @property
    def url(self) -> str:
        """The page of what is followed."""
        return str(self._thing.url)

    @property
    def subject(self) -> Subject:
        """By what its thing is known."""
        if self.topic_id and self.other_id:
            return Subject(PAIR, (self.topic_id, self.other_id))
        return Subject(self.kind, (getattr(self, f"{self.kind}_id"),))

    @property
    def _thing(self) -> Any:
        if self.topic and self.other:
            return Pair.of(self.topic, self.other)
        return getattr(self, self.kind)


class FollowLetter(models.Model):
    """A reader's own digest: when its turn comes next, and what they have had.

    There is one for everybody who wants something they follow by letter. `covers_until`
    moves on before a word goes to the mail server: what may have arrived is never sent again.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follow_letter"
    )
    next_at = models.DateTimeField(null=True, db_index=True)  # None: it was refused too often
    covers_until = models.DateTimeField()
    state = models.CharField(  # of the last one
        max_length=8, choices=DeliveryState, default=DeliveryState.WAITING
    )
    refusals = models.PositiveSmallIntegerField(default=0)  # in a row
    number = models.PositiveIntegerField(default=0)  # of the last letter; it stands in its mark
    begins_after = models.PositiveIntegerField(default=0)  # letters so far are of an earlier choice
    returned = models.CharField(max_length=9, choices=Back, blank=True)  # what came back last
    returned_number = models.PositiveIntegerField(default=0)  # of which letter
    returned_in_a_row = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.state}"


class PrivateFeed(models.Model):
    """By what the address of a reader's own feed is known. Another serial is another address."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="private_feed"
    )
    serial = models.CharField(max_length=43, unique=True)
    made_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.made_at:%Y-%m-%d}"
