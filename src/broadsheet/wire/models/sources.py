"""Where the newsroom gets copy from."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.clock import now
from broadsheet.news.models import SectionPage
from broadsheet.wire.addresses import taken_apart

DAY = 24 * 60
FOLDER = re.compile(r"[\w-]{1,100}")
SENDER = re.compile(r"[^@\s<>]*@[^@\s<>]+")


class Source(models.Model):
    """An address, a folder or a mailbox that is looked at again and again."""

    class Kind(models.TextChoices):
        WEB = "web", _("address on the web")
        FOLDER = "folder", _("folder on the server")
        MAIL = "mail", _("mailbox")

    class State(models.TextChoices):
        ON = "on", _("on")
        PAUSED = "paused", _("paused")

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.WEB)
    address = models.CharField(
        _("address"),
        max_length=500,
        unique=True,
        help_text=_(
            "Of a feed (RSS, Atom, JSON Feed), a page or a file of agency copy; or the name of a folder "
            "within the paper’s drop folder, or of a mailbox in broadsheet.toml."
        ),
    )
    section = models.ForeignKey(
        SectionPage,
        verbose_name=_("section"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("For stories that no rule sends elsewhere."),
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        choices=settings.LANGUAGES,
        help_text=_("Of stories that do not say theirs."),
    )
    pictures = models.BooleanField(
        _("take pictures"),
        default=False,
        help_text=_("Only when you have the right to print them; else a draft has links to them."),
    )
    whole = models.BooleanField(
        _("fetch the page behind each item"),
        default=False,
        help_text=_("Of feeds that give excerpts only; when you have the right to the whole text."),
    )
    senders = models.TextField(
        _("senders"),
        blank=True,
        help_text=_(
            "Whose letters are taken: one address a line, or @example.org for all of it. A mailbox "
            "needs one; for letters in a folder, none means everybody."
        ),
    )
    interval = models.PositiveSmallIntegerField(
        _("minutes between two looks"),
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(DAY)],
    )
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.ON)

    etag = models.CharField(max_length=500, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    mark = models.CharField(max_length=48, blank=True, editable=False)  # of the items of the last look
    failures = models.PositiveIntegerField(default=0, editable=False)  # in a row
    trouble = models.TextField(blank=True, editable=False)  # a sentence; "" when all is well
    looked_at = models.DateTimeField(null=True, editable=False)
    new_at = models.DateTimeField(null=True, editable=False)  # when something new came last
    next_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        indexes = [models.Index(fields=["state", "next_at"], name="wire_source_due")]

    def __str__(self) -> str:
        return self.name

    @property
    def allowed(self) -> list[str]:
        """The senders whose letters are taken; none for everybody's."""
        return [line.strip().lower() for line in self.senders.splitlines() if line.strip()]

    def clean(self) -> None:
        """An address leads to the web; a folder lies in the drop folder; a mailbox is known."""
        self.address = self.address.strip()
        parts = taken_apart(self.address)
        if self.kind == self.Kind.WEB and not (parts.scheme in {"http", "https"} and parts.hostname):
            raise ValidationError(
                {"address": _("An address on the web begins with https:// or http://.")}
            )
        if self.kind == self.Kind.FOLDER and not FOLDER.fullmatch(self.address):
            words = _("The name of a folder has only letters, digits, hyphens and underscores.")
            raise ValidationError({"address": words})
        if self.kind == self.Kind.MAIL:
            self._clean_mailbox()

    def _clean_mailbox(self) -> None:
        if self.address not in settings.WIRE_MAILBOXES:
            words = _("There is no mailbox of this name in broadsheet.toml; there are: %(names)s.")
            names = ", ".join(settings.WIRE_MAILBOXES) or "–"
            raise ValidationError({"address": words % {"names": names}})
        if wrong := [one for one in self.allowed if not SENDER.fullmatch(one)]:
            words = _("“%(line)s” is neither an address nor @ and a domain.")
            raise ValidationError({"senders": words % {"line": wrong[0]}})
        if not self.allowed:
            raise ValidationError({"senders": _("Say whose letters are taken from the mailbox.")})
