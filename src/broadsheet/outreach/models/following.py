"""What signed-in readers follow."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from broadsheet.foundation.clock import now
from broadsheet.outreach.models.newsletter import Back, DeliveryState

TARGETS = ("author", "topic", "section")


def _only(target: str) -> Q:
    return Q(**{f"{one}__isnull": one != target for one in TARGETS})


class Follow(models.Model):
    """A reader follows one author, topic or section.

    Its articles stand on the reader's page “For you”; the three marks say where
    they go besides. Nothing is worked out from what anybody reads.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    author = models.ForeignKey("news.Author", null=True, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey("topics.Topic", null=True, on_delete=models.CASCADE, related_name="+")
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
            models.UniqueConstraint("user", "topic", name="a_topic_followed_once"),
            models.UniqueConstraint("user", "section", name="a_section_followed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind}"

    @property
    def kind(self) -> str:
        """“author”, “topic” or “section”."""
        return next(one for one in TARGETS if getattr(self, f"{one}_id"))

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
    def target_id(self) -> int:
        return int(getattr(self, f"{self.kind}_id"))

    @property
    def _thing(self) -> Any:
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
