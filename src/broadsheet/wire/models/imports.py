"""What has been imported, so that an import can be run again."""

from __future__ import annotations

from django.db import models


class Import(models.Model):
    """An origin from which content came, and its import under way.

    `moment` is when the unfinished import began, or the last one did: what a
    file dates by its age is dated from there, and a run that was killed goes
    on with the same moment.
    """

    origin = models.CharField(max_length=255, unique=True)
    moment = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.origin


class Imported(models.Model):
    """One thing of an origin, and the page that was made of it."""

    class Kind(models.TextChoices):
        STORY = "story"
        PAGE = "page"
        SECTION = "section"
        THREAD = "thread"
        ISSUE = "issue"
        CONTRIBUTION = "contribution"
        SUBSCRIBER = "subscriber"
        NAMES = "names"
        FRONT = "front"
        LIST = "list"
        CALL = "call"
        PHRASE = "phrase"
        PICTURE = "picture"
        SERIES = "series"
        TRANSLATED = "translated"
        ADDED = "added"

    import_of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="things")
    kind = models.CharField(max_length=12, choices=Kind)
    key = models.CharField(max_length=500)
    moment = models.DateTimeField()
    digest = models.CharField(max_length=64)  # of the thing as the file had it
    version = models.CharField(max_length=40, blank=True)  # of agency copy
    talk_digest = models.CharField(max_length=64, blank=True)  # of a story's comments
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+"
    )  # None for what is no page, and for a page that the newsroom deleted
    revision_id = models.PositiveBigIntegerField(null=True)  # the newest one when we wrote it

    class Meta:
        constraints = [
            models.UniqueConstraint("import_of", "kind", "key", name="a_thing_once_an_origin")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Term(models.Model):
    """What a code of a vocabulary of IPTC's is called."""

    code = models.CharField(max_length=200, unique=True)  # "medtop:20000523"
    names = models.JSONField()  # by language, BCP 47

    def __str__(self) -> str:
        return self.code
