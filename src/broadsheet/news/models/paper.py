"""What the newsroom sets for the whole paper."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

HOUSE_RULE = _("Comments that are racist, abusive or off-topic may be removed by the moderator.")


def default_house_rule() -> str:
    return str(HOUSE_RULE)


class CommentMode(models.TextChoices):
    """How comments are taken."""

    INHERIT = "", _("as set above")
    OPEN = "open", _("shown at once")
    FIRST_HELD = "first", _("a reader's first ones wait for a moderator")
    HELD = "held", _("all wait for a moderator")
    CLOSED = "closed", _("closed")


@register_setting(icon="cog", order=10)
class PaperSettings(BaseGenericSetting):
    """The paper's name, its rule for readers, and what is breaking."""

    name = models.CharField(_("name"), max_length=80, default="Broadsheet")
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    about = models.TextField(_("about the paper"), blank=True)
    contact_email = models.EmailField(_("contact address"), blank=True)
    house_rule = models.TextField(_("house rule for comments"), default=default_house_rule)
    comment_mode = models.CharField(
        _("comments"),
        max_length=6,
        choices=[choice for choice in CommentMode.choices if choice[0]],
        default=CommentMode.HELD,
    )
    comments_first_held = models.PositiveSmallIntegerField(
        _("how many first comments wait"),
        default=1,
        help_text=_("Of each reader, where first ones wait for a moderator."),
    )
    comments_close_days = models.PositiveSmallIntegerField(
        _("comments close after days"),
        default=0,
        help_text=_("Counted from an article's publication; 0 leaves them open."),
    )
    show_most_read = models.BooleanField(
        _("list what is read most"),
        default=True,
        help_text=_("On the front page and on sections. Articles are counted, readers are not."),
    )
    breaking_text = models.CharField(_("breaking news"), max_length=160, blank=True)
    breaking_article = models.ForeignKey(
        "news.ArticlePage",
        verbose_name=_("its article"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("tagline"),
                FieldPanel("about"),
                FieldPanel("contact_email"),
                FieldPanel("show_most_read"),
            ],
            heading=_("The paper"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("comment_mode"),
                FieldPanel("comments_first_held"),
                FieldPanel("comments_close_days"),
                FieldPanel("house_rule"),
            ],
            heading=_("Readers' comments"),
        ),
        MultiFieldPanel(
            [
                HelpPanel(_("Shown on top of every page until the text is taken out.")),
                FieldPanel("breaking_text"),
                FieldPanel("breaking_article"),
            ],
            heading=_("Breaking news"),
        ),
    ]

    class Meta:
        verbose_name = _("The paper")

    def __str__(self) -> str:
        return self.name
