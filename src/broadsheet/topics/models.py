"""The registry of what the paper writes about."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable
from wagtail.search import index

from broadsheet.foundation.tongues import other_language


class Topic(index.Indexed, ClusterableModel):
    """A person, place, organisation, event or subject, with a page of its own."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        PLACE = "place", _("Place")
        ORGANISATION = "organisation", _("Organisation")
        EVENT = "event", _("Event")
        SUBJECT = "subject", _("Subject")

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=200, unique=True, allow_unicode=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.SUBJECT)
    description = models.TextField(_("description"), blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="parts",
        help_text=_("The country of a city, the owner of a company, the subject above a subject."),
    )
    latitude = models.FloatField(
        _("degrees north"), null=True, blank=True, help_text=_("South is below zero.")
    )
    longitude = models.FloatField(
        _("degrees east"), null=True, blank=True, help_text=_("West is below zero.")
    )
    portrait = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("parent")]),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")], heading=_("On the map")),
        FieldPanel("portrait"),
        InlinePanel("names", heading=_("Also called"), label=_("Name")),
        InlinePanel("titles", heading=_("Titles over time"), label=_("Title")),
        InlinePanel("external_ids", heading=_("Elsewhere"), label=_("Identifier")),
        InlinePanel("descriptions", heading=_("In other languages"), label=_("Description")),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("other_names"),
        index.AutocompleteField("other_names"),
    ]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="a_topic_is_not_part_of_itself",
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                violation_error_message=_("A topic cannot be part of itself."),
            ),
            models.CheckConstraint(
                name="a_place_is_on_the_earth",
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(
                    latitude__isnull=False,  # a check that says nothing would let it pass
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                violation_error_message=_(
                    "A place has degrees north (-90 to 90) and degrees east (-180 to 180)."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return reverse("topic", args=[self.slug])

    @property
    def shown_name(self) -> str:
        """What the edition that is being read calls it: the first name of its language."""
        if language := other_language():
            for name in self.names.all():
                if name.language == language:
                    return str(name.text)
        return self.name

    @property
    def shown_description(self) -> str:
        """What the edition that is being read says of it."""
        if language := other_language():
            for one in self.descriptions.all():
                if one.language == language:
                    return str(one.text)
        return self.description

    @property
    def place(self) -> tuple[float, float] | None:
        """Degrees north and east, where it is known."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude

    def other_names(self) -> str:
        """What else it is called, for the newsroom's search."""
        return " ".join(name.text for name in self.names.all())


class TopicName(Orderable):
    """Another name of a topic, in any language and script, with its rules.

    The topic's own name is looked for too, by the default rules; written here
    once more, it is looked for by the rules given here.
    """

    class Case(models.TextChoices):
        WRITTEN = "written", _("as written here (Apple, WHO)")
        ANY = "any", _("in any case (oil, Oil)")

    topic = ParentalKey(Topic, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(_("name"), max_length=200)
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_(
            "Looked for in texts of this language only, and the first of a language is what its edition "
            "calls the topic; empty: looked for in all."
        ),
    )
    case = models.CharField(_("capitals"), max_length=8, choices=Case, default=Case.WRITTEN)
    needs_context = models.BooleanField(
        _("means other things too"),
        default=False,
        help_text=_("Suggested only when something else in the text speaks for it."),
    )
    inflected = models.BooleanField(
        _("with endings"), default=True, help_text=_("Russian and Kazakh case endings are found too.")
    )

    panels = [
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("language"), FieldPanel("case")]),
        FieldRowPanel([FieldPanel("needs_context"), FieldPanel("inflected")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("name")
        constraints = [
            models.UniqueConstraint("topic", "text", "language", name="a_name_once_a_topic"),
            models.CheckConstraint(
                name="a_case_rule_we_know", condition=models.Q(case__in=("written", "any"))
            ),
        ]

    def __str__(self) -> str:
        return self.text


class TopicTitle(Orderable):
    """What a person or body was, and when: "chairman of the council", until 2013."""

    topic = ParentalKey(Topic, on_delete=models.CASCADE, related_name="titles")
    text = models.CharField(_("title"), max_length=200)
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    panels = [FieldPanel("text"), FieldRowPanel([FieldPanel("since"), FieldPanel("until")])]

    class Meta(Orderable.Meta):
        verbose_name = _("title")

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise ValidationError({"until": _("A title cannot end before it begins.")})


class ExternalId(Orderable):
    """What a topic is called in somebody else's register, e.g. Q232 in Wikidata."""

    topic = ParentalKey(Topic, on_delete=models.CASCADE, related_name="external_ids")
    scheme = models.CharField(
        _("register"), max_length=40, help_text=_("wikidata, geonames, viaf, isni …")
    )
    value = models.CharField(_("identifier"), max_length=200)

    panels = [FieldRowPanel([FieldPanel("scheme"), FieldPanel("value")])]

    class Meta(Orderable.Meta):
        verbose_name = _("identifier")
        constraints = [
            models.UniqueConstraint("topic", "scheme", "value", name="an_identifier_once_a_topic")
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class TopicDescription(Orderable):
    """What a topic is, in another language of the paper."""

    topic = ParentalKey(Topic, on_delete=models.CASCADE, related_name="descriptions")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    text = models.TextField(_("description"))

    panels = [FieldPanel("language"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("description")
        constraints = [
            models.UniqueConstraint("topic", "language", name="a_description_once_a_language")
        ]

    def __str__(self) -> str:
        return self.text


class Decision(models.Model):
    """An editor said whether a name in an article means a topic.

    `spelling` is the name as registered, folded; `article_id` is the article's
    number (this room knows no articles).
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="decisions")
    spelling = models.CharField(max_length=200)
    article_id = models.PositiveBigIntegerField()
    accepted = models.BooleanField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("article_id", "topic", "spelling", name="a_name_is_decided_once")
        ]
        indexes = [models.Index(fields=["spelling", "topic"], name="decisions_by_spelling")]

    def __str__(self) -> str:
        return f"{self.spelling} – {'accepted' if self.accepted else 'refused'}"


class Generation(models.Model):
    """One row: which state of the registry this is. Processes compare it with theirs."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)
