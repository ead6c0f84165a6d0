"""Another site whose pages carry our comments."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.news.models import SectionPage
from broadsheet.news.models.paper import CommentMode


class Scheme(models.TextChoices):
    HTTPS = "https", "https"
    HTTP = "http", "http"


class OutsideSite(models.Model):
    """A site elsewhere, by its origin. Its pages have threads that belong to no article.

    `host` is as browsers send it: lower case, in ASCII, with its port unless
    that is the scheme's own. The threads know only their path, so they go
    along when a site moves to another host.
    """

    scheme = models.CharField(max_length=5, choices=Scheme, default=Scheme.HTTPS)
    host = models.CharField(_("host"), max_length=255, unique=True)
    is_active = models.BooleanField(
        _("in use"),
        default=True,
        help_text=_("Otherwise its pages show no comments; what was said is kept."),
    )
    comment_mode = models.CharField(
        _("comments"),
        max_length=6,
        choices=CommentMode,
        default=CommentMode.INHERIT,
        blank=True,
        help_text=_("“As set above”: the board decides, and without a board the paper."),
    )
    board = models.ForeignKey(
        SectionPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("board"),
        help_text=_("The section whose rules hold, and whose board lists the threads."),
    )  # fmt: skip
    in_forum = models.BooleanField(
        _("in the forum"),
        default=False,
        help_text=_("Threads of its pages are listed in the forum and found by its search."),
    )
    # One name a line; kept in the order of the alphabet.
    kept_parameters = models.TextField(
        _("parameters that make another page"),
        blank=True,
        help_text=_(
            "One a line, such as “id” for example.org/story?id=7. All others are dropped "
            "from an address, so that a link with “utm_source” leads to the same comments."
        ),
    )

    class Meta:
        verbose_name = _("site with our comments")
        verbose_name_plural = _("sites with our comments")
        ordering = ["host"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(host=""), name="an_outside_site_has_a_host"),
            models.CheckConstraint(
                condition=models.Q(scheme__in=Scheme.values), name="an_outside_site_is_on_the_web"
            ),
            models.CheckConstraint(
                condition=models.Q(comment_mode__in=CommentMode.values),
                name="an_outside_site_has_a_known_mode",
            ),
        ]

    def __str__(self) -> str:
        return self.origin

    @property
    def origin(self) -> str:
        """What browsers call the site (RFC 6454), e.g. "https://example.org"."""
        return f"{self.scheme}://{self.host}"

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(self.kept_parameters.split())

    @property
    def tag(self) -> str:
        """What a page depends on that follows this site's settings."""
        return f"outside:{self.pk}"
